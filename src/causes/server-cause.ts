import type { ServerCheckFacts } from '../facts'
import type { ServerSystem } from '../knowledge/server-systems'
import type { CauseId, ServerCauseId } from '../facts/cause-ids'
import type { Candidate, Page } from './finding'

/** What is known of the server without a check on it. A candidate makes its command and its fix from this. */
export interface ServerView {
  readonly port: number
  readonly user: string | null
  /** `SHA256:…` of the offered key; null when no key was offered. */
  readonly keyFingerprint: string | null
  /** `type base64` of the offered key, for authorized_keys. */
  readonly publicKey: string | null
  /** Positions at which a paste breaks it: see KeyFacts. */
  readonly publicKeyBreaks: readonly number[]
  /** The system that the identification line names, which decides the commands. */
  readonly system: ServerSystem
  /** The reason that server-check.sh gives for this cause, if it does. It is untrusted: it is only compared with known sentences. */
  readonly found?: string
}

/** What server-check.sh is asked about. */
export type AskedAbout = keyof ServerCheckFacts['asked']

/** The line of evidence by which server-check.sh rules a cause out: its area, its mark, and how its text begins. */
export interface Sign {
  readonly area: string
  readonly mark: ServerCheckFacts['evidence'][number]['mark']
  readonly text?: RegExp
}

/** One candidate, all of it: its file is src/causes/<id>.ts. */
export interface ServerCause {
  readonly id: ServerCauseId
  readonly title: string
  readonly page: Page
  /** The systems that can have it. Absent for every system. */
  readonly systems?: readonly ServerSystem[]
  /** What a verdict depends on. A verdict about another port, user, address or key says nothing about this run. */
  readonly dependsOn: readonly AskedAbout[]
  /** The findings of the remote check that it explains, in addition to those that name it as a candidate. */
  readonly looksLike: readonly CauseId[]
  readonly ruledOutBy: Sign
  /** A change in the workflow or at the provider also fixes it: another port, user, key or address. */
  readonly fixableElsewhere?: true
  /** The change of the workflow that the remote finding proposes also fixes it. */
  readonly keepsChange?: true
  candidate(server: ServerView): Omit<Candidate, 'id' | 'title'>
}

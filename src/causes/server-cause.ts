import type { ServerCheckFacts } from '../facts'
import type { ServerSystem } from '../knowledge/server-systems'
import type { Candidate, Page } from './cause'
import type { CauseId, ServerCauseId } from '../facts/cause-ids'

/** What the outside knows of the server, from which a candidate words its command and its fix. */
export interface ServerView {
  readonly port: number
  readonly user: string | null
  /** `SHA256:…` of the offered key; null when none was. */
  readonly keyFingerprint: string | null
  /** `type base64` of the offered key, for authorized_keys. */
  readonly publicKey: string | null
  /** Positions at which a paste breaks it: see KeyFacts. */
  readonly publicKeyBreaks: readonly number[]
  /** Which system the identification line names, and so which commands come first. */
  readonly system: ServerSystem
  /** Why server-check.sh names this very cause, where it does. It comes from others: only its own sentences are looked for in it. */
  readonly found?: string
}

/** What server-check.sh is asked about. */
export type AskedAbout = keyof ServerCheckFacts['asked']

/** The line of evidence by which server-check.sh says that a cause is not there: its area, its mark, and how its text begins. */
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
  /** The systems on which it can be; every system where it is left out. */
  readonly systems?: readonly ServerSystem[]
  /** What a verdict depends on: asked about another port, user, address or key it says nothing about this run. */
  readonly dependsOn: readonly AskedAbout[]
  /** How it looks from outside: findings that it explains, besides those that name it as a candidate. */
  readonly looksLike: readonly CauseId[]
  readonly ruledOutBy: Sign
  /** A change of the workflow or of the provider fixes it as well: another port, user, key or address. */
  readonly fixableElsewhere?: true
  /** The change of the workflow that the remote finding proposes fixes it as well. */
  readonly keepsChange?: true
  candidate(server: ServerView): Omit<Candidate, 'id' | 'title'>
}

import type { ServerSystem } from '../knowledge/server-systems'
import type { Candidate, Page } from './cause'
import type { ServerCauseId } from './ids'

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

/** One candidate: its file is src/causes/<id>.ts. */
export interface ServerCause {
  readonly id: ServerCauseId
  readonly title: string
  readonly page: Page
  /** The systems on which it can be; every system where it is left out. */
  readonly systems?: readonly ServerSystem[]
  candidate(server: ServerView): Omit<Candidate, 'id' | 'title'>
}

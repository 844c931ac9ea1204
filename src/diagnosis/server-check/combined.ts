import type { CauseId, ServerCauseId } from '../../facts/cause-ids'
import type { Words } from '../../text/words'

/** What the remote check and the on-server check say together. */
export interface CombinedDiagnosis {
  /**
   * found: the on-server check found what explains the remote finding. other: it found something that does not. nothing: it saw
   * everything, and found nothing. open: it found nothing, but could not see everything. passed: the remote check found nothing.
   */
  readonly outcome: 'found' | 'other' | 'nothing' | 'open' | 'passed'
  /** The first finding of the remote check; null on a pass. */
  readonly remote: CauseId | null
  /** What explains it on the server; null when nothing does. */
  readonly cause: ServerCauseId | null
  /** Candidates of the remote finding that the on-server check rules out. */
  readonly ruledOut: readonly ServerCauseId[]
  /** What the check was asked differently from this run (`port`, `user`, `keyFingerprint`), and `machine` where it seems to be another one. */
  readonly differs: readonly string[]
  /** Each is a sentence. The first one says what the two checks say together. */
  readonly notes: readonly Words[]
}

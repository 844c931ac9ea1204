import type { CauseId, ServerCauseId } from '../../facts/cause-ids'
import type { Words } from '../../text/words'

/** What the view from outside and the check on the server say together. */
export interface CombinedDiagnosis {
  /**
   * found: the check found what explains the outside. other: it found something that does not. nothing: it looked at all, and
   * found nothing. open: it found nothing, and could not see all. passed: nothing is wrong from outside.
   */
  readonly outcome: 'found' | 'other' | 'nothing' | 'open' | 'passed'
  /** The first finding from outside; null on a pass. */
  readonly remote: CauseId | null
  /** What explains it on the server; null when nothing does. */
  readonly cause: ServerCauseId | null
  /** Candidates of the outside finding that the check shows not to be there. */
  readonly ruledOut: readonly ServerCauseId[]
  /** What the check was asked differently from this run (`port`, `user`, `keyFingerprint`), and `machine` where it seems to be another one. */
  readonly differs: readonly string[]
  /** Each a sentence of its own, the first says what the two views say together. */
  readonly notes: readonly Words[]
}

import type { InputName } from '../facts'
import type { CauseId } from '../facts/cause-ids'
import { type FactStage, isStage, type Stage } from '../facts/stages'
import type { Words } from '../text/words'
import type {
  Candidate,
  Certainty,
  Evidence,
  Explanation,
  Fix,
  Page,
  RemoteFinding,
  Severity,
  Traits,
  WorkflowChange,
} from './finding'
import { ofJumpHost } from './jump-host-inputs'
import { has, type View } from './view'

/** What a cause says of the facts: data only. */
export interface Judgment<E extends Evidence> {
  readonly certainty: Certainty
  readonly evidence: E
  /** Where it differs from the cause's own severity (sftp: required …). */
  readonly severity?: Severity
  /** In the order of likelihood that the facts suggest. */
  readonly candidates?: readonly Candidate[]
  /** Findings of the same or a later stage that this one explains, and so hides. */
  readonly explains?: readonly CauseId[]
  /** False when later stages were judged in spite of this error (a repaired key), so that it hides nothing. */
  readonly masksLater?: boolean
}

/** An explanation as a cause writes it. An entry that does not apply is false, so that each has one line: `isRoot && say…`. */
export interface Draft {
  readonly verdict: Words
  readonly why: Words
  readonly observed: readonly (Words | false)[]
  readonly fixes: readonly (Fix | false)[]
  readonly change?: WorkflowChange
}

/** One cause, all of it: pure, no I/O. See CONTRIBUTING.md for how to add one. */
export interface Cause<Needs extends FactStage, E extends Evidence> extends Traits {
  readonly id: CauseId
  /** Fixed text without host, user or key in it: annotation titles are not masked by the runner. */
  readonly title: string
  readonly severity: Severity
  /** The input whose workflow line the annotation should be on; null for our `uses:` line. */
  readonly pointsAt: InputName | null | ((evidence: E) => InputName | null)
  /** For what a later step of the job has wrong: the line of the workflow file that holds it. */
  readonly line?: (evidence: E) => number | null
  readonly page: Page
  /**
   * What else would look the same, each with the observation that rules it out, so that the finding can be proved. A cause
   * without it proves nothing.
   */
  readonly lookalikes?: Readonly<Record<string, string>>
  /** The stages whose facts it judges. It is asked only where all of them were observed. */
  readonly needs: readonly Needs[]
  /** Null when the facts do not show this cause. */
  judge(view: View<Needs>): Judgment<E> | null
  explain(evidence: E, view: View<Needs>): Draft
}

/** A cause with its types closed over, so that the catalog is one plain list. */
export interface CatalogEntry {
  readonly id: CauseId
  readonly stage: Stage
  readonly title: string
  readonly severity: Severity
  readonly page: Page
  readonly lookalikes?: Readonly<Record<string, string>>
  find(view: View): RemoteFinding | null
}

/** Closes over the types of a cause: judge first, then word, with the names of the inputs that this server has. */
export function defineCause<const Needs extends FactStage, const E extends Evidence>(
  cause: Cause<Needs, E>,
): CatalogEntry {
  const { id, title, page, lookalikes, retry, isOfEitherHop, saysAll } = cause
  const stage = stageOf(id)
  return {
    id,
    stage,
    title,
    severity: cause.severity,
    page,
    ...(lookalikes && { lookalikes }),
    find(view) {
      if (!has(view, cause.needs)) return null
      const judgment = cause.judge(view)
      if (!judgment) return null
      const { evidence, certainty, candidates = [], explains = [] } = judgment
      const severity = judgment.severity ?? cause.severity
      const masksLater = judgment.masksLater ?? severity === 'error'
      const input = typeof cause.pointsAt === 'function' ? cause.pointsAt(evidence) : cause.pointsAt
      const line = cause.line?.(evidence) ?? null
      const finding: RemoteFinding = {
        id,
        stage,
        hop: stage === 'proxy' ? 'jump' : 'target',
        title,
        severity,
        certainty,
        evidence,
        pointsAt: input,
        ...(line !== null && { line }),
        candidates,
        explains,
        masksLater,
        ...(retry && { retry }),
        ...(isOfEitherHop && { isOfEitherHop }),
        ...(saysAll && { saysAll }),
        explanation: finished(cause.explain(evidence, view)),
      }
      return view.hop === 'jump' ? ofJumpHost(finding, view.input.host) : finding
    },
  }
}

/** Without the entries that do not apply. */
function finished(draft: Draft): Explanation {
  return {
    ...draft,
    observed: draft.observed.filter((each) => each !== false),
    fixes: draft.fixes.filter((each) => each !== false),
  }
}

/** The stage of a cause: the first half of its id. */
export function stageOf(id: CauseId): Stage {
  const stage = id.slice(0, id.indexOf('/'))
  if (!isStage(stage)) throw new Error(`No stage: ${id}`)
  return stage
}

import type { InputName } from '../facts'
import { type FactStage, type HopStage, isStage, type Stage } from '../facts/stages'
import type { Words } from '../text/words'
import type { InputLines } from './fixes/with-block'
import { ofJumpHost } from './jump-host-inputs'
import { has, type View } from './view'
import type { CauseId, ServerCauseId } from '../facts/cause-ids'

/** proved: the observation admits no other cause; likely: others are far less probable; possible: one of several. */
export type Certainty = 'proved' | 'likely' | 'possible'

/** error: the deploy will fail; warning: it may, or will one day; notice: good to know, never the `cause`. */
export type Severity = 'error' | 'warning' | 'notice'

export type Person = 'workflow author' | 'server admin' | 'network admin' | 'hosting provider'

/** Something to copy. */
export interface Paste {
  /** As GitHub's code fences name it. */
  readonly language: 'sh' | 'yaml' | 'diff' | 'text'
  readonly text: string
  /** What the text sets, when it is lines for the `with:` of the preflight step; see fixes/with-block.ts. */
  readonly inputs?: InputLines
}

/** One thing that one person can do. */
export interface Fix {
  readonly who: Person
  /** A short imperative sentence. */
  readonly what: Words
  /** Something to copy. */
  readonly paste?: Paste
  /** For a fix of a later step: the same as a change of that step, which reports show in place of the paste. */
  readonly change?: StepChange
}

/** A change to the `with:` of a later step of the job, from which reports draw a diff. */
export interface StepChange {
  /** Line of the step's `uses:`, as in the facts. */
  readonly step: number
  /** An input of that step's own action. */
  readonly input: string
  readonly value: string
}

/** A change to the `with:` of the preflight step, from which reports draw a diff when the file is known. */
export interface WorkflowChange {
  readonly input: InputName
  /** The YAML value to write, such as `2222` or `${{ secrets.SSH_KEY }}`. */
  readonly value: string
}

/** A cause that only the server can tell, offered as one of several explanations. */
export interface Candidate {
  readonly id: ServerCauseId
  /** Short, as a table cell: "SSH service stopped". */
  readonly title: Words
  /** One read-only command on the server that decides … */
  readonly command: string
  /** … and what it prints when this is the cause. */
  readonly prints: Words
  readonly fix: Fix
  /** The check on the server shows that it is not this one. Absent where it does not. */
  readonly ruledOut?: true
}

/** Typed evidence: flat and JSON-serializable, so that programs can use it. */
export type Evidence = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[]>
>

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

/** The words of one finding, all functions of its evidence. */
export interface Explanation {
  /** One sentence without jargon that names the problem: the heading of the summary. */
  readonly verdict: Words
  /** Why we are as sure as we say: one or two sentences that follow "Proved:" or "Likely:". */
  readonly why: Words
  /** What was observed, each a short sentence. */
  readonly observed: readonly Words[]
  /** The first is the primary fix. At least one. */
  readonly fixes: readonly Fix[]
  readonly change?: WorkflowChange
}

/** An explanation as a cause writes it. An entry that does not apply is false, so that each has one line: `isRoot && say…`. */
export interface Draft {
  readonly verdict: Words
  readonly why: Words
  readonly observed: readonly (Words | false)[]
  readonly fixes: readonly (Fix | false)[]
  readonly change?: WorkflowChange
}

/** The general words of the cause's page in docs/causes, independent of one run. */
export interface Page {
  /** What it means: two or three sentences. */
  readonly means: string
  /** How this program distinguishes it from similar causes. */
  readonly detection: string
  /** Messages that clients show for it, verbatim, so that a search finds the page. */
  readonly alsoSeenAs: readonly string[]
}

/**
 * What a later look may do where this cause was found. unheard: the server is not up, and no SSH server heard of the attempt, so
 * nothing can count it. A number: the port answered, and an attempt costs so many failed logins at most, as fail2ban's aggressive
 * mode counts them in sshd's log. A refused login is never repeated.
 */
export type Retry = 'unheard' | 1 | 2

/** What holds for a cause wherever it is found. Findings carry it to whoever acts on them. */
export interface Traits {
  /** With `wait`: whether the server is tried again. Absent where it is not. */
  readonly retry?: Retry
  /** The fault may be on the jump host or on the target: the fix says on which. */
  readonly isOfEitherHop?: true
  /** The server itself said all that there is to say, so the check on the server is not asked. */
  readonly saysAll?: true
}

/** One cause, all of it: pure, no I/O. See CONTRIBUTING.md for how to add one. */
export interface Cause<Needs extends FactStage, E extends Evidence> extends Traits {
  readonly id: CauseId
  /** Fixed text without host, user or key in it: annotation titles are not masked by the runner. */
  readonly title: string
  readonly severity: Severity
  /** The input whose workflow line the annotation should stand on; null for our `uses:` line. */
  readonly pointsAt: InputName | null | ((evidence: E) => InputName | null)
  /** For what a later step of the job has wrong: the line of the workflow file that holds it. */
  readonly line?: (evidence: E) => number
  readonly page: Page
  /** The stages whose facts it judges. It is asked only where all of them were observed. */
  readonly needs: readonly Needs[]
  /** Null when the facts do not show this cause. */
  judge(view: View<Needs>): Judgment<E> | null
  explain(evidence: E, view: View<Needs>): Draft
}

/** A judged and worded cause: what reports show. */
export interface Finding<Id extends CauseId | ServerCauseId = CauseId | ServerCauseId>
  extends HopStage, Traits {
  readonly id: Id
  readonly title: string
  readonly severity: Severity
  readonly certainty: Certainty
  readonly evidence: Evidence
  readonly pointsAt: InputName | null
  /** The line of a later step in the workflow file; absent when it is our own step that `pointsAt` is of. */
  readonly line?: number
  readonly candidates: readonly Candidate[]
  readonly explains: readonly CauseId[]
  readonly masksLater: boolean
  readonly explanation: Explanation
}

/** What a cause finds from outside; the others are what the check on the server found. */
export type RemoteFinding = Finding<CauseId>

/** A cause with its types closed over, so that the catalog is one plain list. */
export interface CatalogEntry {
  readonly id: CauseId
  readonly stage: Stage
  readonly title: string
  readonly severity: Severity
  readonly page: Page
  find(view: View): RemoteFinding | null
}

/** Closes over the types of a cause: judge first, then word, with the names of the inputs that this server has. */
export function defineCause<const Needs extends FactStage, const E extends Evidence>(
  cause: Cause<Needs, E>,
): CatalogEntry {
  const { id, title, page, retry, isOfEitherHop, saysAll } = cause
  const stage = stageOf(id)
  return {
    id,
    stage,
    title,
    severity: cause.severity,
    page,
    find(view) {
      if (!has(view, cause.needs)) return null
      const judgment = cause.judge(view)
      if (!judgment) return null
      const { evidence, certainty, candidates = [], explains = [] } = judgment
      const severity = judgment.severity ?? cause.severity
      const masksLater = judgment.masksLater ?? severity === 'error'
      const input = typeof cause.pointsAt === 'function' ? cause.pointsAt(evidence) : cause.pointsAt
      const finding: RemoteFinding = {
        id,
        stage,
        hop: stage === 'proxy' ? 'jump' : 'target',
        title,
        severity,
        certainty,
        evidence,
        pointsAt: input,
        ...(cause.line && { line: cause.line(evidence) }),
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

import type { Facts, InputName } from '../facts'
import type { Hop, Stage } from '../facts/stages'
import type { Words } from '../text/words'
import type { InputLines } from './fixes/with-block'
import type { CauseId, ServerCauseId } from './ids'

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
  /** What the text sets, when it is lines for the `with:` of our own step; see fixes/with-block.ts. */
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

/** A change to the `with:` of our own step, from which reports draw a diff when the file is known. */
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
  readonly look: Words
  readonly fix: Fix
  /** The check on the server shows that it is not this one. Absent where it does not. */
  readonly ruledOut?: true
}

/** Typed evidence: flat and JSON-serialisable, so that programs can use it. */
export type Evidence = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[]>
>

/** What a cause says of the facts: data only. */
export interface Judgement<E extends Evidence> {
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

/** The general words of the cause's page in docs/causes, independent of one run. */
export interface Page {
  /** What it means: two or three sentences. */
  readonly means: string
  /** How this program tells it from its neighbours. */
  readonly told: string
  /** Messages that clients show for it, verbatim, so that a search finds the page. */
  readonly alsoSeenAs: readonly string[]
}

/** One entry of the catalog: pure, no I/O. See CONTRIBUTING.md for how to add one. */
export interface Cause<E extends Evidence = Evidence> {
  readonly id: CauseId
  /** Fixed text without host, user or key in it: annotation titles are not masked by the runner. */
  readonly title: string
  readonly severity: Severity
  /** The input whose workflow line the annotation should stand on; null for our `uses:` line. */
  readonly pointsAt: InputName | null | ((evidence: E) => InputName | null)
  /** For what a later step of the job has wrong: the line of the workflow file that holds it. */
  readonly line?: (evidence: E) => number
  readonly page: Page
  /** Null when the facts do not show this cause. A fact that was not observed never shows one. */
  judge(facts: Facts): Judgement<E> | null
  explain(evidence: E, facts: Facts): Explanation
}

/** A judged and worded cause: what reports show. */
export interface Finding<Id extends CauseId | ServerCauseId = CauseId | ServerCauseId> {
  readonly id: Id
  readonly stage: Stage
  /** Which server it is about. */
  readonly hop: Hop
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
export type OutsideFinding = Finding<CauseId>

/** A cause with its evidence type closed over, so that the catalog is one plain list. */
export interface CatalogEntry {
  readonly id: CauseId
  readonly stage: Stage
  readonly title: string
  readonly severity: Severity
  readonly page: Page
  find(facts: Facts): OutsideFinding | null
}

/** Closes over the evidence type: judge first, then word. */
export function defineCause<E extends Evidence>(cause: Cause<E>): CatalogEntry {
  const stage = stageOf(cause.id)
  return {
    id: cause.id,
    stage,
    title: cause.title,
    severity: cause.severity,
    page: cause.page,
    find(facts) {
      const judgement = cause.judge(facts)
      if (!judgement) return null
      const { evidence } = judgement
      const severity = judgement.severity ?? cause.severity
      return {
        id: cause.id,
        stage,
        hop: stage === 'proxy' ? 'proxy' : 'target',
        title: cause.title,
        severity,
        certainty: judgement.certainty,
        evidence,
        pointsAt: typeof cause.pointsAt === 'function' ? cause.pointsAt(evidence) : cause.pointsAt,
        ...(cause.line && { line: cause.line(evidence) }),
        candidates: judgement.candidates ?? [],
        explains: judgement.explains ?? [],
        masksLater: judgement.masksLater ?? severity === 'error',
        explanation: cause.explain(evidence, facts),
      }
    },
  }
}

type StageOf<Id extends CauseId> = Id extends `${infer S extends Stage}/${string}` ? S : never

export function stageOf<Id extends CauseId>(id: Id): StageOf<Id>
export function stageOf(id: CauseId): string {
  return id.slice(0, id.indexOf('/'))
}

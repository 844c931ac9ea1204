/** What a cause gives: the finding that reports show, its parts, and the page of the cause. */
import type { InputName } from '../facts'
import type { CauseId, ServerCauseId } from '../facts/cause-ids'
import type { HopStage } from '../facts/stages'
import type { Words } from '../text/words'

/** proved: the observation admits no other cause; likely: others are far less probable; possible: one of several. */
export type Certainty = 'proved' | 'likely' | 'possible'

/** error: the deploy will fail; warning: it may, or will one day; notice: good to know, never the `cause`. */
export type Severity = 'error' | 'warning' | 'notice'

/** Where a fix is made. computer: that of whoever reads the report. host: a question to the hosting provider. */
export type Place = 'workflow' | 'computer' | 'panel' | 'server' | 'network' | 'host'

/** The YAML value of each input, in the order of the lines. A comment may follow a value. */
export type InputLines = Partial<Readonly<Record<InputName, string>>>

/** Something to copy. */
export interface Paste {
  /** As GitHub's code fences name it. */
  readonly language: 'sh' | 'yaml' | 'diff' | 'text'
  readonly text: string
  /** What the text sets, when it is lines for the `with:` of the preflight step; see fixes/with-block.ts. */
  readonly inputs?: InputLines
}

/** One thing to do in one place. */
export interface Fix {
  readonly place: Place
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
  /** How this program distinguishes it from similar causes. */
  readonly detection: string
  /** The first thing to do about it: one sentence or two. The messages that clients show for it are in src/knowledge/messages. */
  readonly firstMove: string
}

/**
 * Whether the server is tried again. uncounted: no SSH server answered the attempt, so none can log it. A number: the port answered,
 * and an attempt counts as so many failed logins at most, by fail2ban's aggressive mode. once: a credential was refused, and is
 * tried once more, as on the first boot of a machine the user and the key come after sshd.
 */
export type Retry = 'uncounted' | 1 | 2 | 'once'

/** What holds for a cause wherever it is found. Findings carry it to whoever acts on them. */
export interface Traits {
  /** With `wait`: whether the server is tried again. Absent where it is not. */
  readonly retry?: Retry
  /** The fault may be on the jump host or on the target: the fix says on which. */
  readonly isOfEitherHop?: true
  /** The server itself said all that there is to say, so the check on the server is not asked. */
  readonly saysAll?: true
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

import type { InputName, InputProblem } from '../../facts'
import { say, type Words } from '../../text/words'
import { inWorkflow } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import type { View } from '../view'
import type { Explanation } from '../finding'

/** For one form of a wrong value: what it is, and what to do. */
export interface FormWords {
  readonly verdict: Words
  readonly what: Words
}

type ProblemOf<Kind extends InputProblem['kind']> = Extract<InputProblem, { kind: Kind }>

/** The problems of one kind, in the order in which the inputs were read. */
export function problemsOf<Kind extends InputProblem['kind']>(
  { input }: View,
  kind: Kind,
): readonly ProblemOf<Kind>[] {
  return input.problems.filter((problem): problem is ProblemOf<Kind> => problem.kind === kind)
}

/** Explains a wrong value. `value` is the right one, as a line to copy and as a change; null where it is not known. */
export function wrongValue(
  { verdict, what }: FormWords,
  observed: readonly Words[],
  input: InputName,
  value: string | null,
): Explanation {
  return {
    verdict,
    why: say`the value itself shows it; nothing was sent.`,
    observed,
    fixes: [inWorkflow(what, value === null ? undefined : withBlock({ [input]: value }))],
    ...(value !== null && { change: { input, value } }),
  }
}

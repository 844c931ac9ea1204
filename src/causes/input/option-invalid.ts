import { inputName, list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { clip } from '../readings/clip'
import { problemsOf } from '../readings/input-problems'

export const optionInvalid = defineCause({
  id: 'input/option-invalid',
  title: 'Invalid value for an option',
  severity: 'error',
  page: {
    means:
      'An option of the step has a value that it does not accept: a word that is not in its list, or a duration that cannot be read. The step stops there and does not guess what was meant.',
    detection:
      'The value itself shows it. The table of inputs in the README lists what each option accepts. No client shows a message for it: only this program has these options.',
    firstMove: 'Compare the value with the example in the documentation of the input.',
  },
  lookalikes: {
    'A value that a newer version accepts': 'The list of values is that of this version.',
  },
  needs: [],
  judge(view) {
    const problems = problemsOf(view, 'option-invalid')
    if (problems.length === 0) return null
    return {
      certainty: 'proved',
      evidence: {
        inputs: problems.map(({ input }) => input),
        shown: problems.map(({ shown }) => shown),
        expected: problems.map(({ expected }) => expected),
      },
    }
  },
  explain({ inputs, shown, expected }) {
    const names = inputs.map(inputName)
    return {
      verdict:
        names.length > 1
          ? say`${names.length} options have values that they do not accept: ${list(names, ', ', ' and ')}`
          : say`${list(names)} has a value that it does not accept`,
      why: say`the value itself shows it; nothing was sent.`,
      observed: names.map((name, index) => say`${name} is ${clip(shown[index] ?? '', 80)}.`),
      fixes: names.map((name, index) =>
        inWorkflow(say`${name} accepts ${literal(expected[index] ?? 'another value')}.`),
      ),
    }
  },
  pointsAt: (evidence) => evidence.inputs[0] ?? null,
})

import { author } from '../fixes/build'
import { inputName, list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
export const optionInvalid = defineCause({
  id: 'input/option-invalid',
  title: 'An option has a value that it does not take',
  severity: 'error',
  page: {
    means:
      'An option of the step has a value outside of what it takes: a word that is not in its list, or a duration that cannot be read. The step stops there, instead of guessing what was meant.',
    detection:
      'The value itself shows it. The table of inputs in the README lists what each takes. No client shows a message for it: only this program has these options.',
    alsoSeenAs: [],
  },
  needs: [],
  judge({ input }) {
    const problems = input.problems.filter((each) => each.kind === 'option-invalid')
    if (problems.length === 0) return null
    return {
      certainty: 'proved',
      evidence: {
        inputs: problems.map((problem) => problem.input),
        shown: problems.map(({ shown }) => shown),
        expected: problems.map(({ expected }) => expected),
      },
    }
  },
  explain({ inputs, shown, expected }) {
    const names = inputs.map(inputName)
    const [first = say`option`] = names
    return {
      verdict:
        names.length > 1
          ? say`${names.length} options have values that they do not take: ${list(names, ', ', ' and ')}`
          : say`${first} has a value that it does not take`,
      why: say`the value itself shows it; nothing was sent.`,
      observed: inputs.map(
        (name, index) => say`${inputName(name)} is ${clip(shown[index] ?? '', 80)}.`,
      ),
      fixes: inputs.map((name, index) =>
        author(say`${inputName(name)} takes ${literal(expected[index] ?? 'another value')}.`),
      ),
    }
  },
  pointsAt: (evidence) => evidence.inputs[0] ?? null,
})

import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { clip } from '../readings/clip'
import { problemsOf, wrongValue } from '../readings/input-problems'

export const portInvalid = defineCause({
  id: 'input/port-invalid',
  title: 'Invalid port number',
  severity: 'error',
  page: {
    means:
      'The value of `port` (or the part after the colon in `host`) is not a whole number from 1 to 65535. Clients stop with their own error, or silently use another port.',
    detection: 'The value itself shows it, before anything is sent.',
    firstMove:
      'Write the port as a number only, such as `22`. Save the secret again without a newline.',
  },
  lookalikes: { 'A port that is closed': 'The value is no number from 1 to 65535.' },
  needs: [],
  judge(view) {
    const [problem] = problemsOf(view, 'port-invalid')
    if (!problem) return null
    const { input, shown } = problem
    return { certainty: 'proved', evidence: { input, shown, suggestion: onlyPort(shown) } }
  },
  explain({ input, shown, suggestion }) {
    const words = {
      verdict: say`The port is not a number from 1 to 65535`,
      what:
        suggestion === null
          ? say`Write a number. The usual port of SSH is 22; hosting providers show theirs in the control panel.`
          : say`Write only the number: ${suggestion}.`,
    }
    const observed = [
      input === 'host'
        ? say`The part after the colon in ${inputName('host')} is ${clip(shown, 40)}.`
        : say`The ${inputName(input)} input is ${clip(shown, 40)}.`,
    ]
    if (input !== 'host' && suggestion !== null)
      return wrongValue(words, observed, input, suggestion)
    const paste = withBlock({ [input === 'host' ? 'port' : input]: suggestion ?? '22' })
    return { ...wrongValue(words, observed, input, null), fixes: [inWorkflow(words.what, paste)] }
  },
  pointsAt: (evidence) => evidence.input,
})

/** The number in the value, when there is exactly one and it can be a port. */
function onlyPort(shown: string): string | null {
  if (/[-.]/.test(shown)) return null
  const [first, ...others] = shown.match(/\d+/g) ?? []
  if (first === undefined || others.length > 0) return null
  const port = Number(first)
  return port >= 1 && port <= 65_535 ? String(port) : null
}

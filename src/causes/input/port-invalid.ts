import { author } from '../fixes/build'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { withBlock } from '../fixes/with-block'
export const portInvalid = defineCause({
  id: 'input/port-invalid',
  title: 'The port is not a port number',
  severity: 'error',
  page: {
    means:
      'The value of `port` (or the part behind the colon in `host`) is not a whole number from 1 to 65535. Clients stop with an error of their own, or silently use another port.',
    detection: 'The value itself shows it, before anything is sent.',
    alsoSeenAs: [
      'invalid port',
      'Bad port',
      'strconv.Atoi: parsing',
      'Port should be >= 0 and < 65536',
    ],
  },
  needs: [],
  judge({ input }) {
    const problem = input.problems.find((each) => each.kind === 'port-invalid')
    if (problem?.kind !== 'port-invalid') return null
    const evidence = {
      input: problem.input,
      shown: problem.shown,
      suggestion: onlyPort(problem.shown),
    }
    return { certainty: 'proved', evidence }
  },
  explain({ input, shown, suggestion }) {
    const value = suggestion ?? '22'
    const change = { input, value }
    return {
      verdict: say`The port is not a number from 1 to 65535`,
      why: say`the value itself shows it; nothing was sent.`,
      observed: [
        input === 'host'
          ? say`Behind the colon in ${inputName('host')} stands ${clip(shown, 40)}.`
          : say`The ${inputName(input)} input is ${clip(shown, 40)}.`,
      ],
      fixes: [
        author(
          suggestion === null
            ? say`Write a number. The usual port of SSH is 22; hosting providers show theirs in the control panel.`
            : say`Write the number alone: ${suggestion}.`,
          withBlock({ [input === 'host' ? 'port' : input]: value }),
        ),
      ],
      ...(suggestion === null || input === 'host' ? {} : { change }),
    }
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

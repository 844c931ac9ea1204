import { say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { bannerAfterMs } from '../readings/banner'
import {
  literalOf,
  sameIn,
  stepName,
  stepNameFirst,
  stepsToThisHost,
} from '../readings/following-steps'

export const connectTimeout = defineCause({
  id: 'deploy/connect-timeout',
  title: 'The deploy times out before the server answers',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The command of the deploy has `ConnectTimeout`, which in OpenSSH bounds the TCP connection and the wait for the SSH banner together. The server took longer than that for its banner: it looks up the name of the client first, it is busy, or a proxy is in front of it. So the deploy ends before the login.',
    detection:
      'The time from the start of the connection to the first byte of the banner was measured. It was compared with the option in the workflow file. Where the two are close, this is a warning.',
    firstMove: 'Raise the timeout of the deploy step.',
  },
  needs: ['tcp', 'banner'],
  judge(view) {
    const took = bannerAfterMs(view)
    if (took === null) return null
    const found = stepsToThisHost(view).flatMap(({ step, client }) => {
      const entry = step.entries.find(({ input }) => input === 'connecttimeout')
      const text = entry ? literalOf(entry.text) : null
      const limitMs = text !== null && /^[1-9]\d{0,4}$/.test(text) ? Number(text) * 1000 : null
      return entry && limitMs !== null && took > limitMs ? [{ step, client, entry, limitMs }] : []
    })
    const [first, ...others] = found
    if (!first) return null
    const { step, client, entry, limitMs } = first
    const isSure = took > limitMs * 1.2 && step.runs === 'always' && !step.mayFail
    return {
      certainty: 'likely',
      severity: isSure ? 'error' : 'warning',
      evidence: {
        line: entry.line,
        stepLine: step.line,
        client: client.id,
        seconds: limitMs / 1000,
        tookMs: took,
        alsoLines: others.map((each) => each.entry.line),
      },
    }
  },
  explain({ stepLine, client, seconds, tookMs, alsoLines }) {
    const enough = Math.max(30, Math.ceil(tookMs / 1000) * 3)
    return {
      verdict: say`The deploy waits ${seconds} s for the server, whose banner came after ${(tookMs / 1000).toFixed(1)} s`,
      why: say`both times are known. Another run may be faster, or slower.`,
      observed: [
        say`${stepNameFirst(stepLine, client)} has ${`ConnectTimeout=${seconds}`}.`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        inWorkflow(
          say`Raise the limit of ${stepName(stepLine, client)}: ${`ConnectTimeout=${enough}`}.`,
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

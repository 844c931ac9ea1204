import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { otherPortLine } from '../fixes/endpoint-line'
import { seePorts } from '../fixes/see-ports'
import { bannerObserved, listenedMs, readBanner } from '../readings/banner'

export const tarpit = defineCause({
  id: 'banner/tarpit',
  title: 'The port is an SSH tarpit (endlessh)',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'Bytes trickle out of the port, line by line or one by one, and never become an SSH banner. That is what a tarpit such as endlessh does to password guessers. The real SSH of such a server is on another port.',
    detection:
      'Bytes kept coming at several moments far apart, for as long as the timeout allows, and none began an SSH identification line. RFC 4253 section 4.2 allows other lines before it, so clients wait forever.',
    firstMove: 'Look up the real SSH port of the server.',
  },
  needs: ['banner'],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.heard.outcome !== 'trickling' || reading.protocol !== null) return null
    return {
      certainty: 'likely',
      evidence: {
        port: view.input.port,
        bytes: reading.heard.bytes,
        waitedMs: listenedMs(view),
      },
    }
  },
  explain({ port, bytes, waitedMs }, view) {
    return {
      verdict: say`Port ${port} sends bytes without end and no SSH banner: most likely a tarpit for password guessers`,
      why: say`${bytes} bytes came in ${duration(waitedMs)}, a few at a time, and they never became an SSH banner. A server behind a very slow line would look like this too.`,
      observed: bannerObserved(view.banner),
      fixes: [
        inWorkflow(say`Write the real port of SSH into the workflow.`, otherPortLine(view)),
        seePorts(view.server, port),
      ],
    }
  },
})

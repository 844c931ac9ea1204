import { admin, author, sh, yaml } from '../fixes/build'
import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { bannerObserved, readBanner } from '../readings/banner'
export const tarpit = defineCause({
  id: 'banner/tarpit',
  title: 'The port is a trap that never finishes its greeting',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'Bytes drip out of the port, line by line or one by one, and never become a greeting. That is what a tarpit such as endlessh does to password guessers. The real SSH of such a server is on another port.',
    detection:
      'Bytes went on coming in several moments far apart, for as long as the timeout allows, and none began an SSH identification line. RFC 4253 section 4.2 allows other lines before it, so that clients wait for ever.',
    alsoSeenAs: [
      'Connection timed out during banner exchange',
      'Timed out while waiting for handshake',
      'endlessh',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.heard?.outcome !== 'trickling' || reading.protocol !== null) return null
    const waitedMs = view.facts.banner.state === 'observed' ? view.facts.banner.ms : 0
    return {
      certainty: 'likely',
      evidence: { port: view.input.port, bytes: reading.heard.bytes, waitedMs },
    }
  },
  explain({ port, bytes, waitedMs }, view) {
    const reading = readBanner(view)
    return {
      verdict: say`Port ${port} sends bytes without end and never greets: most likely a trap for password guessers`,
      why: say`${bytes} bytes came in ${duration(waitedMs)}, a few at a time, and they never became an SSH greeting. A server behind a very slow line would look like this too.`,
      observed: reading ? bannerObserved(reading) : [],
      fixes: [
        author(
          say`Write the real port of SSH into the workflow.`,
          yaml('port: 2222   # the port that the server shows'),
        ),
        admin(
          say`See which port SSH has, and what holds port ${port}.`,
          sh(`sudo sshd -T | grep -i '^port '\nsudo ss -ltnp 'sport = :${String(port)}'`),
        ),
      ],
    }
  },
})

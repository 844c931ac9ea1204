import { admin, author, network } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { bannerObserved, readBanner } from '../readings/banner'
export const bannerSilent = defineCause({
  id: 'banner/silent',
  title: 'The port opens, but no greeting comes',
  severity: 'error',
  pointsAt: 'port',
  retry: 1,
  page: {
    means:
      'The connection opens and then nothing is sent, though an SSH server speaks first. The server hangs or has no memory left, a proxy or load balancer has no server behind it, a firewall lets only the first packets through, or the port belongs to a program that waits for its client.',
    detection:
      'Not one byte came for as long as the timeout allows, also after we had sent our own line. If bytes had come, the finding would be banner/not-ssh or banner/tarpit.',
    alsoSeenAs: [
      'Connection timed out during banner exchange',
      'Timed out while waiting for handshake',
      'ssh: handshake failed: read tcp: i/o timeout',
      'Error reading SSH protocol banner',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.heard?.outcome !== 'silent') return null
    const waitedMs = view.facts.banner.state === 'observed' ? view.facts.banner.ms : 0
    return { certainty: 'proved', evidence: { port: view.input.port, waitedMs } }
  },
  explain({ port, waitedMs }, view) {
    const reading = readBanner(view)
    const system = serverSystems[view.server.system]
    return {
      verdict: say`Port ${port} opens, but no SSH greeting comes`,
      why: say`the connection was open for ${duration(waitedMs)} without a byte, and an SSH server speaks first. Why it is silent can't be told from outside.`,
      observed: reading ? bannerObserved(reading) : [],
      fixes: [
        admin(
          say`Log in by the console of the provider, and see whether the machine is overloaded and what holds the port.`,
          {
            language: system.language,
            text: `uptime; free -m\n${system.listenersOn(port)}\n${system.log}`,
          },
        ),
        author(
          say`See that ${port} is the port of SSH: programs that wait for their client (databases, Remote Desktop) look like this.`,
        ),
        network(
          say`If a load balancer or proxy stands in front, see whether it has a healthy server behind it.`,
        ),
      ],
    }
  },
})

import { admin, author, commands } from '../fixes/build'
import type { View } from '../view'
import { duration, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { pasteLine, portLine } from '../fixes/endpoint-line'
import type { ServerCauseId } from '../../facts/cause-ids'
import { portFix } from '../fixes/ask-provider'
import { candidates } from '../server'
import { allowPort, keptUntil } from '../../knowledge/firewalls'
import { attemptsObserved, readPort, portProbesObserved } from '../readings/port'
import { allowListFixes, providerObserved, providerPort } from '../readings/whose-host'
export const filtered = defineCause({
  id: 'tcp/filtered',
  title: 'A firewall swallows connections to the SSH port',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'The machine is up, but whatever is sent to this port is thrown away without an answer: by a firewall on the server, by the security group or cloud firewall in front of it, or by a ban after failed logins.',
    detection:
      'Nothing came back from this port for many seconds, while other ports of the same address answered. A machine with no such program would refuse at once; a machine that is off would not answer anywhere (that is tcp/silent).',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: Operation timed out',
      'ssh: connect to host example.com port 22: Connection timed out',
      'dial tcp 203.0.113.7:22: i/o timeout',
      'Timed out while waiting for handshake',
      'Network error: Connection timed out',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readPort(view)
    if (reading?.kind !== 'silent' || reading.sshElsewhere.length > 0) return null
    const { answering } = reading
    if (answering.length === 0) return null
    return {
      certainty: 'likely',
      evidence: {
        port: reading.tcp.port,
        address: reading.main.address,
        waitedMs: reading.main.ms,
        answering: answering.map(({ port }) => port),
      },
      candidates: candidates(order(view), view.server),
    }
  },
  explain({ port, waitedMs, answering }, view) {
    const tcp = readPort(view)?.tcp
    const server = view.server
    const usual = providerPort(view)
    const known = portFix(view)
    return {
      verdict: say`The server is up, but a firewall swallows what is sent to port ${port}`,
      why: say`the address answered on port ${literal(answering.join(', '))} and gave no answer on port ${port} within ${duration(waitedMs)}. A port without a program would have refused at once. (A server too busy to take connections looks the same, but rarely for so long.)`,
      observed: [
        ...(tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : []),
        ...(hosted(view)
          ? [
              say`A hosted runner receives no ICMP messages, so a firewall that rejects looks the same here as one that drops.`,
            ]
          : []),
        ...providerObserved(view),
      ],
      fixes: [
        ...(usual === null
          ? known
          : [
              author(
                known[0]?.what ?? say`Use the port of your provider.`,
                pasteLine(portLine(view, usual)),
              ),
            ]),
        admin(
          say`Let port ${port} in. Look first at the firewall or security group in the control panel of the provider, then at the one on the server.${keptUntil(server.system)}`,
          commands(server.system, allowPort(server.system, port)),
        ),
        ...allowListFixes(view),
        author(
          say`If SSH listens on another port, write that into the workflow.`,
          pasteLine(portLine(view, 2222), 'the port that the control panel shows'),
        ),
      ],
    }
  },
})

const hosted = (view: View) => view.runner.environment === 'github-hosted'

function order(view: View): readonly ServerCauseId[] {
  return [
    'server/firewall-drops',
    'server/port-differs',
    ...(hosted(view) ? (['server/firewall-rejects'] as const) : []),
    'server/banned',
  ]
}

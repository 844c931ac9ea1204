import { allowPort, keptUntil } from '../../knowledge/firewalls'
import { duration, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { portLineFix } from '../fixes/ask-provider'
import { onServer, inWorkflow, commands, inPanel } from '../fixes/build'
import { otherPortLine } from '../fixes/endpoint-line'
import type { ServerCauseId } from '../../facts/cause-ids'
import { portObserved, portThat } from '../readings/port'
import {
  allowListFixes,
  loopbackFixes,
  loopbackObserved,
  providerObserved,
  runAgain,
} from '../readings/whose-host'
import { candidates } from '../server'
import type { View } from '../view'

export const filtered = defineCause({
  id: 'tcp/filtered',
  title: 'A firewall silently drops connections to the SSH port',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'The machine is up, but whatever is sent to this port is dropped without an answer: by a firewall on the server, by the security group or cloud firewall in front of it, or by a ban after failed logins.',
    detection:
      'Nothing came back from this port for many seconds, while other ports of the same address answered. A machine with no such program would refuse at once; a machine that is off would not answer anywhere (that is tcp/silent).',
    firstMove:
      'See whether the firewall of the host allows the addresses of GitHub runners, which change.',
  },
  needs: ['tcp'],
  judge(view) {
    const reading = portThat(view, 'silent')
    if (!reading || reading.answering.length === 0) return null
    const { tcp, main, answering } = reading
    return {
      certainty: 'likely',
      evidence: {
        port: tcp.port,
        address: main.address,
        waitedMs: main.ms,
        answering: answering.map(({ port }) => port),
      },
      candidates: candidates(order(view), view.server),
    }
  },
  explain({ port, address, waitedMs, answering }, view) {
    const { system } = view.server
    return {
      verdict: say`A firewall silently drops connections to port ${port}`,
      why: say`the server is up: it answered on port ${literal(answering.join(', '))}. Port ${port} gave no answer within ${duration(waitedMs)}. A port without a program would have refused at once. A very busy server looks the same, but rarely for so long.`,
      observed: [
        ...portObserved(view.tcp),
        ...(isHosted(view)
          ? [
              say`A hosted runner receives no ICMP messages, so a firewall that rejects looks the same here as one that drops.`,
            ]
          : []),
        ...loopbackObserved(view, address),
        ...providerObserved(view),
      ],
      fixes: [
        ...loopbackFixes(view, address),
        ...portLineFix(view),
        inPanel(
          say`Allow port ${port} (TCP) in the firewall or security group of the server. Some hosts have a switch for SSH, or a list of addresses that may use it.`,
        ),
        ...runAgain(view),
        onServer(
          say`Allow port ${port} in the firewall of the server.${keptUntil(system)}`,
          commands(system, allowPort(system, port)),
        ),
        ...allowListFixes(view),
        inWorkflow(
          say`If SSH listens on another port, write that into the workflow.`,
          otherPortLine(view),
        ),
      ],
    }
  },
})

const isHosted = ({ runner }: View) => runner.environment === 'github-hosted'

function order(view: View): readonly ServerCauseId[] {
  return [
    'server/firewall-drops',
    'server/port-differs',
    ...(isHosted(view) ? (['server/firewall-rejects'] as const) : []),
    'server/banned',
  ]
}

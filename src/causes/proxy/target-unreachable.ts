import { networkCommands } from '../../knowledge/network-commands'
import { duration, inputName, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, inNetwork } from '../fixes/build'
import { wordFor } from '../fixes/quoted'
import { clip } from '../readings/clip'
import { openFailure, unforwarded } from '../readings/forwarding'
import { candidates } from '../server'
import type { View } from '../view'
import type { Fix } from '../finding'

type Reach = 'refused' | 'timed-out' | 'unknown-name' | 'no-route' | 'rejected' | 'silent' | 'other'

export const targetUnreachable = defineCause({
  id: 'proxy/target-unreachable',
  title: 'The jump host cannot reach the target',
  severity: 'error',
  retry: 'uncounted',
  isOfEitherHop: true,
  page: {
    means:
      'The login to the jump host worked and it forwards, but its own connection to the target failed. Nothing listens there, a firewall between the two drops or rejects the connection, or the jump host cannot resolve the name. The name in `host` is resolved on the jump host, not on the runner, and firewalls must allow the jump host, not the runner.',
    detection:
      'The jump host answered with reason code 2, connect failed, and OpenSSH adds the error of its system. No answer before the timeout means that the jump host still waits for the target. A jump host that does not allow forwarding answers with code 1: proxy/forwarding-refused.',
    firstMove: 'On the jump host, test the target: `nc -zv TARGET 22`.',
  },
  lookalikes: {
    'A jump host that forbids forwarding':
      'The jump host tried to connect, and said that it failed.',
  },
  // The fact is that of the jump host, and the finding is about the way to the target.
  needs: [],
  judge(view) {
    const found = unforwarded(view)
    if (!found) return null
    const { host, port, outcome, refusal } = found.forwarding
    if (outcome !== 'stalled' && refusal?.reason !== openFailure.connectFailed) return null
    const reach = refusal ? reachOf(refusal.text) : 'silent'
    return {
      certainty: refusal ? 'proved' : 'likely',
      evidence: {
        jumpHost: found.jumpHost,
        host,
        port,
        reach,
        text: refusal?.text ?? '',
        waitedMs: found.ms,
      },
      // A port of the target refuses connections for the same reasons as any other.
      candidates:
        reach === 'refused'
          ? candidates(
              [
                'server/service-stopped',
                'server/not-installed',
                'server/port-differs',
                'server/loopback-only',
              ],
              view.server,
            )
          : [],
    }
  },
  explain({ jumpHost, host, port, reach, text, waitedMs }, view) {
    const what = say`a channel to ${host} port ${port}`
    return {
      verdict: verdictOf(reach, jumpHost, host, port),
      why:
        reach === 'silent'
          ? say`the jump host accepted the login and then gave no answer. Most likely it still waits for the target, because a firewall drops the packets. A jump host waits two minutes before it answers.`
          : say`the jump host itself answered that its connection to the target failed.`,
      observed: [
        say`The login on the jump host ${jumpHost} was accepted.`,
        reach === 'silent'
          ? say`Asked for ${what}, it gave no answer within ${duration(waitedMs)}.`
          : say`Asked for ${what}, it answered with reason code 2: ${clip(text)}.`,
      ],
      fixes: fixesOf(reach, host, port, view),
    }
  },
  pointsAt: ({ reach }) => (reach === 'refused' ? 'port' : 'host'),
})

/** strerror and gai_strerror of glibc, musl and BSD, as OpenSSH reports them (channels.c, connect_to_helper). */
function reachOf(text: string): Reach {
  if (/refused/i.test(text)) return 'refused'
  if (/timed out|timeout/i.test(text)) return 'timed-out'
  if (/name|resolution|nodename|no address associated|unknown host/i.test(text))
    return 'unknown-name'
  if (/prohibited|permitted|permission denied/i.test(text)) return 'rejected'
  if (/unreachable|no route|host is down/i.test(text)) return 'no-route'
  return 'other'
}

function verdictOf(reach: Reach, jumpHost: string, host: string, port: number): Words {
  switch (reach) {
    case 'refused':
      return say`Port ${port} of ${host} refuses the jump host ${jumpHost}`
    case 'timed-out':
    case 'silent':
      return say`The jump host ${jumpHost} gets no answer from ${host} port ${port}`
    case 'unknown-name':
      return say`The jump host ${jumpHost} cannot resolve the name ${host}`
    case 'rejected':
      return say`A firewall blocks the jump host ${jumpHost} from ${host} port ${port}`
    case 'no-route':
      return say`The jump host ${jumpHost} has no route to ${host}`
    case 'other':
      return say`The jump host ${jumpHost} cannot connect to ${host} port ${port}`
  }
}

function fixesOf(reach: Reach, host: string, port: number, view: View): readonly Fix[] {
  // What is known of the target's own system is nothing, as it was not reached.
  const { system } = (view.jump ?? view).server
  const name = wordFor(system, host)
  const onJumpHost = networkCommands[system]
  const onTarget = networkCommands[view.server.system]
  const inspect = onServer(
    say`Try the same connection on the jump host. Only the result there counts.`,
    commands(system, onJumpHost.tryPort(name, port)),
  )
  const compare = inWorkflow(
    say`Check ${inputName('host')} and ${inputName('port')}. The jump host uses them, so a private name or address is right here.`,
  )
  const firewall = inNetwork(
    say`Allow the address of the jump host to connect to port ${port} of the target. The address of the runner does not matter.`,
  )
  switch (reach) {
    case 'refused':
      return [
        onServer(
          say`Check on the target itself whether its SSH server runs, and on which port and addresses.`,
          commands(view.server.system, onTarget.sshListeners),
        ),
        compare,
        inspect,
      ]
    case 'unknown-name':
      return [
        compare,
        onServer(
          say`Check how the jump host resolves the name, and add it to its DNS or to its hosts file.`,
          commands(system, onJumpHost.resolve(name)),
        ),
      ]
    case 'timed-out':
    case 'silent':
    case 'rejected':
    case 'no-route':
      return [inspect, firewall, compare]
    case 'other':
      return [inspect, compare, firewall]
  }
}

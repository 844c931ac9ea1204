import { admin, author, network, sh } from '../fixes/build'
import type { View } from '../view'
import { duration, inputName, say, type Words } from '../../text/words'
import { type Candidate, defineCause, type Fix } from '../cause'
import { clip } from '../readings/clip'
import { candidates } from '../server'
import { quoted } from '../fixes/quoted'
import { openFailure, unforwarded } from '../readings/forwarding'

type Reach =
  'refused' | 'timed-out' | 'unknown-name' | 'no-route' | 'rejected' | 'silent' | 'unsaid'
export const targetUnreachable = defineCause({
  id: 'proxy/target-unreachable',
  title: 'The jump host does not reach the target',
  severity: 'error',
  retry: 'unheard',
  isOfEitherHop: true,
  page: {
    means:
      'The login to the jump host worked and it forwards, but its own connection to the target failed: nothing listens there, a firewall between the two drops or rejects it, or the jump host does not know the name. The name in `host` is resolved on the jump host, not on the runner, and firewalls must let the jump host through, not the runner.',
    detection:
      'The jump host answered with reason code 2, connect failed, and OpenSSH adds what its system said. No answer until the time was over means that the jump host is still waiting for the target. A jump host that may not forward answers with code 1: proxy/forwarding-refused.',
    alsoSeenAs: [
      'channel 0: open failed: connect failed: Connection refused',
      'channel 0: open failed: connect failed: Connection timed out',
      'channel 0: open failed: connect failed: No route to host',
      'channel 0: open failed: connect failed: Name or service not known',
      'channel 0: open failed: connect failed: Temporary failure in name resolution',
      'ssh: rejected: connect failed (Connection refused)',
      'ssh: rejected: connect failed (Connection timed out)',
      'stdio forwarding failed',
      'Connection closed by UNKNOWN port 65535',
    ],
  },
  needs: [],
  judge(view) {
    const found = unforwarded(view)
    if (!found) return null
    const { jumpHost, forwarding, ms } = found
    const { host, port, outcome, refusal } = forwarding
    if (outcome !== 'stalled' && refusal?.reason !== openFailure.connectFailed) return null
    return {
      certainty: refusal ? 'proved' : 'likely',
      evidence: {
        jumpHost,
        host,
        port,
        reach: refusal ? reachOf(refusal.text) : 'silent',
        text: refusal?.text ?? '',
        waitedMs: ms,
      },
      candidates: refusal && reachOf(refusal.text) === 'refused' ? whyRefused(view) : [],
    }
  },
  explain({ jumpHost, host, port, reach, text, waitedMs }) {
    return {
      verdict: verdictOf(reach, jumpHost, host, port),
      why:
        reach === 'silent'
          ? say`the jump host let us in and then gave no answer: most likely it is still waiting for the target, which a firewall keeps silent. A jump host waits for two minutes before it says so.`
          : say`the jump host itself answered that its connection to the target failed.`,
      observed: [
        say`The login on the jump host ${jumpHost} was accepted.`,
        reach === 'silent'
          ? say`Asked for a channel to ${host} port ${port}, it gave no answer within ${duration(waitedMs)}.`
          : say`Asked for a channel to ${host} port ${port}, it answered with reason code 2: ${clip(text)}.`,
      ],
      fixes: fixesOf(reach, host, port),
    }
  },
  pointsAt: ({ reach }) => (reach === 'refused' ? 'port' : 'host'),
})

/** What leaves a port without an answerer, on the target as anywhere else. */
function whyRefused(view: View): readonly Candidate[] {
  const ids = ['service-stopped', 'not-installed', 'port-differs', 'loopback-only'] as const
  return candidates(
    ids.map((id) => `server/${id}` as const),
    view.server,
  )
}

/** strerror and gai_strerror of glibc, musl and BSD, as OpenSSH passes them on (channels.c, connect_to_helper). */
function reachOf(text: string): Reach {
  if (/refused/i.test(text)) return 'refused'
  if (/timed out|timeout/i.test(text)) return 'timed-out'
  if (/name|resolution|nodename|no address associated|unknown host/i.test(text))
    return 'unknown-name'
  if (/prohibited|permitted|permission denied/i.test(text)) return 'rejected'
  if (/unreachable|no route|host is down/i.test(text)) return 'no-route'
  return 'unsaid'
}

function verdictOf(reach: Reach, jumpHost: string, host: string, port: number): Words {
  switch (reach) {
    case 'refused':
      return say`Port ${port} of ${host} refuses the jump host ${jumpHost}`
    case 'timed-out':
    case 'silent':
      return say`The jump host ${jumpHost} gets no answer from ${host} port ${port}`
    case 'unknown-name':
      return say`The jump host ${jumpHost} does not know the name ${host}`
    case 'rejected':
      return say`A firewall keeps the jump host ${jumpHost} from ${host} port ${port}`
    case 'no-route':
      return say`The jump host ${jumpHost} has no way to ${host}`
    case 'unsaid':
      return say`The jump host ${jumpHost} cannot connect to ${host} port ${port}`
  }
}

function fixesOf(reach: Reach, host: string, port: number): Fix[] {
  const inspect: Fix = admin(
    say`Try the same on the jump host; what it says there holds, not what it says elsewhere.`,
    sh(`nc -vz -w 5 ${quoted(host)} ${String(port)}`),
  )
  const compare: Fix = author(
    say`Check ${inputName('host')} and ${inputName('port')}: they are meant as the jump host sees them, so a private name or address is right here.`,
  )
  const firewall: Fix = network(
    say`Let the address of the jump host through to port ${port} of the target; the runner's address does not matter.`,
  )
  const listen: Fix = admin(
    say`See on the target itself whether its SSH server runs, and on which port and addresses.`,
    sh("sudo ss -ltnp | grep -iE 'ssh|dropbear'"),
  )
  switch (reach) {
    case 'refused':
      return [listen, compare, inspect]
    case 'unknown-name':
      return [
        compare,
        admin(
          say`See on the jump host what the name gives, and add it to its DNS or to its hosts file.`,
          sh(`getent ahosts ${quoted(host)}`),
        ),
      ]
    case 'timed-out':
    case 'silent':
    case 'rejected':
    case 'no-route':
      return [inspect, firewall, compare]
    case 'unsaid':
      return [inspect, compare, firewall]
  }
}

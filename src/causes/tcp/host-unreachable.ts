import { admin, author, sh } from '../fixes/build'
import { duration, inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { attemptsObserved, readPort, portProbesObserved } from '../readings/port'
export const hostUnreachable = defineCause({
  id: 'tcp/host-unreachable',
  title: 'No machine has this address',
  severity: 'error',
  pointsAt: 'host',
  retry: 'unheard',
  page: {
    means:
      'The network looked for the machine and did not find it: nobody answered to the address in the network where it belongs, or no network of that address is connected. The machine is off, or has another address.',
    detection:
      'The error came only after the about three seconds in which a router (or the runner, in the same network) asks three times who has the address. A firewall rejects within a round trip (that is tcp/rejected).',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: No route to host',
      'connect EHOSTUNREACH',
      'Host is down',
      'Network error: No route to host',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readPort(view)
    if (reading?.kind !== 'absent' || reading.sshElsewhere.length > 0) return null
    const { main } = reading
    const addresses = view.dns?.addresses ?? []
    return {
      certainty: 'likely',
      evidence: {
        address: main.address,
        code: main.code,
        afterMs: main.ms,
        sameNetwork: addresses.some(
          ({ address, onLink }) => address === main.address && onLink === true,
        ),
      },
    }
  },
  explain({ address, code, afterMs, sameNetwork }, view) {
    const tcp = readPort(view)?.tcp
    return {
      verdict: say`No machine answers to the address ${address}`,
      why: sameNetwork
        ? say`the address is in the runner's own network, and after ${duration(afterMs)} of asking nobody there had claimed it.`
        : say`a router on the way answered after ${duration(afterMs)} that it can't reach the address (${code ?? 'unreachable'}).`,
      observed: tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : [],
      fixes: [
        admin(
          say`See whether the machine runs, and which address it has.`,
          sh('ip -brief address'),
        ),
        author(
          say`If it has another address now, write that (or better its name) into ${inputName('host')}.`,
        ),
      ],
    }
  },
})

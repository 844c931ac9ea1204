import { networkCommands } from '../../knowledge/network-commands'
import { duration, inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, commands, inPanel } from '../fixes/build'
import { portObserved, portThat } from '../readings/port'

export const hostUnreachable = defineCause({
  id: 'tcp/host-unreachable',
  title: 'No machine has this address (No route to host)',
  severity: 'error',
  pointsAt: 'host',
  retry: 'uncounted',
  page: {
    means:
      'The network looked for the machine and did not find it. No machine answered for the address in the network where it belongs, or no network of that address is connected. The machine is off, or has another address.',
    detection:
      'The error came only after about three seconds. In that time, a router (or the runner, in the same network) asks three times who has the address. A firewall rejects within a round trip (that is tcp/rejected).',
    firstMove: 'Check the address of the server in the panel of the host.',
  },
  needs: ['tcp'],
  judge(view) {
    const reading = portThat(view, 'absent')
    if (!reading) return null
    const { address, code, ms } = reading.main
    const found = view.dns?.addresses.find((each) => each.address === address)
    return {
      certainty: 'likely',
      evidence: { address, code, afterMs: ms, sameNetwork: found?.onLink === true },
    }
  },
  explain({ address, code, afterMs, sameNetwork }, { tcp, server: { system } }) {
    return {
      verdict: say`No machine answers to the address ${address}`,
      why: sameNetwork
        ? say`the address is in the runner's own network, and no machine there claimed it within ${duration(afterMs)}.`
        : say`a router on the way answered after ${duration(afterMs)} that it cannot reach the address (${code ?? 'unreachable'}).`,
      observed: portObserved(tcp),
      fixes: [
        inPanel(
          say`See in the control panel whether the machine runs. Its own console shows which address it has.`,
          commands(system, networkCommands[system].showAddresses),
        ),
        inWorkflow(
          say`If it has another address now, write that (or better its name) into ${inputName('host')}.`,
        ),
      ],
    }
  },
})

import { showRoute } from '../../knowledge/network-commands'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, lines } from '../fixes/build'
import { attemptsObserved, readPort } from '../readings/port'

export const noRoute = defineCause({
  id: 'tcp/no-route',
  title: 'This runner has no route to the address',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'The machine that runs the job did not send a single packet: it has no route to the address, or its own rules forbid one. So this says nothing about the server. Typical reasons are a VPN that is not up, an address that can only be used inside one network, and a container without a network.',
    detection:
      'The error came at once from the kernel of the runner, and no message came in from the network. A host with only IPv6 addresses has a separate finding (dns/ipv6-only).',
    firstMove: 'Check whether the runner has a network that reaches this address.',
  },
  lookalikes: { 'A firewall on the way': 'The runner itself has no route: nothing was sent.' },
  needs: ['tcp'],
  judge(view) {
    const reading = readPort(view)
    if (reading?.kind !== 'local') return null
    const { address, family, code } = reading.main
    return { certainty: 'proved', evidence: { address, family, code } }
  },
  explain({ address, family, code }, view) {
    const vpn = inWorkflow(
      say`If the address is reached by a VPN, start the VPN in a step before this one, and check that it has a route.`,
      lines(showRoute(view.runner.os, address)),
    )
    return {
      verdict: say`This runner has no route to ${address}`,
      why: say`its own kernel said so at once (${code ?? 'no route'}), before anything was sent.`,
      observed: attemptsObserved(view.tcp),
      fixes:
        family === 6
          ? [
              inWorkflow(
                say`Use an IPv4 address or a name that has one: most runners have no IPv6.`,
              ),
              vpn,
            ]
          : [
              vpn,
              inWorkflow(
                say`Otherwise compare ${inputName('host')} with the address in the control panel of the provider.`,
              ),
            ],
    }
  },
})

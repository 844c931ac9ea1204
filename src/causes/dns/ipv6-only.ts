import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml, inPanel } from '../fixes/build'
import { attemptsObserved, readPort } from '../readings/port'

export const ipv6Only = defineCause({
  id: 'dns/ipv6-only',
  title: 'The host has IPv6 only, and this runner has none',
  severity: 'error',
  page: {
    means:
      'The host has no IPv4 address, and the machine that runs the job has no IPv6. GitHub-hosted runners have none. Many cheap servers have only IPv6. They work from home, but not from a hosted runner.',
    detection: 'All addresses are IPv6, and the kernel of the runner has no route to any of them.',
    firstMove: 'Add an A record (IPv4) for the name, or use a runner that has IPv6.',
  },
  lookalikes: {
    'A name server that answers late':
      'The name has addresses, and all are of IPv6, which this runner does not have.',
  },
  needs: ['dns', 'tcp'],
  judge(view) {
    const { dns, tcp } = view
    if (readPort(view)?.kind !== 'local') return null
    if (!dns.addresses.every(({ family }) => family === 6)) return null
    if (!tcp.attempts.every(({ outcome }) => outcome === 'no-route')) return null
    return {
      certainty: view.runner.hasIpv6 ? 'likely' : 'proved',
      evidence: {
        name: dns.name,
        addresses: dns.addresses.map(({ address }) => address),
        protocol: view.input.protocol,
      },
    }
  },
  explain({ name, addresses, protocol }, view) {
    const hosted = view.runner.environment === 'github-hosted'
    return {
      verdict:
        protocol === 'tcp6'
          ? say`${'protocol: tcp6'} asks for IPv6, and this runner has no IPv6`
          : say`${name} has only IPv6 addresses, and this runner has no IPv6`,
      why: hosted
        ? say`all addresses are IPv6, the kernel had no route to them, and GitHub-hosted runners have no IPv6.`
        : say`all addresses are IPv6, and the kernel of this runner had no route to them.`,
      observed: [
        say`IPv6 addresses found: ${literal(String(addresses.length))}; IPv4 addresses: 0${literal(protocol === 'tcp6' ? ' asked for' : '')}.`,
        ...attemptsObserved(view.tcp),
      ],
      fixes: [
        ...(protocol === 'tcp6'
          ? [
              inWorkflow(
                say`Remove ${'protocol: tcp6'}, so that IPv4 is tried as well.`,
                yaml('protocol: tcp'),
              ),
            ]
          : []),
        inPanel(
          say`Give the server an IPv4 address and an A record. Most providers have one for a small fee.`,
        ),
        inWorkflow(
          say`Or run the job on a self-hosted runner that has IPv6, or connect to the server's network by a VPN in an earlier step.`,
          yaml('runs-on: self-hosted'),
        ),
      ],
      ...(protocol === 'tcp6' && { change: { input: 'protocol', value: 'tcp' } }),
    }
  },
  pointsAt: ({ protocol }) => (protocol === 'tcp6' ? 'protocol' : 'host'),
})

import { type AddressRange } from '../../facts'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, inNetwork, yaml } from '../fixes/build'
import { attemptsObserved, portProbesObserved, readPort } from '../readings/port'
import { isReachedByVpn } from '../readings/whose-host'

/** Ranges that no hosted runner reaches without a VPN, and what they are. */
const notPublic: Readonly<Partial<Record<AddressRange, string>>> = {
  private: 'a private address (RFC 1918)',
  'carrier-grade-nat': 'an address of a shared network or of a VPN such as Tailscale (RFC 6598)',
  'link-local': 'a link-local address, which works only within one network segment',
  'unique-local': 'a private IPv6 address (RFC 4193)',
  unspecified: 'not the address of a machine',
  documentation: 'an address for examples in documentation (RFC 5737, RFC 3849)',
  reserved: 'a reserved address, which no machine on the Internet has',
  multicast: 'a multicast address, which no machine has',
}

export const privateAddress = defineCause({
  id: 'dns/private-address',
  title: 'The host has an address that a hosted runner cannot reach',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'The address works only inside a network (10.x, 172.16.x to 172.31.x, 192.168.x, 100.64.x and similar ranges), or it was copied from an example. A hosted runner is in another network. It cannot reach the address without a VPN.',
    detection:
      'The job runs on a hosted runner that has no VPN and no interface in the network of the address, and nothing answered. A private address is fine on a self-hosted runner, and wherever anything answers.',
    firstMove:
      'Use the public name or address of the server, or a self-hosted runner in its network.',
  },
  needs: ['dns', 'tcp'],
  judge(view) {
    if (view.runner.environment !== 'github-hosted') return null
    const { dns, tcp } = view
    const reading = readPort(view)
    const [first] = dns.addresses
    if (!reading || !first) return null
    // Any answer means that there is a route: a VPN, or a container next to the job.
    const answered =
      tcp.portProbes.some(({ outcome }) => ['connected', 'refused'].includes(outcome)) ||
      !['silent', 'absent', 'local'].includes(reading.kind)
    if (answered) return null
    if (!dns.addresses.every(({ range, onLink }) => range in notPublic && onLink !== true))
      return null
    if (isReachedByVpn(view)) return null
    return {
      certainty: 'likely',
      evidence: {
        name: dns.name,
        address: first.address,
        range: first.range,
        isAddress: dns.literal,
      },
    }
  },
  explain({ name, address, range, isAddress }, view) {
    return {
      verdict: isAddress
        ? say`A hosted runner cannot reach ${address}`
        : say`${name} resolves to ${address}, which a hosted runner cannot reach`,
      why: say`${address} is ${literal(notPublic[range] ?? 'not a public address')}, this runner is in another network, and nothing answered.`,
      observed: [...attemptsObserved(view.tcp), ...portProbesObserved(view.tcp)],
      fixes:
        range === 'documentation'
          ? [
              inWorkflow(
                say`Write the real address or name of the server into ${inputName('host')}.`,
              ),
            ]
          : [
              inWorkflow(say`Use the public address or name of the server.`),
              inWorkflow(
                say`Or run the job inside that network, on a self-hosted runner. A VPN (Tailscale, WireGuard) in an earlier step works, too.`,
                yaml('runs-on: self-hosted'),
              ),
              inNetwork(say`If the server is behind a router, forward a port to it.`),
            ],
    }
  },
})

import { author, network, yaml } from '../fixes/build'
import { type AddressRange } from '../../facts'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { attemptsObserved, readPort, portProbesObserved } from '../readings/port'
/** Ranges that no hosted runner reaches without a VPN, and what they are. */
const notPublic: Readonly<Partial<Record<AddressRange, string>>> = {
  private: 'a private address (RFC 1918)',
  'carrier-grade-nat': 'an address of a shared network or of a VPN such as Tailscale (RFC 6598)',
  'link-local': 'a link-local address, which works on one cable alone',
  'unique-local': 'a private IPv6 address (RFC 4193)',
  unspecified: 'no address of a machine at all',
  documentation: 'an address for examples in texts (RFC 5737, RFC 3849)',
  reserved: 'a reserved address, which nobody has on the Internet',
  multicast: 'a multicast address, which no machine has',
}

export const privateAddress = defineCause({
  id: 'dns/private-address',
  title: 'The host has an address that a hosted runner cannot reach',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'The address is one of those that only work inside a network (10.x, 172.16.x to 172.31.x, 192.168.x, 100.64.x and their like), or one that was copied out of an example. A hosted runner stands in another network, and never gets there without a VPN.',
    detection:
      'The job runs on a hosted runner that has no interface in the network of the address, and nothing answered. On a self-hosted runner, or when anything answers, a private address is fine.',
    alsoSeenAs: [
      'ssh: connect to host 192.168.1.10 port 22: Connection timed out',
      'dial tcp 10.0.0.5:22: i/o timeout',
    ],
  },
  needs: ['dns', 'tcp'],
  judge(view) {
    if (view.runner.environment !== 'github-hosted') return null
    const dns = view.dns
    const reading = readPort(view)
    const first = dns?.addresses[0]
    if (!dns || !reading || !first) return null
    // Any answer means that there is a way: a VPN, or a container beside the job.
    const answered =
      reading.tcp.portProbes.some(({ outcome }) => ['connected', 'refused'].includes(outcome)) ||
      !['silent', 'absent', 'local'].includes(reading.kind)
    if (answered) return null
    if (!dns.addresses.every(({ range, onLink }) => range in notPublic && onLink !== true))
      return null
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
    const tcp = readPort(view)?.tcp
    return {
      verdict: isAddress
        ? say`A hosted runner can't reach ${address}`
        : say`${name} leads to ${address}, which a hosted runner can't reach`,
      why: say`${address} is ${literal(notPublic[range] ?? 'not a public address')}, this runner stands in another network, and nothing answered.`,
      observed: tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : [],
      fixes:
        range === 'documentation'
          ? [author(say`Write the real address or name of the server into ${inputName('host')}.`)]
          : [
              author(say`Use the public address or name of the server.`),
              author(
                say`Or run the job inside that network, on a self-hosted runner. A VPN (Tailscale, WireGuard) in a step before does as well.`,
                yaml('runs-on: self-hosted'),
              ),
              network(say`If the server stands behind a router, forward a port to it.`),
            ],
    }
  },
})

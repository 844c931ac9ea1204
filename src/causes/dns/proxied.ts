import { author, lines, network } from '../fixes/build'
import { proxyName } from '../../knowledge/address-ranges'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { nameFix } from '../fixes/ask-provider'
import { attemptsObserved, readPort, portProbesObserved } from '../readings/port'
export const proxied = defineCause({
  id: 'dns/proxied',
  title: 'The name leads to a web proxy, not to the server',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'The name of the website leads to a proxy in front of the server (Cloudflare, Fastly, GitHub Pages). A proxy passes web traffic on, and no SSH.',
    detection:
      'All addresses lie in the published ranges of such a proxy, and the SSH port did not open there. A few contracts pass SSH on (Cloudflare Spectrum): then the port opens, and this is no fault.',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: Connection timed out',
      'dial tcp 104.16.0.1:22: i/o timeout',
    ],
  },
  needs: ['dns', 'tcp'],
  judge(view) {
    const dns = view.dns
    const reading = readPort(view)
    const first = dns?.addresses[0]
    if (!dns || !first || !reading || reading.sshElsewhere.length > 0) return null
    // An IPv6 address that could not be tried says nothing against the others.
    if (!['silent', 'refused', 'rejected', 'absent'].includes(reading.kind)) return null
    if (!dns.addresses.every(({ range }) => range in proxyName)) return null
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
    const proxy = literal(proxyName[range] ?? 'a proxy')
    return {
      verdict: isAddress
        ? say`${address} is a web proxy of ${proxy}, not the server`
        : say`${name} leads to a web proxy of ${proxy}, not to the server`,
      why: say`${address} is in the published ranges of ${proxy}, which passes the web on and no SSH.`,
      observed: tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : [],
      fixes: [
        ...nameFix(view),
        author(
          say`Put the server's own address into ${inputName('host')}, or the SSH host name that the hosting provider shows.`,
        ),
        network(
          range === 'cloudflare'
            ? say`Or make a second name that leads straight to the server: a record such as ${'ssh.example.com'} with the proxy status "DNS only" (grey cloud).`
            : say`Or make a second name, such as ${'ssh.example.com'}, that leads straight to the server.`,
          lines('ssh   A   ADDRESS-OF-THE-SERVER   ; DNS only'),
        ),
      ],
    }
  },
})

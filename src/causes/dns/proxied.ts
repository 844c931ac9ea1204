import { proxyName } from '../../knowledge/address-ranges'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { nameFix } from '../fixes/ask-provider'
import { inWorkflow, lines, inNetwork } from '../fixes/build'
import { attemptsObserved, portProbesObserved, readPort } from '../readings/port'

export const proxied = defineCause({
  id: 'dns/proxied',
  title: 'The name resolves to a web proxy, not to the server',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'The name of the website resolves to a proxy in front of the server (Cloudflare, Fastly, GitHub Pages). Such a proxy forwards web traffic, and not SSH.',
    detection:
      'All addresses are in the published ranges of such a proxy, and the SSH port did not open there. A few plans forward SSH (Cloudflare Spectrum): then the port opens, and this is no fault.',
    firstMove: 'Use the address of the server itself, or a DNS record that is not proxied.',
  },
  needs: ['dns', 'tcp'],
  judge(view) {
    const { dns } = view
    const reading = readPort(view)
    const [first] = dns.addresses
    if (!first || !reading || reading.sshElsewhere.length > 0) return null
    // An IPv6 address that could not be tried does not contradict the others.
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
    const proxy = literal(proxyName[range] ?? 'a proxy')
    return {
      verdict: isAddress
        ? say`${address} is a web proxy of ${proxy}, not the server`
        : say`${name} resolves to a web proxy of ${proxy}, not to the server`,
      why: say`${address} is in the published ranges of ${proxy}, which forwards web traffic and not SSH.`,
      observed: [...attemptsObserved(view.tcp), ...portProbesObserved(view.tcp)],
      fixes: [
        ...nameFix(view),
        inWorkflow(
          say`Set ${inputName('host')} to the server's own address, or to the SSH host name that the hosting provider shows.`,
        ),
        inNetwork(
          range === 'cloudflare'
            ? say`Or create a second name that resolves to the server itself: a record such as ${'ssh.example.com'} with the proxy status "DNS only" (gray cloud).`
            : say`Or create a second name, such as ${'ssh.example.com'}, that resolves to the server itself.`,
          lines('ssh   A   ADDRESS-OF-THE-SERVER   ; DNS only'),
        ),
      ],
    }
  },
})

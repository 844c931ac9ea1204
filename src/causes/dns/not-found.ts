import { author, network, sh, yaml } from '../fixes/build'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { lookupObserved, nslookup, readLookup } from '../readings/lookup'
/** EAI_NODATA in libuv: the name exists, but not with such an address. */
const noData = -3007

export const notFound = defineCause({
  id: 'dns/not-found',
  title: 'The host name does not exist',
  severity: 'error',
  retry: 'unheard',
  page: {
    means:
      'The name servers answered that there is no such name, or that it has no address. It is mistyped, it was never made or was removed, its domain has run out, or it is known only inside one network.',
    detection:
      'The answer came, and it was no. If no answer had come, the finding would be dns/unavailable.',
    alsoSeenAs: [
      'ssh: Could not resolve hostname example.com: Name or service not known',
      'dial tcp: lookup example.com: no such host',
      'getaddrinfo ENOTFOUND example.com',
      'nodename nor servname provided, or not known',
      'No address associated with hostname',
      'Unable to open connection to example.com: Host does not exist',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readLookup(view)
    if (!reading || reading.says === 'no-answer') return null
    const { dns, code, says, sure } = reading
    const exists =
      dns.error?.errno === noData || [dns.explain?.a, dns.explain?.aaaa].includes('ENODATA')
    return {
      certainty: sure ? 'proved' : 'likely',
      evidence: {
        name: dns.name,
        code,
        lacks: says === 'other-family' ? 'other-family' : exists ? 'no-address' : 'no-name',
        protocol: view.input.protocol,
      },
    }
  },
  explain({ name, code, lacks, protocol }, view) {
    if (lacks === 'other-family') {
      const asked = protocol === 'tcp4' ? 'IPv4' : 'IPv6'
      const has = protocol === 'tcp4' ? 'IPv6' : 'IPv4'
      return {
        verdict: say`${name} has no ${asked} address, and ${`protocol: ${protocol}`} asks for one`,
        why: say`there is an address, but only of ${has}.`,
        observed: [say`The lookup with ${asked} alone ended in ${code}.`],
        fixes: [
          author(
            say`Remove ${`protocol: ${protocol}`}, so that both kinds are tried.`,
            yaml('protocol: tcp'),
          ),
        ],
        change: { input: 'protocol', value: 'tcp' },
      }
    }
    const reading = readLookup(view)
    const hosted = view.runner.environment === 'github-hosted'
    return {
      verdict:
        lacks === 'no-address'
          ? say`The name ${name} exists, but has no address`
          : say`The name ${name} does not exist`,
      why: say`the name servers answered, and said that there is no ${lacks === 'no-address' ? 'address' : 'such name'}.`,
      observed: [
        ...(reading ? lookupObserved(reading) : []),
        ...(name.includes('.')
          ? []
          : [
              say`The name has no dot: such names only work inside one network, or in ${'~/.ssh/config'}, which this runner does not have.`,
            ]),
      ],
      fixes: [
        author(
          say`Compare ${inputName('host')} letter for letter with the name or address in the control panel of the provider.${literal(hosted ? ' A name of an internal network is unknown to a hosted runner.' : '')}`,
          sh(nslookup(name)),
        ),
        network(
          say`If the name is right, make its A record (and see that the domain has not run out).`,
        ),
      ],
    }
  },
  pointsAt: ({ lacks }) => (lacks === 'other-family' ? 'protocol' : 'host'),
})

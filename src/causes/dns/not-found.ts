import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, inNetwork, sh, yaml } from '../fixes/build'
import { lookupObserved, nslookup, readLookup } from '../readings/lookup'

/** EAI_NODATA in libuv: the name exists, but has no address of this family. */
const noData = -3007

export const notFound = defineCause({
  id: 'dns/not-found',
  title: 'The host name does not exist',
  severity: 'error',
  retry: 'uncounted',
  page: {
    means:
      'The name servers answered that the name does not exist, or that it has no address. The name is mistyped, it was never created or was removed, its domain has expired, or it is known only inside one network.',
    detection:
      'A name server answered, and the answer was no. Without an answer, the finding is dns/unavailable.',
    firstMove: 'Look the name up on your computer: `nslookup HOST`.',
  },
  lookalikes: {
    'A resolver that is down':
      'The resolver itself answered that the name, or its address, does not exist.',
  },
  needs: ['dns'],
  judge(view) {
    const reading = readLookup(view)
    if (!reading || reading.says === 'no-answer') return null
    const { dns } = view
    const { code, says, sure } = reading
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
        why: say`the name has only ${has} addresses.`,
        observed: [say`The lookup of only ${asked} addresses ended in ${code}.`],
        fixes: [
          inWorkflow(
            say`Remove ${`protocol: ${protocol}`}, so that both IPv4 and IPv6 are tried.`,
            yaml('protocol: tcp'),
          ),
        ],
        change: { input: 'protocol', value: 'tcp' },
      }
    }
    const hosted = view.runner.environment === 'github-hosted'
    return {
      verdict:
        lacks === 'no-address'
          ? say`The name ${name} exists, but has no address`
          : say`The name ${name} does not exist`,
      why: say`the name servers answered that ${literal(lacks === 'no-address' ? 'it has no address' : 'it does not exist')}.`,
      observed: [
        ...lookupObserved(view.dns, code),
        ...(name.includes('.')
          ? []
          : [
              say`The name has no dot. Such names work only inside one network, or in ${'~/.ssh/config'}, which this runner does not have.`,
            ]),
      ],
      fixes: [
        inWorkflow(
          say`Compare ${inputName('host')} exactly with the name or address in the control panel of the provider.${literal(hosted ? ' A hosted runner does not know the names of an internal network.' : '')}`,
          sh(nslookup(name)),
        ),
        inNetwork(
          say`If the name is right, create its A record, and check that the domain has not expired.`,
        ),
      ],
    }
  },
  pointsAt: ({ lacks }) => (lacks === 'other-family' ? 'protocol' : 'host'),
})

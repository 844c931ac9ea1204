import type { TcpAttempt } from '../../facts'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { author, network } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { attemptsObserved } from '../readings/port'

/** An address that was passed over earlier than this was only slow. */
const slowMs = 1_000

export const partial = defineCause({
  id: 'tcp/partial',
  title: 'Not every address of the host works',
  severity: 'warning',
  pointsAt: 'host',
  page: {
    means:
      'The name has several addresses, and at least one of them did not open the port. Clients that use the broken one first fail or wait, others never notice: the deploy works on some days.',
    detection:
      'Each address is tried separately. An IPv6 address that the runner has no route to does not count: that is no fault of the server.',
    alsoSeenAs: ['Connection timed out', 'Connection refused', 'works on re-run'],
  },
  needs: ['tcp'],
  judge({ tcp: { connected, attempts } }) {
    if (connected === null) return null
    const failing = new Set(attempts.filter(failed).map(({ address }) => address))
    failing.delete(connected)
    if (failing.size === 0) return null
    return { certainty: 'proved', evidence: { working: connected, failing: [...failing] } }
  },
  explain({ working, failing }, { tcp }) {
    return {
      verdict: say`${working} works, but ${list(failing.map((each) => say`${each}`))} of the same name does not`,
      why: say`each address was tried separately.`,
      observed: attemptsObserved(tcp),
      fixes: [
        network(
          say`Remove the address that does not work from the DNS records of the name, or have the server listen there.`,
        ),
        author(say`Until then, use an address that works.`, withBlock({ host: working })),
      ],
    }
  },
})

function failed({ outcome, ms }: TcpAttempt): boolean {
  switch (outcome) {
    case 'refused':
    case 'silent':
    case 'unreachable':
    case 'prohibited':
    case 'reset':
      return true
    case 'abandoned':
      return ms >= slowMs
    case 'connected':
    case 'no-route':
    case 'local-error':
      return false
  }
}

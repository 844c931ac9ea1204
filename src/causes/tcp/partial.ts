import { author, network } from '../fixes/build'
import { type TcpAttempt } from '../../facts'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { attemptsObserved } from '../readings/port'
import { withBlock } from '../fixes/with-block'
/** An address that was passed over this early was slow, and no more than that. */
const slowMs = 1_000

export const partial = defineCause({
  id: 'tcp/partial',
  title: 'Not every address of the host works',
  severity: 'warning',
  pointsAt: 'host',
  page: {
    means:
      'The name has several addresses, and at least one of them did not open the port. Clients that take the broken one first fail or wait, others never notice: the deploy works on some days.',
    detection:
      'Each address is tried on its own. An IPv6 address that the runner has no route to does not count: that is no fault of the server.',
    alsoSeenAs: ['Connection timed out', 'Connection refused', 'works on re-run'],
  },
  needs: [],
  judge(view) {
    const tcp = view.tcp
    const working = tcp?.connected ?? null
    if (!tcp || working === null) return null
    const failing = new Set(tcp.attempts.filter(failed).map(({ address }) => address))
    failing.delete(working)
    if (failing.size === 0) return null
    return {
      certainty: 'proved',
      evidence: { working, failing: [...failing] },
    }
  },
  explain({ working, failing }, view) {
    const tcp = view.tcp
    return {
      verdict: say`${working} works, but ${list(failing.map((each) => say`${each}`))} of the same name does not`,
      why: say`each address was tried on its own.`,
      observed: tcp ? attemptsObserved(tcp) : [],
      fixes: [
        network(
          say`Take the dead address out of the DNS records of the name, or have the server listen there.`,
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

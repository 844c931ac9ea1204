import type { TcpAttempt, TcpOutcome } from '../../facts'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { author, network } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { attemptsObserved } from '../readings/port'

/** Outcomes that are an answer of the address, or of the network about it. */
const answers: readonly TcpOutcome[] = ['refused', 'unreachable', 'prohibited', 'reset']

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
  lookalikes: {
    'A packet that was lost': 'The address, or the network about it, answered with a refusal.',
  },
  needs: ['tcp'],
  judge({ tcp: { connected, attempts } }) {
    if (connected === null) return null
    const failing = new Set(attempts.filter(failed).map(({ address }) => address))
    failing.delete(connected)
    if (failing.size === 0) return null
    // One packet that was lost looks like a dead address. Only an answer is more than that.
    const answered = attempts.some(
      (each) => failing.has(each.address) && failed(each) && answers.includes(each.outcome),
    )
    const silent = attempts.some((each) => failing.has(each.address) && each.outcome === 'silent')
    return {
      certainty: answered ? 'proved' : silent ? 'likely' : 'possible',
      evidence: { working: connected, failing: [...failing], answered },
    }
  },
  explain({ working, failing, answered }, { tcp }) {
    return {
      verdict: answered
        ? say`${working} works, but ${list(failing.map((each) => say`${each}`))} of the same name does not`
        : say`${working} works, but ${list(failing.map((each) => say`${each}`))} of the same name gave no answer`,
      why: answered
        ? say`each address was tried separately.`
        : say`each address was tried separately, and a packet that was lost looks the same: run the job again to see.`,
      observed: attemptsObserved(tcp),
      fixes: [
        network(
          say`If it fails again, remove the address that does not work from the DNS records of the name, or have the server listen there.`,
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

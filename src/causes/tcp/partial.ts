import type { TcpAttempt } from '../../facts'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { author, network, sh } from '../fixes/build'
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
    const others = attempts.filter(({ address }) => address !== connected)
    const failing = addressesOf(others.filter(failed))
    const slow = addressesOf(others.filter(isSlow)).filter((each) => !failing.includes(each))
    // One lost packet delays a connection by a second (RFC 6298 section 2), and says nothing about the address.
    if (failing.length > 0)
      return { certainty: 'proved', evidence: { working: connected, failing, slow } }
    return slow.length > 0
      ? { certainty: 'possible', evidence: { working: connected, failing, slow } }
      : null
  },
  explain({ working, failing, slow }, { tcp }) {
    if (failing.length === 0) {
      const names = list(slow.map((each) => say`${each}`))
      return {
        verdict: say`${working} works, and ${names} of the same name might not`,
        why: say`it had given no answer when the other address opened. One lost packet looks the same as an address that does not work.`,
        observed: attemptsObserved(tcp),
        fixes: [
          author(
            say`Try that address by itself from another machine before you change anything.`,
            sh(slow.map((each) => `nc -vz -w 5 ${each} ${String(tcp.port)}`).join('\n')),
          ),
          network(
            say`If it gives no answer there either, remove it from the DNS records of the name, or have the server listen there.`,
          ),
        ],
      }
    }
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

const addressesOf = (attempts: readonly TcpAttempt[]): readonly string[] => [
  ...new Set(attempts.map(({ address }) => address)),
]

const isSlow = ({ outcome, ms }: TcpAttempt): boolean => outcome === 'abandoned' && ms >= slowMs

function failed({ outcome }: TcpAttempt): boolean {
  switch (outcome) {
    case 'refused':
    case 'silent':
    case 'unreachable':
    case 'prohibited':
    case 'reset':
      return true
    case 'abandoned':
    case 'connected':
    case 'no-route':
    case 'local-error':
      return false
  }
}

import type { TcpAttempt } from '../../facts'
import { duration, list, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, inNetwork, sh, onComputer } from '../fixes/build'
import { quoted } from '../fixes/quoted'
import { withBlock } from '../fixes/with-block'
import { attemptsObserved } from '../readings/port'

/** Linux repeats a SYN after one second and after three: silence for longer is no single packet that was lost. */
const severalSynsMs = 3_000

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
    firstMove: 'Look the name up, and remove the address of a server that no longer exists.',
  },
  lookalikes: {
    'A packet that was lost': 'The address, or the network about it, answered with a refusal.',
  },
  needs: ['tcp'],
  judge({ tcp: { connected, attempts } }) {
    if (connected === null) return null
    const others = attempts.filter((each) => failed(each) && each.address !== connected)
    // A refusal is an answer. Silence is none: a packet may have been lost, or the way is slow.
    const answered = others.filter(({ outcome }) => outcome !== 'silent')
    const [first, ...rest] = answered.length > 0 ? answered : others
    if (!first) return null
    const failing = [...new Set([first, ...rest].map(({ address }) => address))]
    const silentMs = answered.length > 0 ? null : first.ms
    return {
      certainty: silentMs === null ? 'proved' : silentMs < severalSynsMs ? 'possible' : 'likely',
      evidence: { working: connected, failing, silentMs },
    }
  },
  explain({ working, failing, silentMs }, { tcp }) {
    const names = list(failing.map((each) => say`${each}`))
    return {
      verdict:
        silentMs === null
          ? say`${working} works, but ${names} of the same name does not`
          : say`${working} works, but ${names} of the same name gave no answer for ${duration(silentMs)}`,
      why:
        silentMs === null
          ? say`each address was tried separately.`
          : say`each address was tried separately, and the next one was tried while this one was silent. A packet that was lost looks the same.`,
      observed: attemptsObserved(tcp),
      fixes: [
        silentMs !== null &&
          onComputer(
            say`Try that address again: a client that begins with it waits up to two minutes.`,
            sh(`nc -zv -w 10 ${quoted(failing[0] ?? working)} ${String(tcp.port)}`),
          ),
        inNetwork(
          say`Remove the address that does not work from the DNS records of the name, or have the server listen there.`,
        ),
        inWorkflow(say`Until then, use an address that works.`, withBlock({ host: working })),
      ],
    }
  },
})

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

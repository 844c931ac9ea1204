import type { PortProbe, TcpAttempt, TcpFacts, TcpOutcome } from '../../facts'
import { outcomePriority } from '../../knowledge/outcome-priority'
import { duration, list, say, type Words } from '../../text/words'
import type { View } from '../view'

/** How a port that did not open answered. */
export interface PortReading {
  readonly tcp: TcpFacts
  /** The most informative attempt: an answer says more than silence. */
  readonly main: TcpAttempt
  /**
   * refused: by the machine itself, as far as we know. rejected: by a firewall's message. absent: the network found no such
   * machine. local: this runner has no route. reset: the port opened, and was reset at once.
   */
  readonly kind: 'refused' | 'rejected' | 'silent' | 'absent' | 'local' | 'reset'
  /** Other ports of the same host that speak SSH. */
  readonly sshElsewhere: readonly (PortProbe & { readonly identification: string })[]
  /** Other ports that show that the host is up: they opened, or the host itself refused them. */
  readonly alive: readonly PortProbe[]
  /** Other ports that answered, with a firewall's message or in any other way. */
  readonly answering: readonly PortProbe[]
}

/** How the port answered; null when it opened. */
export function readPort({ tcp }: View<'tcp'>): PortReading | null {
  if (tcp.connected !== null) return null
  const rank = ({ outcome, family }: TcpAttempt) => outcomePriority(outcome, family)
  const first = tcp.attempts.toSorted((a, b) => rank(a) - rank(b))[0]
  if (!first) return null
  // A router sends its message only now and then (RFC 1812 section 4.3.2.8), so silence at the second attempt does not refute it.
  const main =
    first.outcome !== 'silent'
      ? first
      : (tcp.attempts.find(
          ({ address, outcome }) => address === first.address && routerMessages.includes(outcome),
        ) ?? first)
  const alive = tcp.portProbes.filter(
    ({ outcome, by }) =>
      outcome === 'connected' || outcome === 'reset' || (outcome === 'refused' && by !== 'icmp'),
  )
  return {
    tcp,
    main,
    kind: kindOf(main, tcp, alive),
    sshElsewhere: tcp.portProbes.flatMap((probe) =>
      probe.identification === null ? [] : [{ ...probe, identification: probe.identification }],
    ),
    alive,
    answering: tcp.portProbes.filter(({ outcome }) =>
      ['connected', 'refused', 'prohibited', 'reset'].includes(outcome),
    ),
  }
}

/** The reading of a port that answered in this way. Null where another port speaks SSH: that is tcp/wrong-port. */
export function portThat(view: View<'tcp'>, kind: PortReading['kind']): PortReading | null {
  const reading = readPort(view)
  return reading?.kind === kind && reading.sshElsewhere.length === 0 ? reading : null
}

function kindOf(main: TcpAttempt, tcp: TcpFacts, alive: readonly PortProbe[]): PortReading['kind'] {
  switch (main.outcome) {
    case 'refused':
      return refusalsOf(main, tcp).every(({ by }) => by === 'icmp') ? 'rejected' : 'refused'
    case 'prohibited':
      return isFailedSearch(main, alive) ? 'absent' : 'rejected'
    case 'unreachable':
      // "Network unreachable" for one port of a machine that answers on others comes from a firewall rule.
      return main.code === 'ENETUNREACH' && alive.length > 0 ? 'rejected' : 'absent'
    case 'silent':
    case 'abandoned':
      return 'silent'
    case 'no-route':
    case 'local-error':
      return 'local'
    case 'connected':
    case 'reset':
      return 'reset'
  }
}

const routerMessages: readonly TcpOutcome[] = ['unreachable', 'prohibited']

/** A firewall answers within a round trip. Only a few satellite links have a longer one. */
const longestRoundTripMs = 700

/**
 * Whether a router searched for the machine in vain. If others ask for the machine too, the answer comes in the middle of a
 * search: later than any firewall's, and sooner than the three seconds of a whole search.
 */
function isFailedSearch({ code, ms }: TcpAttempt, alive: readonly PortProbe[]): boolean {
  return code === 'EHOSTUNREACH' && ms >= longestRoundTripMs && alive.length === 0
}

/** Every refusal by the address of `main`, at the first and the second attempt. */
export function refusalsOf(main: TcpAttempt, tcp: TcpFacts): readonly TcpAttempt[] {
  return tcp.attempts.filter(
    ({ address, outcome }) => address === main.address && outcome === 'refused',
  )
}

/** What the port and the other ports of the host answered. */
export function portObserved(tcp: TcpFacts): readonly Words[] {
  return [...attemptsObserved(tcp), ...portProbesObserved(tcp)]
}

/** What each address answered, and after how long. Two attempts with the same answer are one sentence. */
export function attemptsObserved(tcp: TcpFacts): readonly Words[] {
  const repeats = (a: TcpAttempt, b: TcpAttempt) =>
    a !== b && a.address === b.address && a.outcome === b.outcome && a.by === b.by
  return tcp.attempts.flatMap((attempt) => {
    const again = tcp.attempts.find((other) => repeats(other, attempt))
    if (again !== undefined && again.attempt < attempt.attempt) return []
    const what = say`${attempt.address} port ${tcp.port} ${outcomeWords(attempt)}`
    if (again !== undefined) return [say`${what}, and again at the second attempt.`]
    return [attempt.attempt === 2 ? say`${what}, at the second attempt.` : say`${what}.`]
  })
}

function outcomeWords({ outcome, code, by, ms }: TcpAttempt): Words {
  const after = say`after ${duration(ms)}`
  switch (outcome) {
    case 'connected':
      return say`opened ${after}`
    case 'refused':
      if (by === 'rst') return say`refused the connection ${after}, with a TCP reset`
      if (by === 'icmp') return say`was refused by an ICMP message ${after}`
      return say`refused the connection ${after}`
    case 'prohibited':
      return say`was rejected ${after} (${code ?? 'prohibited'})`
    case 'unreachable':
      return say`was reported as unreachable ${after} (${code ?? 'unreachable'})`
    case 'silent':
      return say`gave no answer within ${duration(ms)}`
    case 'abandoned':
      return say`had given no answer ${after}, when another address opened`
    case 'no-route':
      return say`has no route from this runner (${code ?? 'no route'})`
    case 'local-error':
      return say`could not be tried by this runner (${code ?? 'error'})`
    case 'reset':
      return say`opened and was reset at once`
  }
}

/** What all other ports answered that were probed; nothing when none were. */
export function portProbesObserved(tcp: TcpFacts): readonly Words[] {
  if (tcp.portProbesWhy === 'switched-off')
    return [say`Other ports were not probed (${'probe: false'}).`]
  const probes = tcp.portProbes.map((probe) => {
    const port = probe.role === 'control' ? say`${probe.port} (an unused port)` : say`${probe.port}`
    return say`${port} ${portProbeWords(probe)}`
  })
  return probes.length === 0 ? [] : [say`Other ports of the same address: ${list(probes)}.`]
}

function portProbeWords({ outcome, identification, by }: PortProbe): Words {
  if (identification !== null) return say`speaks SSH (${identification})`
  switch (outcome) {
    case 'connected':
      return say`open`
    case 'refused':
      return by === 'icmp' ? say`refused by an ICMP message` : say`refused`
    case 'prohibited':
      return say`rejected`
    case 'silent':
    case 'abandoned':
      return say`silent`
    case 'unreachable':
    case 'no-route':
    case 'local-error':
      return say`unreachable`
    case 'reset':
      return say`reset`
  }
}

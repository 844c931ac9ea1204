import type { View } from '../view'
import { type PortProbe, type TcpAttempt, type TcpFacts } from '../../facts'
import { outcomePriority } from '../../knowledge/outcome-priority'
import { duration, list, say, type Words } from '../../text/words'

/** What the port stage saw, read once for all causes that judge it. */
export interface PortReading {
  readonly tcp: TcpFacts
  /** The attempt that says most of the host: what answered counts more than what was silent. */
  readonly main: TcpAttempt
  /**
   * refused: by the machine itself as far as can be told. rejected: a firewall's message. absent: the network found no
   * such machine. local: this runner had no way there. reset: it did open, and was reset at once.
   */
  readonly kind: 'refused' | 'rejected' | 'silent' | 'absent' | 'local' | 'reset'
  /** Other ports of the same host that greeted us as SSH. */
  readonly sshElsewhere: readonly (PortProbe & { readonly identification: string })[]
  /** Other ports that showed the host to be up: they opened, or it refused them itself. */
  readonly alive: readonly PortProbe[]
  /** Other ports from which anything came back, a firewall's message included. */
  readonly answering: readonly PortProbe[]
  readonly unusedPort: PortProbe | null
}

/** Null when the port opened, or when it was not looked at. */
export function readPort(view: View): PortReading | null {
  const tcp = view.tcp
  if (tcp?.connected !== null) return null
  const rank = ({ outcome, family }: TcpAttempt) => outcomePriority(outcome, family)
  const first = tcp.attempts.toSorted((a, b) => rank(a) - rank(b))[0]
  if (!first) return null
  // A router says so only now and then (RFC 1812 section 4.3.2.8), so its silence at the second look takes nothing back.
  const main =
    first.outcome !== 'silent'
      ? first
      : (tcp.attempts.find(
          ({ address, outcome }) => address === first.address && routerSays.includes(outcome),
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
    unusedPort: tcp.portProbes.find(({ role }) => role === 'control') ?? null,
  }
}

function kindOf(main: TcpAttempt, tcp: TcpFacts, alive: readonly PortProbe[]): PortReading['kind'] {
  switch (main.outcome) {
    case 'refused':
      return refusalsOf(main, tcp).every(({ by }) => by === 'icmp') ? 'rejected' : 'refused'
    case 'prohibited':
      return isLateMiss(main, alive) ? 'absent' : 'rejected'
    case 'unreachable':
      // "Network unreachable" for one port of a machine that answers on others is a rule, and no missing network.
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

const routerSays: readonly TcpAttempt['outcome'][] = ['unreachable', 'prohibited']

/** A firewall answers within a round trip, which is shorter on all of the internet but a few satellite links. */
const longestRoundTripMs = 700

/**
 * A router that others keep asking for a machine that is off answers in the middle of its own search: later than any
 * firewall, sooner than the three seconds that a whole search takes.
 */
function isLateMiss({ code, ms }: TcpAttempt, alive: readonly PortProbe[]): boolean {
  return code === 'EHOSTUNREACH' && ms >= longestRoundTripMs && alive.length === 0
}

/** Every refusal by the address of `main`, first and second look. */
export function refusalsOf(main: TcpAttempt, tcp: TcpFacts): readonly TcpAttempt[] {
  return tcp.attempts.filter(
    ({ address, outcome }) => address === main.address && outcome === 'refused',
  )
}

/** One sentence an address and try: what it answered, and after how long; one for both tries where they say the same. */
export function attemptsObserved(tcp: TcpFacts): readonly Words[] {
  const repeats = (a: TcpAttempt, b: TcpAttempt) =>
    a !== b && a.address === b.address && a.outcome === b.outcome && a.by === b.by
  return tcp.attempts.flatMap((attempt) => {
    const again = tcp.attempts.find((other) => repeats(other, attempt))
    if (again !== undefined && again.attempt < attempt.attempt) return []
    const what = say`${attempt.address} port ${tcp.port} ${outcomeWords(attempt)}`
    if (again !== undefined) return [say`${what}, and again at the second look.`]
    return [attempt.attempt === 2 ? say`${what}, at the second look.` : say`${what}.`]
  })
}

function outcomeWords({ outcome, code, by, ms }: TcpAttempt): Words {
  const after = say`after ${duration(ms)}`
  switch (outcome) {
    case 'connected':
      return say`opened ${after}`
    case 'refused':
      if (by === 'rst') return say`refused the connection ${after}, with a reset of its own`
      if (by === 'icmp') return say`was refused by an ICMP message ${after}`
      return say`refused the connection ${after}`
    case 'prohibited':
      return say`was rejected ${after} (${code ?? 'prohibited'})`
    case 'unreachable':
      return say`was called unreachable ${after} (${code ?? 'unreachable'})`
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

/** One sentence for all other ports that were looked at; nothing when none were. */
export function portProbesObserved(tcp: TcpFacts): readonly Words[] {
  if (tcp.portProbesWhy === 'switched-off')
    return [say`Other ports were not looked at (${'probe: off'}).`]
  const probes = tcp.portProbes.map((probe) => {
    const port = probe.role === 'control' ? say`${probe.port} (nobody's port)` : say`${probe.port}`
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

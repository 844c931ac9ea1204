import type net from 'node:net'
import type { Clock } from '../clock'
import type { Connections, ConnectResult } from '../connection-budget'
import {
  type Address,
  type InputFacts,
  type PortProbe,
  type TcpAttempt,
  type TcpFacts,
} from '../../facts'
import { ours, oursOrNull, type Raw } from '../../facts/unredacted'
import { timeoutsFor } from '../../network/timeouts'
import { outcomePriority } from '../../knowledge/outcome-priority'
import { probePorts, portsToProbe } from './port-probes'
import { type Fact, notChecked, type NotCheckedReason } from '../../facts/fact'

/** One connect to the SSH port, under way while `result` is null. */
interface Try {
  readonly address: Address
  readonly attemptNumber: 1 | 2
  result: ConnectResult | null
  /** It was silent for so long that the next address got its turn. */
  passedOver: boolean
}

/** What was seen of the port, and the connection when it opened. */
export interface OpenedPort {
  readonly fact: Raw<Fact<TcpFacts>>
  readonly socket: net.Socket | null
  /** Where the socket goes. */
  readonly address: Address | null
}

/**
 * Opens the SSH port. Each address is tried separately, and the first that connects is used, so that a healthy host gets
 * exactly one connection. After a refusal or no answer, a few other ports are probed, and the port itself is tried once more.
 * The socket is open and paused; null when nothing opened.
 */
export async function openPort(
  addresses: readonly Address[],
  input: InputFacts,
  clock: Clock,
  connections: Connections,
): Promise<OpenedPort> {
  const none = (why: NotCheckedReason) => ({ fact: notChecked(why), socket: null, address: null })
  if (addresses.length === 0) return none('stopped')
  if (clock.remainingMs() === 0) return none(whyEnded(clock))

  const startedAt = clock.elapsedMs()
  const timeouts = timeoutsFor(clock.remainingMs(), addresses.length)
  const tries: Try[] = []
  const tryOnce = async (address: Address, attemptNumber: 1 | 2, abandon: AbortSignal) => {
    const attempt: Try = { address, attemptNumber, result: null, passedOver: false }
    tries.push(attempt)
    attempt.result = await connections.open(
      { ...address, port: input.port },
      'ssh',
      Math.min(timeouts.silentMs, clock.remainingMs()),
      AbortSignal.any([abandon, clock.signal]),
    )
    return attempt.result.socket
  }

  const abandonProbes = new AbortController()
  const probing: { probes: Promise<readonly Raw<PortProbe>[]> | null } = { probes: null }
  const startProbes = () => {
    const target = mostInformative(tries)
    if (!input.probe || !target || !probesHelp(target)) return
    probing.probes ??= probePorts(
      target.address,
      portsToProbe(input.host ?? '', input.port),
      timeouts,
      connections,
      AbortSignal.any([abandonProbes.signal, clock.signal]),
    )
  }

  const firstAttempts = { over: false }
  void clock.sleep(timeouts.quietMs).then(() => {
    if (!firstAttempts.over) startProbes()
  })
  const inTime = () => !clock.signal.aborted
  const passOver = (address: Address) => {
    for (const each of tries) if (each.address === address && !each.result) each.passedOver = true
  }
  let socket = await tryInOrder(addresses, tryOnce, passOver, timeouts.nextAddressMs, clock)
  firstAttempts.over = true
  if (!socket && inTime()) {
    startProbes()
    const target = mostInformative(tries)
    if (target && answeredNo(target)) {
      await clock.sleep(timeouts.pauseMs)
      if (inTime()) socket = await tryOnce(target.address, 2, clock.signal)
    }
  }
  if (socket) abandonProbes.abort()
  const portProbes = probing.probes ? await probing.probes : []
  if (clock.cancelled) {
    socket?.destroy()
    return none('cancelled')
  }
  const connected = tries.find(({ result }) => socket !== null && result?.socket === socket)
  const value: Raw<TcpFacts> = {
    port: input.port,
    attempts: tries.flatMap((attempt) => factOf(attempt, socket)),
    connected: oursOrNull(connected?.address.address ?? null),
    portProbes,
    portProbesWhy: probing.probes ? 'made' : whyNoProbes(socket, input, clock),
  }
  const fact = { state: 'observed', value, ms: clock.elapsedMs() - startedAt } as const
  return { fact, socket, address: connected?.address ?? null }
}

/**
 * One address after the other: at once when the one before failed, after `nextMs` while it is still silent and keeps
 * waiting; `passOver` is called then. The first that connects ends the others. Gives its socket, null when every address failed.
 */
function tryInOrder(
  addresses: readonly Address[],
  tryOnce: (address: Address, attemptNumber: 1, abandon: AbortSignal) => Promise<net.Socket | null>,
  passOver: (address: Address) => void,
  nextMs: number,
  clock: Clock,
): Promise<net.Socket | null> {
  return new Promise((resolve) => {
    const abandon = new AbortController()
    const waiting = [...addresses]
    let running = 0
    let opened: net.Socket | null = null
    const startNext = async () => {
      const address = opened || clock.signal.aborted ? undefined : waiting.shift()
      if (!address) return
      running += 1
      let nextStarted = false
      const goOn = () => {
        if (!nextStarted) void startNext()
        nextStarted = true
      }
      void clock.sleep(nextMs).then(() => {
        passOver(address)
        goOn()
      })
      const socket = await tryOnce(address, 1, abandon.signal)
      running -= 1
      if (socket && opened) socket.destroy()
      else if (socket) {
        opened = socket
        abandon.abort()
      }
      goOn()
      if (running === 0) resolve(opened)
    }
    void startNext()
  })
}

/** The kernel may have counted more than one ICMP message for one connect (it repeats the SYN), but hardly more than this. */
const mostMessagesOfOneConnect = 3

function factOf(
  { address, attemptNumber, result, passedOver }: Try,
  used: net.Socket | null,
): Raw<TcpAttempt>[] {
  if (!result) return []
  const { outcome, code, ms, unreachables } = result
  const { family } = address
  const common = {
    address: ours(address.address),
    family,
    attempt: attemptNumber,
    code: oursOrNull(code),
    ms,
  }
  // Two addresses connected in the same instant: one was closed again.
  if (outcome === 'connected' && result.socket !== used)
    return [{ ...common, outcome: 'abandoned', by: null }]
  // However soon the next one then connected: it had its whole turn without an answer.
  if (outcome === 'abandoned' && passedOver) return [{ ...common, outcome: 'silent', by: null }]
  const failedAtOnce = ['refused', 'prohibited', 'unreachable'].includes(outcome)
  if (!failedAtOnce || unreachables === null || unreachables > mostMessagesOfOneConnect)
    return [{ ...common, outcome, by: null }]
  if (unreachables > 0) return [{ ...common, outcome, by: 'icmp' }]
  return [{ ...common, outcome, by: outcome === 'refused' ? 'rst' : null }]
}

/** The attempt whose address is the most informative, for the port probes; null before the first. */
function mostInformative(tries: readonly Try[]): Try | null {
  const rank = ({ address, result }: Try) => outcomePriority(result?.outcome, address.family)
  return tries.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}

/** Other ports say nothing more where this machine has no way, where nobody is found, or where the port did open. */
function probesHelp({ result }: Try): boolean {
  if (!result) return true
  if (result.outcome === 'unreachable') return result.code === 'ENETUNREACH'
  return ['refused', 'prohibited', 'silent', 'abandoned'].includes(result.outcome)
}

/** The kernel repeats a silent connect all the time, so only an answer is worth a second attempt. */
function answeredNo({ result }: Try): boolean {
  return result !== null && ['refused', 'prohibited', 'unreachable'].includes(result.outcome)
}

function whyNoProbes(
  socket: net.Socket | null,
  input: InputFacts,
  clock: Clock,
): TcpFacts['portProbesWhy'] {
  if (socket) return 'connected'
  if (!input.probe) return 'switched-off'
  return clock.signal.aborted ? 'out-of-time' : 'not-useful'
}

function whyEnded(clock: Clock): 'cancelled' | 'out-of-time' {
  return clock.cancelled ? 'cancelled' : 'out-of-time'
}

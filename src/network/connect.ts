import net from 'node:net'
import type { TcpOutcome } from '../facts'
import { countUnreachables } from './kernel-counters'
import { hasRoute } from './route'

/** One TCP connect to one address. */
export interface Destination {
  /** A literal address, with its zone where it needs one (`fe80::1%eth0`). */
  readonly address: string
  readonly port: number
  readonly family: 4 | 6
}

/** What one connect came to. */
export interface ConnectResult {
  readonly outcome: TcpOutcome
  /** Node's error code; null when connected, silent or abandoned. */
  readonly code: string | null
  readonly ms: number
  /**
   * ICMP unreachables of this family that arrived meanwhile; null where the kernel does not say. Zero proves that a
   * refusal came as a RST; more may be other traffic.
   */
  readonly unreachables: number | null
  /** Open and paused, so that no byte is read before somebody listens; null unless connected. */
  readonly socket: net.Socket | null
}

/**
 * Connects once, without happy eyeballs, and never throws. `abandon` ends it early. An `error` listener stays on the
 * socket for good, so that a late reset cannot end the process: whoever listens later finds it in `socket.errored`.
 */
export function connect(
  to: Destination,
  timeoutMs: number,
  abandon: AbortSignal,
): { readonly socket: net.Socket; readonly result: Promise<ConnectResult> } {
  const startedAt = performance.now()
  const before = countUnreachables()
  const socket = new net.Socket()
  socket.pause()
  socket.setNoDelay()
  const result = new Promise<ConnectResult>((resolve) => {
    let finished = false
    const finish = (outcome: TcpOutcome | null, error: NodeJS.ErrnoException | null) => {
      if (finished) return
      finished = true
      clearTimeout(timer)
      abandon.removeEventListener('abort', giveUp)
      socket.removeListener('connect', connected)
      const after = before === null ? null : countUnreachables()
      const unreachables =
        before !== null && after !== null ? after[to.family] - before[to.family] : null
      const ms = Math.round(performance.now() - startedAt)
      const code = error?.code ?? null
      if (outcome !== 'connected') socket.destroy()
      const end = (routed: boolean | null) => {
        resolve({
          outcome: outcome ?? outcomeOf({ code, family: to.family, ms, unreachables, routed }),
          code,
          ms,
          unreachables,
          socket: outcome === 'connected' ? socket : null,
        })
      }
      // macOS and Windows count no messages, and macOS has the same error for an address without a route.
      if (code === 'EHOSTUNREACH' && unreachables === null) void hasRoute(to).then(end)
      else end(null)
    }
    const giveUp = () => {
      finish('abandoned', null)
    }
    const connected = () => {
      finish('connected', null)
    }
    const timer = setTimeout(() => {
      finish('silent', null)
    }, timeoutMs)
    socket.once('connect', connected)
    socket.on('error', (error) => {
      finish(null, error)
    })
    if (abandon.aborted) {
      giveUp()
      return
    }
    abandon.addEventListener('abort', giveUp, { once: true })
    try {
      const { address: host, port, family } = to
      socket.connect({ host, port, family, autoSelectFamily: false })
    } catch (error) {
      // What Node itself refuses, such as a port beyond 65535.
      finish(null, error instanceof Error ? error : new Error(String(error)))
    }
  })
  return { socket, result }
}

/** From here on an EHOSTUNREACH is a machine that nobody found: Linux asks three times, a second each (ARP, NDP). */
const neighborLookupMs = 2_500

/**
 * What an error of connect(2) means. Measured on Linux: a local route that forbids or lacks a way answers at once
 * without an ICMP message; a firewall's prohibition comes as one (EHOSTUNREACH, and EACCES over IPv6).
 */
export function outcomeOf(failure: {
  readonly code: string | null
  readonly family: 4 | 6
  readonly ms: number
  readonly unreachables: number | null
  /** Whether this machine has a route to the address; null where nobody asked. */
  readonly routed: boolean | null
}): TcpOutcome {
  const byMessage = failure.unreachables !== null && failure.unreachables > 0
  const local = failure.unreachables === 0
  switch (failure.code) {
    case 'ECONNREFUSED':
      return 'refused'
    case 'EHOSTUNREACH':
      if (failure.routed === false) return 'no-route'
      if (failure.ms >= neighborLookupMs) return 'unreachable'
      return local ? 'no-route' : 'prohibited'
    case 'ENETUNREACH':
      return byMessage ? 'unreachable' : 'no-route'
    case 'EACCES':
      return local || failure.family === 4 ? 'local-error' : 'prohibited'
    case 'ENOPROTOOPT':
      return 'prohibited'
    case 'EHOSTDOWN':
      return 'unreachable'
    // The handshake was complete before the reset: a reset of the SYN itself is ECONNREFUSED.
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return 'reset'
    case 'ETIMEDOUT':
      return 'silent'
    case 'EAFNOSUPPORT':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
      return 'no-route'
    default:
      return 'local-error'
  }
}

import type net from 'node:net'
import { connect, type ConnectResult, type Destination } from '../network/connect'

export type { ConnectResult, Destination } from '../network/connect'

/** The connection budget of one preflight: every socket of the program is opened through it, counted, and closed by it. */
export interface Connections {
  /**
   * One TCP connect, without happy eyeballs; never rejects. `kind` says how it is counted once it opens. `abandon`
   * gives it up early (outcome `abandoned`), as does closeAll.
   */
  open(
    to: Destination,
    kind: 'ssh' | 'port-probe',
    timeoutMs: number,
    abandon?: AbortSignal,
  ): Promise<ConnectResult>
  readonly counted: {
    /** TCP connections that reached the SSH port, those that a jump host made for us included. */
    readonly connections: number
    /** Looks at other ports, whatever became of them. */
    readonly portProbes: number
  }
  /** A jump host connected to the target for us. */
  forwarded(): void
  /** A port probe got an SSH banner: that server may count it as a failed login. */
  bannerSeenElsewhere(): void
  /** This connection ended in a login, so it is no failed login. */
  loggedIn(): void
  /** Failed logins that fail2ban may count in its aggressive mode for the connections: one for each that did not end in a login. */
  failedLogins(): number
  /** Gives up every attempt and destroys every open socket. */
  closeAll(): void
}

export function trackConnections(): Connections {
  const open = new Set<net.Socket>()
  const closing = new AbortController()
  let connections = 0
  let portProbes = 0
  let bannersElsewhere = 0
  let logins = 0
  return {
    open: async (to, kind, timeoutMs, abandon) => {
      const ended = abandon ? AbortSignal.any([abandon, closing.signal]) : closing.signal
      if (kind === 'port-probe' && !ended.aborted) portProbes += 1
      const { socket, result } = connect(to, timeoutMs, ended)
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      const reached = await result
      // A server that accepts and resets at once was reached anyway.
      if (kind === 'ssh' && ['connected', 'reset'].includes(reached.outcome)) connections += 1
      return reached
    },
    get counted() {
      return { connections, portProbes }
    },
    forwarded: () => {
      connections += 1
    },
    bannerSeenElsewhere: () => {
      bannersElsewhere += 1
    },
    loggedIn: () => {
      logins += 1
    },
    failedLogins: () => Math.max(0, connections - logins) + bannersElsewhere,
    closeAll: () => {
      closing.abort()
      for (const socket of open) socket.destroy()
    },
  }
}

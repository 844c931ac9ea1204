import net from 'node:net'
import { type Clock, startClock } from '../../../../src/preflight/clock'
import { type Connections, trackConnections } from '../../../../src/preflight/connection-budget'
import type { Address, InputFacts } from '../../../../src/facts'
import { healthy } from '../../../fixtures/healthy'
import type { Fact } from '../../../../src/facts/fact'

/** A server on a loopback address, and all that it was asked. */
export interface Listener {
  readonly port: number
  readonly address: string
  /** Connections so far. */
  readonly accepted: () => number
  /** What clients sent, joined. */
  readonly received: () => string
  close(): Promise<void>
}

/** Starts a TCP server; loopback has all of 127.0.0.0/8 (on Linux) and ::1. */
export async function listenOn(
  behavior: (socket: net.Socket) => void,
  address = '127.0.0.1',
  port = 0,
): Promise<Listener> {
  const open = new Set<net.Socket>()
  const chunks: Buffer[] = []
  let accepted = 0
  const server = net.createServer((socket) => {
    accepted += 1
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    behavior(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, resolve)
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('not a TCP server')
  return {
    port: bound.port,
    address,
    accepted: () => accepted,
    received: () => Buffer.concat(chunks).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => {
          resolve()
        })
      }),
  }
}

/** A port of a loopback address on which nothing listens. */
export async function closedPort(address = '127.0.0.1'): Promise<number> {
  const listener = await listenOn(() => undefined, address)
  await listener.close()
  return listener.port
}

export const input = (changes: Partial<InputFacts> = {}): InputFacts => ({
  ...healthy.hops.target.input,
  host: '127.0.0.1',
  ...changes,
})

export const addresses = (...list: readonly string[]): readonly Address[] =>
  list.map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
    range: 'loopback',
  }))

/** Runs with its own clock and connection budget, and releases both. */
export async function within<T>(
  timeoutMs: number,
  run: (tools: {
    readonly clock: Clock
    readonly connections: Connections
    readonly cancel: AbortController
  }) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController()
  const clock = startClock(timeoutMs, cancel.signal)
  const connections = trackConnections()
  try {
    return await run({ clock, connections, cancel })
  } finally {
    connections.closeAll()
    clock.stop()
  }
}

/** The value of an observed fact; anything else fails the test. */
export function valueOf<T>(fact: Fact<T>): T {
  if (fact.state !== 'observed') throw new Error(`not observed: ${JSON.stringify(fact)}`)
  return fact.value
}

import { describe, expect, it } from '@jest/globals'
import { connect, outcomeOf } from '../../../src/network/connect'
import { hasRoute } from '../../../src/network/route'
import { closedPort, listenOn } from '../preflight/stages/loopback'

/** Rows of the table of a Linux client, measured with nftables rules and routes. */
describe('an error of connect', () => {
  it.each([
    ['ECONNREFUSED', 4, 1, 0, 'refused'],
    ['ECONNREFUSED', 4, 1, 1, 'refused'],
    ['EHOSTUNREACH', 4, 1, 1, 'prohibited'],
    ['EHOSTUNREACH', 4, 30, null, 'prohibited'],
    ['EHOSTUNREACH', 6, 1_024, 2, 'prohibited'],
    ['EHOSTUNREACH', 4, 3_059, 1, 'unreachable'],
    ['EHOSTUNREACH', 4, 3_059, null, 'unreachable'],
    ['EHOSTUNREACH', 4, 0, 0, 'no-route'],
    ['ENETUNREACH', 4, 1, 0, 'no-route'],
    ['ENETUNREACH', 4, 1, null, 'no-route'],
    ['ENETUNREACH', 4, 30, 1, 'unreachable'],
    ['EACCES', 6, 1_024, 2, 'prohibited'],
    ['EACCES', 6, 30, null, 'prohibited'],
    ['EACCES', 6, 0, 0, 'local-error'],
    ['EACCES', 4, 0, null, 'local-error'],
    ['EINVAL', 4, 0, 0, 'local-error'],
    ['ENOPROTOOPT', 4, 30, 1, 'prohibited'],
    ['EADDRNOTAVAIL', 6, 0, 0, 'no-route'],
    ['ECONNRESET', 4, 30, 0, 'reset'],
    ['ETIMEDOUT', 4, 21_000, 0, 'silent'],
    [null, 4, 0, 0, 'local-error'],
  ] as const)(
    '%s over IPv%d after %d ms with %j ICMP messages',
    (code, family, ms, icmp, outcome) => {
      expect(outcomeOf({ code, family, ms, unreachables: icmp, routed: null })).toBe(outcome)
    },
  )

  it.each([
    [false, 'no-route'],
    [true, 'prohibited'],
  ])('EHOSTUNREACH of macOS, with a route: %s', (routed, outcome) => {
    const failure = { code: 'EHOSTUNREACH', family: 6, ms: 1, unreachables: null, routed } as const
    expect(outcomeOf(failure)).toBe(outcome)
  })

  it('asks this machine for its route', async () => {
    expect(await hasRoute({ address: '127.0.0.1', port: 22, family: 4 })).toBe(true)
    // An address of the other family has none on any machine.
    expect(await hasRoute({ address: '127.0.0.1', port: 22, family: 6 })).toBe(false)
  })
})

describe('one connect', () => {
  const never = new AbortController().signal

  it('gives a paused socket that survives a late reset', async () => {
    const server = await listenOn((socket) => {
      socket.write('hello')
      setTimeout(() => socket.resetAndDestroy(), 50)
    })
    const { result } = connect({ address: '127.0.0.1', port: server.port, family: 4 }, 1_000, never)
    const { outcome, socket } = await result
    expect(outcome).toBe('connected')
    expect(socket?.isPaused()).toBe(true)
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    socket?.resume()
    await closed
    expect(socket?.errored).toMatchObject({ code: 'ECONNRESET' })
    await server.close()
  })

  it('gives what Node itself refuses as an error of this machine', async () => {
    const { result } = connect({ address: '127.0.0.1', port: 70_000, family: 4 }, 1_000, never)
    expect(await result).toMatchObject({ outcome: 'local-error', socket: null })
  })

  it('is over when it was abandoned', async () => {
    const abandon = new AbortController()
    abandon.abort()
    const port = await closedPort()
    const { result, socket } = connect(
      { address: '127.0.0.1', port, family: 4 },
      1_000,
      abandon.signal,
    )
    expect(await result).toMatchObject({ outcome: 'abandoned', socket: null })
    expect(socket.destroyed).toBe(true)
  })
})

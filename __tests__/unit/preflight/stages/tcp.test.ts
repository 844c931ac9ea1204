import { afterEach, describe, expect, it } from '@jest/globals'
import type { ConnectResult, Connections } from '../../../../src/preflight/connection-budget'
import { ourIdentification } from '../../../../src/ssh/identification-line'
import type { TcpFacts } from '../../../../src/facts'
import { openPort } from '../../../../src/preflight/stages/tcp'
import { plain } from '../../../fixtures/plain'
import { addresses, closedPort, input, type Listener, listenOn, valueOf, within } from './loopback'
import type { Fact } from '../../../../src/facts/fact'

const listeners: Listener[] = []
afterEach(async () => {
  await Promise.all(listeners.splice(0).map((each) => each.close()))
})
const listening = async (...args: Parameters<typeof listenOn>): Promise<Listener> => {
  const listener = await listenOn(...args)
  listeners.push(listener)
  return listener
}

/** A second address of this machine; macOS has one IPv4 address on its loopback. */
const second = process.platform === 'darwin' ? '::1' : '127.0.0.2'
const silently = () => undefined

describe('a host that answers', () => {
  it('gets one connection, however many addresses it has', async () => {
    const first = await listening(silently)
    const other = await listening(silently, second, first.port)
    await within(6_000, async ({ clock, connections }) => {
      const dns = addresses('127.0.0.1', second)
      const { fact, socket } = await openPort(dns, input({ port: first.port }), clock, connections)
      expect(valueOf(plain<Fact<TcpFacts>>(fact))).toEqual({
        port: first.port,
        attempts: [
          {
            address: '127.0.0.1',
            family: 4,
            attempt: 1,
            outcome: 'connected',
            code: null,
            ms: expect.any(Number),
            by: null,
          },
        ],
        connected: '127.0.0.1',
        portProbes: [],
        portProbesWhy: 'connected',
      })
      expect(socket?.remotePort).toBe(first.port)
      expect(socket?.isPaused()).toBe(true)
      expect(connections.counted).toEqual({ connections: 1, portProbes: 0 })
      expect(connections.failedLogins()).toBe(1)
      connections.loggedIn()
      expect(connections.failedLogins()).toBe(0)
    })
    expect(other.accepted()).toBe(0)
  })

  it('is reached by its next address at once when the first refuses', async () => {
    const other = await listening(silently, second)
    await within(6_000, async ({ clock, connections }) => {
      const dns = addresses('127.0.0.1', second)
      const { fact } = await openPort(dns, input({ port: other.port }), clock, connections)
      const { attempts, connected } = valueOf(plain<Fact<TcpFacts>>(fact))
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'connected'])
      expect(connected).toBe(second)
      expect(connections.counted.connections).toBe(1)
    })
  })

  it('is seen at the second attempt when it was just starting', async () => {
    const port = await closedPort()
    const starts = setTimeout(() => void listening(silently, '127.0.0.1', port), 250)
    await within(8_000, async ({ clock, connections }) => {
      const { fact, socket } = await openPort(
        addresses('127.0.0.1'),
        input({ port }),
        clock,
        connections,
      )
      const { attempts, connected } = valueOf(plain<Fact<TcpFacts>>(fact))
      expect(attempts.map(({ attempt: portProbe, outcome }) => [portProbe, outcome])).toEqual([
        [1, 'refused'],
        [2, 'connected'],
      ])
      expect(connected).toBe('127.0.0.1')
      expect(socket?.remotePort).toBe(port)
    })
    clearTimeout(starts)
  })
})

describe('a host that refuses', () => {
  it('has six other ports probed, once each, and is tried a second time itself', async () => {
    const port = await closedPort()
    await within(6_000, async ({ clock, connections }) => {
      const { fact, socket } = await openPort(
        addresses('127.0.0.1'),
        input({ port }),
        clock,
        connections,
      )
      expect(socket).toBeNull()
      const { attempts, portProbes, portProbesWhy } = valueOf(plain<Fact<TcpFacts>>(fact))
      expect(attempts.map(({ attempt: portProbe, code }) => [portProbe, code])).toEqual([
        [1, 'ECONNREFUSED'],
        [2, 'ECONNREFUSED'],
      ])
      expect(attempts[0]?.by).toBe(process.platform === 'linux' ? 'rst' : null)
      expect(portProbesWhy).toBe('made')
      expect(portProbes.map((each) => each.port)).toEqual([22, 2222, 65_002, 443, 80, 47_123])
      expect(connections.counted).toEqual({ connections: 0, portProbes: 6 })
    })
  })

  it('is left alone when probe is off', async () => {
    const port = await closedPort()
    await within(6_000, async ({ clock, connections }) => {
      const asked = input({ port, probe: false })
      const { fact } = await openPort(addresses('127.0.0.1'), asked, clock, connections)
      expect(valueOf(plain<Fact<TcpFacts>>(fact))).toMatchObject({
        portProbes: [],
        portProbesWhy: 'switched-off',
      })
      expect(connections.counted.portProbes).toBe(0)
    })
  })
})

// Other loopback addresses keep these ports apart from whatever runs on this machine; macOS has none.
const whereLoopbackIsWide = process.platform === 'linux' ? describe : describe.skip
whereLoopbackIsWide('a host with SSH elsewhere', () => {
  it('is found by its banner, and gets our line after it', async () => {
    const address = '127.33.7.1'
    const ssh = await listening((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'), address, 2222)
    const other = await listening(silently, address, 65_002)
    await within(9_000, async ({ clock, connections }) => {
      const { fact } = await openPort(addresses(address), input({ port: 23 }), clock, connections)
      const byPort = new Map(
        valueOf(plain<Fact<TcpFacts>>(fact)).portProbes.map((portProbe) => [
          portProbe.port,
          portProbe,
        ]),
      )
      expect(byPort.get(2222)).toMatchObject({
        role: 'ssh',
        outcome: 'connected',
        identification: 'SSH-2.0-OpenSSH_9.6',
      })
      expect(byPort.get(65_002)).toMatchObject({ outcome: 'connected', identification: null })
      expect(byPort.get(47_123)).toMatchObject({ role: 'control', outcome: 'refused', by: 'rst' })
      expect(connections.failedLogins()).toBe(1)
    })
    expect([ssh.accepted(), other.accepted()]).toEqual([1, 1])
    // Without it, OpenSSH 10 logs two lines that fail2ban counts.
    expect(ssh.received()).toBe(`${ourIdentification}\r\n`)
  })
})

/** Answers as set by address and port; silence for all others, in real time. */
function scripted(answers: Readonly<Record<string, Partial<ConnectResult> & { ms: number }>>) {
  const started: { to: string; at: number }[] = []
  const startedAt = performance.now()
  const connections: Connections = {
    open: async ({ address, port }, _kind, timeoutMs, abandon) => {
      const to = `${address}:${String(port)}`
      started.push({ to, at: performance.now() - startedAt })
      const answer = answers[to]
      const ms = Math.min(timeoutMs, answer?.ms ?? Infinity)
      const abandoned = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => {
          resolve(false)
        }, ms)
        const giveUp = () => {
          clearTimeout(timer)
          resolve(true)
        }
        if (abandon?.aborted) giveUp()
        abandon?.addEventListener('abort', giveUp)
      })
      const common = { code: null, ms, unreachables: 0, socket: null }
      if (abandoned) return { ...common, outcome: 'abandoned' }
      return { ...common, outcome: 'silent', ...(answer?.ms === ms ? answer : {}) }
    },
    counted: { connections: 0, portProbes: 0 },
    forwarded: () => undefined,
    bannerSeenElsewhere: () => undefined,
    loggedIn: () => undefined,
    failedLogins: () => 0,
    closeAll: () => undefined,
  }
  return { connections, started }
}

const [a, b] = ['192.0.2.1', '192.0.2.2']

describe('a host with a web server', () => {
  it('is seen without a word from us', async () => {
    const web = await listening(silently)
    await within(9_000, async ({ clock, connections: real }) => {
      const way = { address: '127.0.0.1', port: web.port, family: 4 } as const
      const { socket } = await real.open(way, 'ssh', 1_000)
      const { connections } = scripted({
        [`${a}:22`]: { ms: 1, outcome: 'refused', code: 'ECONNREFUSED' },
        [`${a}:443`]: { ms: 1, outcome: 'connected', socket },
      })
      const { fact } = await openPort(addresses(a), input(), clock, connections)
      const look = valueOf(plain<Fact<TcpFacts>>(fact)).portProbes.find(({ port }) => port === 443)
      expect(look).toMatchObject({ role: 'web', outcome: 'connected', identification: null })
    })
    expect([web.accepted(), web.received()]).toEqual([1, ''])
  })
})

describe('a silent host', () => {
  it('is given up after a third of the time, with the port probes made meanwhile', async () => {
    const { connections, started } = scripted({
      [`${a}:443`]: { ms: 10, outcome: 'refused', code: 'ECONNREFUSED' },
    })
    await within(3_000, async ({ clock }) => {
      const { fact } = await openPort(addresses(a), input(), clock, connections)
      const { attempts, portProbes, portProbesWhy } = valueOf(plain<Fact<TcpFacts>>(fact))
      expect(attempts).toMatchObject([{ outcome: 'silent', attempt: 1 }])
      // A third of the time; a timer may be a little early, and late on a busy machine.
      expect(attempts[0]?.ms).toBeGreaterThan(950)
      expect(attempts[0]?.ms).toBeLessThan(2_000)
      expect(portProbesWhy).toBe('made')
      expect(portProbes.find(({ port }) => port === 443)).toMatchObject({
        outcome: 'refused',
        by: 'rst',
      })
      expect(clock.elapsedMs()).toBeLessThan(1_500)
      expect(started).toHaveLength(7)
    })
  })

  it('lets its next address start while the first keeps waiting, and abandons the slower', async () => {
    const other = await listening(silently)
    await within(6_000, async ({ clock, connections: real }) => {
      const { socket } = await real.open(
        { address: '127.0.0.1', port: other.port, family: 4 },
        'ssh',
        1_000,
      )
      const { connections, started } = scripted({
        [`${b}:22`]: { ms: 100, outcome: 'connected', socket },
      })
      const result = await openPort(addresses(a, b), input(), clock, connections)
      expect(result.socket).toBe(socket)
      expect(valueOf(plain<Fact<TcpFacts>>(result.fact))).toMatchObject({
        connected: b,
        attempts: [
          { address: a, outcome: 'silent' },
          { address: b, outcome: 'connected' },
        ],
        portProbesWhy: 'connected',
      })
      expect(started.map(({ to }) => to)).toEqual([`${a}:22`, `${b}:22`])
      expect(started[1]?.at).toBeGreaterThan(500)
    })
  })

  it('has no other ports probed when this machine has no route', async () => {
    const noRoute = { ms: 0, outcome: 'no-route', code: 'ENETUNREACH' } as const
    const { connections, started } = scripted({ [`${a}:22`]: noRoute })
    await within(3_000, async ({ clock }) => {
      const { fact } = await openPort(addresses(a), input(), clock, connections)
      expect(valueOf(plain<Fact<TcpFacts>>(fact))).toMatchObject({
        portProbes: [],
        portProbesWhy: 'not-useful',
      })
      expect(started).toHaveLength(1)
    })
  })

  it('stops at once on a cancel', async () => {
    const { connections } = scripted({})
    await within(30_000, async ({ clock, cancel }) => {
      setTimeout(() => {
        cancel.abort()
      }, 50)
      const { fact, socket } = await openPort(addresses(a, b), input(), clock, connections)
      expect(fact).toEqual({ state: 'not-checked', why: 'cancelled' })
      expect(socket).toBeNull()
      expect(clock.elapsedMs()).toBeLessThan(1_000)
    })
  })
})

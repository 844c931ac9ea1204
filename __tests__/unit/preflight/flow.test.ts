import { nothingAsked } from '../../../src/inputs/deploy-needs'
import { isWorthAsking } from '../../../src/diagnosis/server-check/worth-asking'
import { stagesOf } from '../../../src/facts/stages'
import net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { startClock } from '../../../src/preflight/clock'
import { trackConnections } from '../../../src/preflight/connection-budget'
import { FactLog } from '../../../src/preflight/fact-log'
import { type Facts, type InputProblem } from '../../../src/facts'
import { healthy } from '../../fixtures/healthy'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { keyLogin, startRawServer, startSshServer, type TestServer } from './servers'
import { notChecked } from '../../../src/facts/fact'

let server: TestServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const checked = stagesOf('target', false).filter((stage) => stage !== 'input')
const states = ({ hops }: Facts) => checked.map((stage) => hops.target[stage].state)

describe('before the network', () => {
  it.each([
    ['an input has a problem', { problems: [{ kind: 'empty', input: 'host' }] as InputProblem[] }],
    ['there is no host', { host: null }],
    ['there is no user', { user: null }],
  ])('ends when %s, with the key judged', async (_what, input) => {
    server = await startSshServer({})
    const facts = await check({ port: server.port, input })
    expect(states(facts)).toStrictEqual(['observed', ...Array<string>(8).fill('not-checked')])
    expect(facts.hops.target.dns).toStrictEqual({ state: 'not-checked', why: 'stopped' })
    expect(facts.cost.connections).toBe(0)
    expect(server.connections()).toBe(0)
  })

  it('ends when the key is no use and there is no password', async () => {
    server = await startSshServer({})
    const facts = await check({ port: server.port, key: 'not a key' })
    expect(valueOf(facts.hops.target.key).usable).toBe(false)
    expect(facts.hops.target.tcp).toStrictEqual({ state: 'not-checked', why: 'stopped' })
    expect(server.connections()).toBe(0)
  })

  it('goes on with a password when the key is no use', async () => {
    server = await startSshServer({
      login: (context) => {
        if (context.method === 'password') context.accept()
        else context.reject(['password'])
      },
    })
    const facts = await check({ port: server.port, key: 'not a key', password: 'right' })
    expect(valueOf(facts.hops.target.auth).acceptedBy).toBe('password')
  })
})

describe('the stages', () => {
  it('reports each stage once, in order, with all facts so far', async () => {
    server = await startSshServer({ login: keyLogin })
    const reported: string[] = []
    const facts = await check({
      port: server.port,
      onStage: (sofar) => {
        reported.push(
          checked.findLast((stage) => sofar.hops.target[stage].state === 'observed') ?? 'none',
        )
      },
    })
    expect(reported).toStrictEqual([...checked])
    expect(states(facts)).toStrictEqual(checked.map(() => 'observed'))
  })

  it('holds only plain data: it survives JSON', async () => {
    server = await startSshServer({ login: keyLogin })
    const facts = await check({ port: server.port })
    expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts)
  })

  it('stops where nothing listens', async () => {
    const silent = net.createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await new Promise((resolve) => silent.close(resolve))
    const facts = await check({ port, input: { probe: false } })
    expect(valueOf(facts.hops.target.tcp).attempts[0]?.outcome).toBe('refused')
    expect(facts.hops.target.banner).toStrictEqual({ state: 'not-checked', why: 'stopped' })
    expect(facts.cost).toMatchObject({ connections: 0, failedLogins: 0 })
  })
})

describe('the clock', () => {
  it('ends a preflight of a server that stays silent', async () => {
    server = await startRawServer(() => undefined)
    const facts = await check({ port: server.port, timeoutMs: 2500 })
    expect(valueOf(facts.hops.target.banner).outcome).toBe('silent')
    expect(facts.cost.ms).toBeLessThan(4500)
  })

  it('ends at once when the run is cancelled', async () => {
    const cancel = new AbortController()
    server = await startRawServer((socket) => {
      socket.write('SSH-2.0-Test\r\n')
      setTimeout(() => {
        cancel.abort()
      }, 300)
    })
    const facts = await check({ port: server.port, signal: cancel.signal })
    expect(facts.hops.target.kex).toStrictEqual({ state: 'not-checked', why: 'cancelled' })
    expect(facts.hops.target.session).toStrictEqual({ state: 'not-checked', why: 'cancelled' })
    expect(facts.cost.ms).toBeLessThan(2500)
  })

  it('closes every socket at the end', async () => {
    let open = 0
    server = await startRawServer((socket) => {
      open++
      socket.on('close', () => open--).resume()
      socket.write('SSH-2.0-Test\r\n')
    })
    await check({ port: server.port, timeoutMs: 1500 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(open).toBe(0)
  })
})

describe('the fact log', () => {
  const start = (timeoutMs: number) => {
    const clock = startClock(timeoutMs, new AbortController().signal)
    const context = {
      runner: healthy.runner,
      workflow: healthy.workflow,
      signal: new AbortController().signal,
      onStage: () => undefined,
      isWorthAsking,
      secrets: [],
    }
    const target = {
      facts: healthy.hops.target.input,
      credentials: { username: null, password: null, key: null, keyPath: null, passphrase: null },
      pins: { fingerprint: null, knownHosts: null },
      proxy: null,
      needs: nothingAsked,
      otherLogin: null,
      timeoutMs,
    }
    return { clock, log: new FactLog(target, context, clock, trackConnections()) }
  }

  it('makes a fault of an exception, never an observation', async () => {
    const { clock, log } = start(5000)
    const given = await log.target.gather('dns', () => Promise.reject(new TypeError('a bug')))
    clock.stop()
    expect(given).toBeNull()
    expect(log.facts.hops.target.dns).toMatchObject({
      state: 'failed',
      error: { message: 'a bug' },
    })
    expect(log.facts.hops.target.tcp).toStrictEqual(notChecked('stopped'))
  })

  it('leaves a stage behind that does not look at the clock', async () => {
    const { clock, log } = start(100)
    const given = await log.target.gather('dns', () => new Promise<never>(() => undefined))
    expect(given).toBeNull()
    expect(clock.elapsedMs()).toBeLessThan(2100)
    clock.stop()
    expect(log.facts.hops.target.dns).toStrictEqual(notChecked('out-of-time'))
    expect(log.facts.hops.target.tcp).toStrictEqual(notChecked('out-of-time'))
  })
})

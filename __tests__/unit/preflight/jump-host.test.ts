/** Checks through a jump host: both are ssh2's servers, and the jump host really connects on. */
import type net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { valueOf } from '../../fixtures/value-of'
import { closeKept, connectOn, type Forward, kept, startJumpHost, through } from './jump-hosts'
import { byKey, closeAll, start, stranger } from './other-logins'
import { keyLogin, keyPair, type SshServer, startRawServer, startSshServer } from './servers'

afterEach(async () => {
  await closeKept()
  await closeAll()
})

const startTarget = async (): Promise<SshServer> =>
  kept(await startSshServer({ login: keyLogin, hostKeys: ['ecdsa'] }))

const cause = (facts: Facts) => {
  const first = firstFinding(diagnose(facts))
  return first && `${first.hop} ${first.id}`
}

const proxyOf = ({ hops: { jump } }: Facts) => {
  if (jump === null) throw new Error('there is no jump host in the facts')
  return jump
}

describe('through a jump host', () => {
  it('asks the target itself over a second channel of the same connection', async () => {
    const [jump, target] = [await startJumpHost(), await start()]
    const facts = await through(jump, { port: target.port, ...stranger, otherLogin: byKey })
    expect(valueOf(facts.serverCheck).verdicts.map(({ id }) => id)).toEqual([
      'server/key-not-listed',
    ])
    expect(facts.otherLogin).toMatchObject({ connection: 'second', outcome: 'accepted' })
    expect([jump.connections(), target.connections()]).toEqual([1, 2])
    expect(facts.cost.connections).toBe(3)
  })

  it('asks no target whose jump host is what fails', async () => {
    const [jump, target] = [await startJumpHost(), await start()]
    const options = { port: target.port, ...stranger, otherLogin: byKey }
    const facts = await through(jump, options, stranger)
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(target.connections()).toBe(0)
  })

  it('runs all stages of both with one connection each, and passes', async () => {
    const [jump, target] = [await startJumpHost(), await startTarget()]
    const facts = await through(
      jump,
      { port: target.port, fingerprint: target.fingerprints[0] ?? '' },
      { fingerprint: jump.fingerprints[0] ?? '' },
    )
    const diagnosis = diagnose(facts)
    expect(diagnosis).toMatchObject({ result: 'pass', findings: [], finished: true })
    expect(jump.connections()).toBe(1)
    expect(target.connections()).toBe(1)
    expect(facts.cost).toMatchObject({ connections: 2, failedLogins: 0, portProbes: 0 })
    expect(valueOf(proxyOf(facts).proxy)).toMatchObject({ outcome: 'open', port: target.port })
    expect(valueOf(proxyOf(facts).auth)).toMatchObject({ user: 'jump' })
    expect(valueOf(facts.hops.target.auth)).toMatchObject({ user: 'deploy' })
    expect(facts.hops.target.dns).toEqual({ state: 'not-checked', why: 'not-needed' })
    expect(valueOf(facts.hops.target.tcp)).toMatchObject({ attempts: [], connected: '127.0.0.1' })
    expect(valueOf(facts.hops.target.hostkey).presented.type).toBe('ecdsa-sha2-nistp256')
    expect(valueOf(valueOf(facts.hops.target.session).sftp).outcome).toBe('works')
  })

  it('gives each server its own key and nothing of the other', async () => {
    const [jump, target] = [await startJumpHost(), await startTarget()]
    await through(jump, { port: target.port, password: 'of the target' })
    expect(jump.asked.map(({ password }) => password)).not.toContain('of the target')
    expect(jump.asked.filter(({ signed }) => signed)).toHaveLength(1)
    expect(target.asked.filter(({ signed }) => signed)).toHaveLength(1)
  })

  it('asks the target for another type of host key through the same connection', async () => {
    const jump = await startJumpHost()
    const target = kept(await startSshServer({ login: keyLogin, hostKeys: ['ed25519', 'ecdsa'] }))
    const facts = await through(jump, {
      port: target.port,
      fingerprint: target.fingerprints[1] ?? '',
    })
    expect(valueOf(facts.hops.target.hostkey).pin.verdict).toBe('other-type')
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
    expect(jump.connections()).toBe(1)
    expect(target.connections()).toBe(2)
    expect(facts.cost.connections).toBe(3)
  })

  it('reads both keys before it connects anywhere', async () => {
    const [jump, target] = [await startJumpHost(), await startTarget()]
    const facts = await through(jump, { port: target.port, key: 'no key' }, { key: 'none either' })
    const { findings } = diagnose(facts)
    expect(findings.map(({ hop, id }) => `${hop} ${id}`).sort()).toEqual([
      'jump key/not-a-key',
      'target key/not-a-key',
    ])
    expect(findings.map(({ pointsAt }) => pointsAt).sort()).toEqual(['key', 'proxy_key'])
    expect(jump.connections()).toBe(0)
  })
})

describe('a fault of the jump host', () => {
  it('is found there: a key that it does not accept', async () => {
    const [jump, target] = [await startJumpHost(), await startTarget()]
    const facts = await through(jump, { port: target.port }, { key: keyPair('stranger').private })
    expect(cause(facts)).toBe('jump auth/key-rejected')
    expect(facts.hops.target.banner).toEqual({ state: 'not-checked', why: 'stopped' })
    expect(diagnose(facts)).toMatchObject({ reached: 'auth', reachedHop: 'jump' })
    expect(target.connections()).toBe(0)
  })

  it('is found there: a wrong host key', async () => {
    const [jump, target] = [await startJumpHost(), await startTarget()]
    const facts = await through(
      jump,
      { port: target.port },
      { fingerprint: target.fingerprints[0] ?? '' },
    )
    expect(cause(facts)).toBe('jump hostkey/mismatch')
    expect(jump.asked).toEqual([])
    expect(target.connections()).toBe(0)
  })

  it('is found there: nothing listens', async () => {
    const gone = await startRawServer(() => undefined)
    await gone.close()
    const facts = await through(gone, { port: 22, input: { probe: false } })
    expect(cause(facts)).toBe('jump tcp/not-listening')
  })
})

describe('forwarding', () => {
  const refusing: Forward = (_info, { reject }) => {
    reject()
  }

  it('may be forbidden', async () => {
    const [jump, target] = [await startJumpHost(refusing), await startTarget()]
    const facts = await through(jump, { port: target.port })
    expect(valueOf(proxyOf(facts).proxy)).toMatchObject({ outcome: 'refused' })
    expect(cause(facts)).toMatch(/^jump proxy\//)
    expect(facts.cost).toMatchObject({ connections: 1, failedLogins: 0 })
    expect(diagnose(facts)).toMatchObject({ reached: 'proxy', reachedHop: 'jump' })
  })

  it('may get no answer, because the jump host waits for the target', async () => {
    const jump = await startJumpHost(() => undefined)
    const facts = await through(jump, { port: 22, timeoutMs: 4000 })
    expect(valueOf(proxyOf(facts).proxy).outcome).toBe('stalled')
    expect(cause(facts)).toBe('jump proxy/target-unreachable')
    expect(facts.cost.ms).toBeLessThan(6000)
  })

  it('may end the connection', async () => {
    const live: ssh2.Connection[] = []
    const jump = await startJumpHost(() => live.at(-1)?.end(), {
      onConnection: (connection) => live.push(connection),
    })
    const facts = await through(jump, { port: 22 })
    expect(valueOf(proxyOf(facts).proxy).outcome).toMatch(/^(closed|disconnected|reset)$/)
    expect(cause(facts)).toBe('jump proxy/forwarding-refused')
  })
})

describe('a fault of the target', () => {
  it('is found there: a key that it does not accept', async () => {
    const [jump, target] = [await startJumpHost(), await startTarget()]
    const facts = await through(jump, { port: target.port, key: keyPair('stranger').private })
    expect(cause(facts)).toBe('target auth/key-rejected')
    expect(facts.cost).toMatchObject({ connections: 2, failedLogins: 2 })
  })

  it.each([
    ['closes at once', (socket: net.Socket) => socket.end(), 'target banner/closed'],
    [
      'speaks HTTP',
      (socket: net.Socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'),
      'target banner/not-ssh',
    ],
    ['is silent', () => undefined, 'target banner/silent'],
  ])('is found there: it %s', async (_what, behave, wanted) => {
    const jump = await startJumpHost()
    const target = kept(await startRawServer(behave))
    const facts = await through(jump, { port: target.port, timeoutMs: 5000 })
    expect(cause(facts)).toBe(wanted)
    expect(facts.cost.ms).toBeLessThan(7000)
  })

  it('ends with the jump host: a connection that breaks in the middle', async () => {
    const live: ssh2.Connection[] = []
    const jump = await startJumpHost(connectOn, {
      onConnection: (connection) => live.push(connection),
    })
    const target = kept(
      await startSshServer({
        login: () => {
          for (const connection of live) connection.end()
        },
      }),
    )
    const facts = await through(jump, { port: target.port, timeoutMs: 6000 })
    expect(valueOf(facts.hops.target.auth).outcome).toMatch(/^(closed|reset|disconnected)$/)
    expect(cause(facts)).toBe('target auth/closed')
  })
})

import { afterEach, describe, expect, it } from '@jest/globals'
import { fingerprintOf } from '../../../src/ssh/host-key'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { keyPair, type SshServer, startSshServer } from './servers'

let server: SshServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
const start = async (...hostKeys: readonly ('ed25519' | 'ecdsa' | 'rsa')[]) => {
  server = await startSshServer({ hostKeys })
  return server
}
const stranger = keyPair('another machine').public.trim()
const strangersFingerprint = fingerprintOf(Buffer.from(stranger.split(' ')[1] ?? '', 'base64'))

describe('the host key', () => {
  it('is not pinned when no input says anything', async () => {
    const { port, fingerprints } = await start('ed25519')
    const { presented, pin } = valueOf((await check({ port })).hops.target.hostkey)
    expect(pin).toMatchObject({ from: 'none', verdict: 'not-pinned', pinned: [] })
    expect(presented.fingerprint).toBe(fingerprints[0])
  })

  it('stops everything when it is another one: no login, no password', async () => {
    const { port, asked, connections } = await start('ed25519')
    const facts = await check({ port, password: 'secret', fingerprint: strangersFingerprint })
    expect(valueOf(facts.hops.target.hostkey)).toMatchObject({
      proved: true,
      pin: { verdict: 'mismatch' },
    })
    expect(facts.hops.target.auth).toStrictEqual({ state: 'not-checked', why: 'stopped' })
    expect(asked).toStrictEqual([])
    expect(connections()).toBe(1)
    expect(facts.cost).toMatchObject({ connections: 1, failedLogins: 1 })
  })

  it('is found under another type by one extra connection, over which the login goes on', async () => {
    const { port, fingerprints, connections } = await start('ed25519', 'ecdsa')
    const facts = await check({ port, fingerprint: fingerprints[1] ?? '' })
    expect(valueOf(facts.hops.target.hostkey).pin).toMatchObject({
      verdict: 'other-type',
      otherType: { type: 'ecdsa-sha2-nistp256', fingerprint: fingerprints[1] },
      compared: [{ type: 'ssh-ed25519' }, { type: 'ecdsa-sha2-nistp256' }],
    })
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
    expect(connections()).toBe(2)
    expect(facts.cost).toMatchObject({ connections: 2, failedLogins: 1 })
  })

  it('is found under the last of three types by two extra connections', async () => {
    const { port, fingerprints, connections } = await start('ed25519', 'ecdsa', 'rsa')
    const facts = await check({ port, fingerprint: fingerprints[2] ?? '' })
    expect(valueOf(facts.hops.target.hostkey).pin).toMatchObject({
      verdict: 'other-type',
      otherType: { type: 'ssh-rsa', fingerprint: fingerprints[2] },
      compared: [{ type: 'ssh-ed25519' }, { type: 'ecdsa-sha2-nistp256' }, { type: 'ssh-rsa' }],
    })
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
    expect(connections()).toBe(3)
    expect(facts.cost).toMatchObject({ connections: 3, failedLogins: 2 })
  })

  it('signs for a server whose banner is not ASCII', async () => {
    server = await startSshServer({ config: { ident: 'OpenSSH_9.2p1 Zürich ☕' } })
    const facts = await check({ port: server.port })
    expect(valueOf(facts.hops.target.banner).comments).toBe('Zürich ☕')
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
  })

  it('costs two connections and no login when no type fits', async () => {
    const { port, asked, connections } = await start('ed25519', 'rsa')
    const facts = await check({ port, password: 'secret', fingerprint: strangersFingerprint })
    expect(valueOf(facts.hops.target.hostkey).pin).toMatchObject({
      verdict: 'mismatch',
      compared: [{ type: 'ssh-ed25519' }, { type: 'ssh-rsa' }],
    })
    expect(asked).toStrictEqual([])
    expect(connections()).toBe(2)
  })

  it('is asked for by the type that known_hosts names', async () => {
    const { port, hostKeys, connections } = await start('ed25519', 'rsa')
    const knownHosts = `[127.0.0.1]:${port} ${hostKeys[1] ?? ''}\n`
    const facts = await check({ port, knownHosts })
    expect(valueOf(facts.hops.target.hostkey)).toMatchObject({
      presented: { type: 'ssh-rsa' },
      pin: { from: 'known_hosts', verdict: 'match', pinned: [{ line: 1, type: 'ssh-rsa' }] },
    })
    expect(connections()).toBe(1)
  })

  it.each([
    ['unknown', (name: string) => `www.example.com,${name}.example ${stranger}`],
    ['mismatch', (name: string) => `${name} ${stranger}`],
    ['other-type', (name: string) => `${name} ${keyPair('host', 'rsa').public.trim()}`],
    ['revoked', (name: string) => `@revoked ${name} ${keyPair('host', 'ed25519').public.trim()}`],
  ])('stops at %s without another connection', async (verdict, knownHosts) => {
    const { port, asked, connections } = await start('ed25519')
    const facts = await check({ port, knownHosts: knownHosts(`[127.0.0.1]:${port}`) })
    expect(valueOf(facts.hops.target.hostkey).pin.verdict).toBe(verdict)
    expect(asked).toStrictEqual([])
    expect(connections()).toBe(1)
  })

  it('is unknown where only an authority is trusted, and the server has no certificate', async () => {
    const { port, asked } = await start('ed25519')
    const knownHosts = `@cert-authority * ${stranger}`
    const facts = await check({ port, knownHosts, password: 'secret' })
    expect(valueOf(facts.hops.target.hostkey).pin.verdict).toBe('unknown')
    expect(asked).toStrictEqual([])
  })
})

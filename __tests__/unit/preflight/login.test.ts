import net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { ourIdentification } from '../../../src/ssh/identification-line'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { keyLogin, keyPair, type SshServer, startRawServer, startSshServer } from './servers'

let server: SshServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
const start = async (
  login: (context: ssh2.AuthContext, connection: ssh2.Connection) => void,
  more: Parameters<typeof startSshServer>[0] = {},
) => {
  server = await startSshServer({ ...more, login })
  return server
}
const methodsOf = (asked: SshServer['asked']) => asked.map(({ method }) => method)

describe('a healthy server', () => {
  it('is seen whole in one connection that ends in a login', async () => {
    const { port, connections, asked, fingerprints } = await start(keyLogin)
    const facts = await check({ port, fingerprint: fingerprints[0] ?? '' })
    expect(valueOf(facts.hops.target.kex)).toMatchObject({
      outcome: 'agreed',
      missing: null,
      error: null,
    })
    expect(valueOf(facts.hops.target.kex).server?.hostKey).toContain('ssh-ed25519')
    expect(valueOf(facts.hops.target.hostkey)).toMatchObject({
      proved: true,
      pin: { verdict: 'match' },
    })
    expect(valueOf(facts.hops.target.auth)).toMatchObject({
      outcome: 'accepted',
      acceptedBy: 'publickey',
      methods: ['publickey'],
      attempts: [
        { method: 'none', answer: 'failure' },
        { method: 'publickey', algorithm: 'ssh-ed25519', pkOk: true, answer: 'success' },
      ],
    })
    const session = valueOf(facts.hops.target.session)
    expect(valueOf(session.exec)).toMatchObject({
      outcome: 'ran',
      tokenSeen: true,
      before: '',
      after: '',
      stderr: '',
      exitCode: 0,
    })
    expect(valueOf(session.sftp).outcome).toBe('works')
    expect(facts.cost).toMatchObject({ connections: 1, portProbes: 0, failedLogins: 0 })
    expect(connections()).toBe(1)
    expect(methodsOf(asked)).toStrictEqual(['none', 'publickey', 'publickey'])
  })

  it('is understood when it waits for our line first, which is sent once', async () => {
    const ssh = await start(keyLogin)
    let first = ''
    const waiting = await startRawServer((socket) => {
      socket.once('data', (line: Buffer) => {
        first = line.toString('latin1')
        const upstream = net.connect(ssh.port, '127.0.0.1')
        upstream.on('error', () => socket.destroy())
        upstream.write(line)
        socket.pipe(upstream).pipe(socket)
      })
    })
    const facts = await check({ port: waiting.port })
    await waiting.close()
    expect(first).toBe(`${ourIdentification}\r\n`)
    expect(valueOf(facts.hops.target.banner).spokeMs).not.toBeNull()
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
    expect(ssh.connections()).toBe(1)
  })

  it.each(['rsa', 'ecdsa'] as const)('accepts an %s key', async (type) => {
    const { port } = await start((context) => {
      if (context.method === 'publickey') context.accept()
      else context.reject(['publickey'])
    })
    const facts = await check({ port, key: keyPair('client', type).private })
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
  })
})

describe('the login', () => {
  it('accepts a password, and keeps it out of the facts', async () => {
    const password = 'correct horse battery'
    const { port } = await start((context) => {
      if (context.method === 'password' && context.password === password) context.accept()
      else context.reject(['password'])
    })
    const facts = await check({ port, key: null, password })
    expect(valueOf(facts.hops.target.auth)).toMatchObject({
      outcome: 'accepted',
      acceptedBy: 'password',
    })
    expect(facts.hops.target.key).toStrictEqual({ state: 'not-checked', why: 'not-needed' })
    expect(JSON.stringify(facts)).not.toContain(password)
  })

  it('is accepted without any proof when the server wants none', async () => {
    const { port, asked } = await start((context) => {
      context.accept()
    })
    const facts = await check({ port })
    expect(valueOf(facts.hops.target.auth).acceptedBy).toBe('none')
    expect(asked).toHaveLength(1)
  })

  it('sees a key refused without PK_OK, and tries it once', async () => {
    const { port, asked } = await start(keyLogin)
    const facts = await check({ port, key: keyPair('stranger').private })
    const { outcome, attempts } = valueOf(facts.hops.target.auth)
    expect(outcome).toBe('rejected')
    expect(attempts.at(-1)).toMatchObject({ method: 'publickey', pkOk: false, answer: 'failure' })
    expect(methodsOf(asked)).toStrictEqual(['none', 'publickey'])
    expect(facts.hops.target.session).toStrictEqual({ state: 'not-checked', why: 'stopped' })
    // The end of the connection is one, and a user whom the server does not know would be another.
    expect(facts.cost).toMatchObject({ connections: 1, failedLogins: 2 })
  })

  it('ends without a goodbye when it failed: a line less in the log that is counted', async () => {
    const heard: string[] = []
    const { port } = await start((context, connection) => {
      const protocol: unknown = Reflect.get(connection, '_protocol')
      const handlers: unknown = protocol instanceof Object && Reflect.get(protocol, '_handlers')
      if (!(handlers instanceof Object)) throw new Error('ssh2 changed')
      Reflect.set(handlers, 'DISCONNECT', () => heard.push('DISCONNECT'))
      connection.on('close', () => heard.push('close'))
      context.reject(['publickey'])
    })
    await check({ port, key: keyPair('stranger').private })
    expect(new Set(heard)).toStrictEqual(new Set(['close']))
  })

  it('sees a key accepted and the login refused after the signature', async () => {
    const { port } = await start((context) => {
      if (context.method === 'publickey' && !context.signature) context.accept()
      else context.reject(['publickey'])
    })
    const { outcome, attempts } = valueOf((await check({ port })).hops.target.auth)
    expect(outcome).toBe('rejected')
    expect(attempts.at(-1)).toMatchObject({ pkOk: true, answer: 'failure' })
  })

  it('sees that the server does not accept keys, and does not offer one', async () => {
    const { port, asked } = await start((context) => {
      context.reject(['password'])
    })
    const { outcome, methods } = valueOf((await check({ port })).hops.target.auth)
    expect({ outcome, methods }).toStrictEqual({ outcome: 'unavailable', methods: ['password'] })
    expect(methodsOf(asked)).toStrictEqual(['none'])
  })

  it('tries the password after the key, each once', async () => {
    const { port, asked } = await start((context) => {
      context.reject(['publickey', 'password'])
    })
    const facts = await check({ port, password: 'wrong' })
    expect(valueOf(facts.hops.target.auth).outcome).toBe('rejected')
    expect(methodsOf(asked)).toStrictEqual(['none', 'publickey', 'password'])
  })

  it('sees that a key was not enough', async () => {
    const { port } = await start((context) => {
      if (context.method === 'publickey' && context.signature)
        context.reject(['keyboard-interactive'], true)
      else if (context.method === 'publickey') context.accept()
      else context.reject(['publickey'])
    })
    const { outcome, attempts } = valueOf((await check({ port })).hops.target.auth)
    expect(outcome).toBe('partial')
    expect(attempts.at(-1)).toMatchObject({
      answer: 'partial-success',
      methodsAfter: ['keyboard-interactive'],
    })
  })

  it('gives the key after the password, when the server wants them in this order', async () => {
    const { port, asked } = await start((context) => {
      if (context.method === 'password') context.reject(['publickey'], true)
      else if (context.method === 'publickey') context.accept()
      else context.reject(['password'])
    })
    const { outcome, acceptedBy } = valueOf(
      (await check({ port, password: 'right' })).hops.target.auth,
    )
    expect({ outcome, acceptedBy }).toStrictEqual({ outcome: 'accepted', acceptedBy: 'publickey' })
    expect(methodsOf(asked)).toStrictEqual(['none', 'password', 'publickey', 'publickey'])
  })

  it('answers a password prompt that names a host such as code.example.com', async () => {
    const { port } = await start((context) => {
      if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive'])
      else
        context.prompt([{ prompt: "deploy@code.example.com's password: ", echo: false }], () => {
          context.accept()
        })
    })
    const facts = await check({ port, password: 'right' })
    expect(valueOf(facts.hops.target.auth).outcome).toBe('accepted')
  })

  it('answers a password prompt of keyboard-interactive', async () => {
    const { port } = await start((context) => {
      if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive'])
      else
        context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
          if (answers[0] === 'right') context.accept()
          else context.reject()
        })
    })
    const { outcome, attempts } = valueOf(
      (await check({ port, password: 'right' })).hops.target.auth,
    )
    expect(outcome).toBe('accepted')
    expect(attempts.at(-1)?.prompts).toStrictEqual(['Password: '])
  })

  it.each([
    ['one that is shown', [{ prompt: 'Name of your first pet: ', echo: true }]],
    ['a code', [{ prompt: 'Verification code: ', echo: false }]],
    [
      'two at once',
      [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Token: ', echo: false },
      ],
    ],
  ])('does not answer a prompt for %s', async (_what, prompts) => {
    const answered: string[][] = []
    const { port } = await start((context) => {
      if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive'])
      else
        context.prompt(prompts, (answers) => {
          answered.push(answers)
          context.reject()
        })
    })
    const { outcome, attempts } = valueOf(
      (await check({ port, password: 'right' })).hops.target.auth,
    )
    expect(outcome).toBe('partial')
    expect(attempts.at(-1)).toMatchObject({
      answer: 'not-sent',
      prompts: prompts.map(({ prompt }) => prompt),
    })
    expect(answered).toStrictEqual([])
  })

  it('sees that the password must be changed', async () => {
    const { port } = await start((context) => {
      if (context.method === 'password') context.requestChange('Choose a new one', () => undefined)
      else context.reject(['password'])
    })
    const { attempts, outcome } = valueOf((await check({ port, password: 'old' })).hops.target.auth)
    expect(outcome).toBe('rejected')
    expect(attempts.at(-1)).toMatchObject({ method: 'password', changeRequested: true })
  })

  it('keeps a banner apart from a message at the end', async () => {
    const { port } = await start(keyLogin, { config: { banner: 'Authorized use only' } })
    const { banners } = valueOf((await check({ port })).hops.target.auth)
    expect(banners).toStrictEqual([{ text: 'Authorized use only\r\n', when: 'before-answer' }])
  })

  it('sees a connection that ends at the first request', async () => {
    const { port } = await start((_context, connection) => {
      connection.end()
    })
    const { outcome, attempts, methods } = valueOf((await check({ port })).hops.target.auth)
    expect(outcome).toBe('disconnected')
    expect(attempts).toMatchObject([{ method: 'none', answer: 'disconnected' }])
    expect(methods).toBeNull()
  })

  it('sees a goodbye after the signature, of which ssh2 makes no error', async () => {
    const { port } = await start((context, connection) => {
      if (context.method !== 'publickey') context.reject(['publickey'])
      else if (context.signature) connection.end()
      else context.accept()
    })
    const facts = valueOf((await check({ port })).hops.target.auth)
    expect(facts).toMatchObject({ outcome: 'disconnected', disconnect: { reason: 11, text: '' } })
    expect(facts.attempts.at(-1)).toMatchObject({ pkOk: true, answer: 'disconnected' })
  })

  it('sees a server that never answers', async () => {
    const { port } = await start(() => undefined)
    const facts = await check({ port, timeoutMs: 1500 })
    expect(valueOf(facts.hops.target.auth)).toMatchObject({ outcome: 'stalled' })
    expect(facts.cost.ms).toBeLessThan(3500)
  })
})

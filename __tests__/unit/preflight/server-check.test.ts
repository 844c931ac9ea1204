/** The check on the server through another login: when it is run, over which connection, and what is never done for it. */
import net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import type { Facts } from '../../../src/facts'
import type { OtherLogin } from '../../../src/inputs/other-login'
import { valueOf } from '../../fixtures/value-of'
import { type Look, look } from './look'
import {
  keyPair,
  run,
  shellSession,
  startRawServer,
  startSshServer,
  type TestServer,
} from './servers'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

const adminPassword = 'the word of the admin'

function admin(credentials: Partial<OtherLogin['credentials']> = {}): OtherLogin {
  const username = credentials.username ?? 'admin'
  const none = { password: null, key: null, keyPath: null, passphrase: null }
  return { by: 'admin', user: username, credentials: { ...none, username, ...credentials } }
}

const byKey = admin({ key: keyPair('admin').private })

const byPassword = (password: string): OtherLogin => ({
  by: 'password',
  user: 'deploy',
  credentials: { username: 'deploy', password, key: null, keyPath: null, passphrase: null },
})

const answer = JSON.stringify({
  serverCheck: 1,
  asked: { port: 22, user: 'deploy', from: '127.0.0.1', keyFingerprint: null },
  system: { name: 'Debian', init: 'systemd', server: 'OpenSSH_9.2p1', root: true },
  verdicts: [
    {
      id: 'server/key-not-listed',
      certainty: 'proved',
      title: 'The key is not in authorized_keys',
      why: 'The key is in none of the files.',
      fix: { what: 'Add it.', paste: '' },
    },
  ],
  evidence: [{ mark: '--', area: 'system', text: 'Debian' }],
  notSeen: [],
})

const isAdminsKey = (context: ssh2.AuthContext) =>
  context.method === 'publickey' &&
  context.key.data.equals(Buffer.from(keyPair('admin').public.split(' ')[1] ?? '', 'base64'))

/** Lets `admin` in by key or password, and `deploy` by nothing. */
function adminsLogin(context: ssh2.AuthContext): void {
  const hasPassword = context.method === 'password' && context.password === adminPassword
  if (context.username === 'admin' && (isAdminsKey(context) || hasPassword)) context.accept()
  else context.reject(['publickey', 'password'])
}

interface Started {
  readonly port: number
  readonly connections: () => number
  /** What was asked of it, in order: `user method`. */
  readonly asked: string[]
  /** The scripts that came on standard input of the check's command. */
  readonly scripts: string[]
}

async function start(
  options: {
    readonly login?: (context: ssh2.AuthContext, connection: ssh2.Connection) => void
    readonly says?: Parameters<typeof run>[1]
    readonly banner?: string
    readonly hostKeys?: Parameters<typeof startSshServer>[0]['hostKeys']
  } = {},
): Promise<Started> {
  const { login = adminsLogin, says = { stdout: `${answer}\n`, exitCode: 1 } } = options
  const asked: string[] = []
  const scripts: string[] = []
  const server = await startSshServer({
    ...(options.hostKeys ? { hostKeys: options.hostKeys } : {}),
    ...(options.banner === undefined ? {} : { config: { banner: options.banner } }),
    login: (context, connection) => {
      asked.push(`${context.username} ${context.method}`)
      login(context, connection)
    },
    session: (session) => {
      shellSession(session, (channel) => {
        let script = ''
        channel.on('data', (chunk: Buffer) => (script += chunk.toString()))
        channel.on('end', () => {
          scripts.push(script)
          run(channel, says)
        })
      })
    },
  })
  servers.push(server)
  return { port: server.port, connections: server.connections, asked, scripts }
}

/** A port whose connections go on to one server, and after the first to another. */
async function startRelay(ports: readonly [number, number]) {
  let count = 0
  const relay = await startRawServer((socket) => {
    const onward = net.connect(ports[count === 0 ? 0 : 1], '127.0.0.1')
    count += 1
    socket.pipe(onward).pipe(socket)
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  servers.push(relay)
  return relay
}

const stranger = { key: keyPair('stranger').private }

const ask = (server: Started, options: Partial<Look>) =>
  look({ port: server.port, ...stranger, ...options })

const verdicts = (facts: Facts) => valueOf(facts.serverCheck).verdicts.map(({ id }) => id)

describe('the check through another account', () => {
  it('is run over one more connection when the key is refused', async () => {
    const server = await start()
    const facts = await ask(server, { otherLogin: byKey })
    expect(valueOf(facts.serverCheck)).toMatchObject({ by: 'login', whole: true })
    expect(verdicts(facts)).toEqual(['server/key-not-listed'])
    expect(facts.otherLogin).toMatchObject({
      ...{ by: 'admin', user: 'admin', connection: 'second', outcome: 'accepted', said: '' },
      authentication: { acceptedBy: 'publickey' },
    })
    expect(server.connections()).toBe(2)
    expect(facts.cost).toMatchObject({ connections: 2, strikes: 2 })
    expect(server.asked.filter((each) => each.startsWith('admin'))).toEqual([
      ...['admin none', 'admin publickey', 'admin publickey'],
    ])
  })

  it('asks about the login that failed, and not about its own', async () => {
    const server = await start()
    const facts = await ask(server, { otherLogin: admin({ password: adminPassword }) })
    const fingerprint = valueOf(facts.key).fingerprint ?? ''
    const [script = ''] = server.scripts
    const options = script.slice(0, script.indexOf('#!/bin/sh'))
    expect(options).toContain(`'--user' 'deploy' '--key-fingerprint' '${fingerprint}'`)
    expect(options).not.toContain('admin')
    expect(script).toContain('print_json')
  })

  it('is not run after a pass, and nothing is said of another login', async () => {
    const server = await start({
      login: (context) => {
        context.accept()
      },
    })
    const facts = await ask(server, { otherLogin: byKey })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'not-needed' })
    expect(facts.otherLogin).toBeUndefined()
    expect(server.connections()).toBe(1)
  })

  it('is not run without the opt-in', async () => {
    const server = await start()
    const facts = await ask(server, {})
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'not-needed' })
    expect(server.connections()).toBe(1)
  })

  it('has no way in where the port is closed', async () => {
    const facts = await look({ port: 1, input: { probe: false }, otherLogin: byKey })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(facts.otherLogin).toBeUndefined()
    expect(facts.cost.connections).toBe(0)
  })

  it('is refused too: said, tried once, and counted', async () => {
    const server = await start({
      login: (context) => {
        context.reject(['publickey', 'password'])
      },
    })
    const facts = await ask(server, { otherLogin: byKey })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(facts.otherLogin).toMatchObject({ outcome: 'refused', connection: 'second' })
    expect(server.asked.filter((each) => each === 'admin publickey')).toHaveLength(1)
    expect(server.connections()).toBe(2)
    expect(facts.cost.strikes).toBe(4)
  })

  it('never offers again what was refused: the same user with the same key', async () => {
    const server = await start()
    const same = admin({ username: 'deploy', ...stranger })
    const facts = await ask(server, { otherLogin: same })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(facts.otherLogin).toBeUndefined()
    expect(server.connections()).toBe(1)
  })

  it('sends nothing to a server that has another host key than before', async () => {
    const [first, second] = [await start(), await start({ hostKeys: ['ecdsa'] })]
    const relay = await startRelay([first.port, second.port])
    const facts = await look({ port: relay.port, ...stranger, otherLogin: byKey })
    expect(facts.otherLogin).toMatchObject({
      ...{ outcome: 'host-key-changed', connection: 'second', authentication: null },
    })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(second.connections()).toBe(1)
    expect(second.asked).toEqual([])
  })

  it('says that its key is no use, without a connection', async () => {
    const server = await start()
    const facts = await ask(server, { otherLogin: admin({ key: 'no key' }) })
    expect(facts.otherLogin).toMatchObject({ outcome: 'no-credential' })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(server.connections()).toBe(1)
  })

  it('has no time: not checked, and no connection', async () => {
    const server = await start()
    const facts = await ask(server, { otherLogin: byKey, timeoutMs: 2500 })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(server.connections()).toBe(1)
  })

  it('keeps what came in place of an answer', async () => {
    const text = 'This account is currently not available.'
    const server = await start({ says: { stdout: `${text}\n`, exitCode: 1 } })
    const facts = await ask(server, { otherLogin: byKey })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(facts.otherLogin).toMatchObject({ outcome: 'accepted', said: text })
  })

  it('reads an answer between the texts of start-up files', async () => {
    const stdout = `Welcome!\n{"serverCheck": soon}\n${answer}\nGood bye\n`
    const server = await start({ says: { stdout } })
    expect(verdicts(await ask(server, { otherLogin: byKey }))).toEqual(['server/key-not-listed'])
  })

  it('has no password of either login in the facts, whatever the server says', async () => {
    const own = 'the word of deploy'
    const stdout = `${answer.replaceAll('Debian', `${own} ${adminPassword}`)}\n`
    const server = await start({ says: { stdout }, banner: own })
    const otherLogin = admin({ password: adminPassword })
    const facts = await ask(server, { password: own, otherLogin })
    expect(verdicts(facts)).toEqual(['server/key-not-listed'])
    expect(JSON.stringify(facts)).not.toContain('the word of')
  })
})

describe('the check through the password of the same account', () => {
  const password = 'right'
  const passwordLogin = (context: ssh2.AuthContext) => {
    if (context.method === 'password' && context.password === password) context.accept()
    else context.reject(['publickey', 'password'])
  }

  it('is run over the connection that the password opened after the key was refused', async () => {
    const server = await start({ login: passwordLogin })
    const facts = await ask(server, { password, otherLogin: byPassword(password) })
    expect(verdicts(facts)).toEqual(['server/key-not-listed'])
    expect(facts.otherLogin).toMatchObject({
      ...{ by: 'password', user: 'deploy', connection: 'first', outcome: 'accepted' },
    })
    expect(server.connections()).toBe(1)
    expect(facts.cost).toMatchObject({ connections: 1, strikes: 0 })
  })

  it('is not run when the key logged in', async () => {
    const server = await start({
      login: (context) => {
        context.accept()
      },
    })
    const facts = await ask(server, { password, otherLogin: byPassword(password) })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'not-needed' })
    expect(server.scripts).toEqual([])
  })

  it('is not tried again when the password was refused as well', async () => {
    const server = await start({ login: passwordLogin })
    const facts = await ask(server, { password: 'wrong', otherLogin: byPassword('wrong') })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'no-way' })
    expect(server.connections()).toBe(1)
  })

  it('takes one more connection where the server closed the first over the key', async () => {
    let first = true
    const server = await start({
      login: (context, connection) => {
        if (first && context.method === 'publickey') {
          first = false
          connection.end()
        } else passwordLogin(context)
      },
    })
    const facts = await ask(server, { password, otherLogin: byPassword(password) })
    expect(verdicts(facts)).toEqual(['server/key-not-listed'])
    expect(facts.otherLogin).toMatchObject({ by: 'password', connection: 'second' })
    expect(server.connections()).toBe(2)
  })
})

/** The check on the server through another login: when it is run, over which connection, and what is never done for it. */
import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import type { Facts } from '../../../src/facts'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import {
  admin,
  adminPassword,
  answer,
  ask,
  byKey,
  byPassword,
  closeAll,
  start,
  startRelay,
  stranger,
} from './other-logins'

afterEach(closeAll)

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
    expect(facts.cost).toMatchObject({ connections: 2, failedLogins: 2 })
    expect(server.asked.filter((each) => each.startsWith('admin'))).toEqual([
      ...['admin none', 'admin publickey', 'admin publickey'],
    ])
  })

  it('asks about the login that failed, and not about its own', async () => {
    const server = await start()
    const facts = await ask(server, { otherLogin: admin({ password: adminPassword }) })
    const fingerprint = valueOf(facts.hops.target.key).fingerprint ?? ''
    const [script = ''] = server.scripts
    const options = script.slice(0, script.indexOf('#!/bin/sh'))
    expect(options).toMatch(/'--json' '--within' '[1-9][0-9]?' '--user'/)
    expect(options).toContain(`'--user' 'deploy' '--key-fingerprint' '${fingerprint}'`)
    expect(options).not.toContain('admin')
    expect(script).toContain('write_answer json')
  })

  it.each([
    [8_000, 1, 6],
    [20_000, 10, 18],
    [600_000, 30, 30],
  ])('may look for as long as the run has left of %s ms', async (timeoutMs, least, most) => {
    const server = await start()
    await ask(server, { otherLogin: byKey, timeoutMs })
    const within = Number(/'--within' '(\d+)'/.exec(server.scripts[0] ?? '')?.[1])

    expect(within).toBeGreaterThanOrEqual(least)
    expect(within).toBeLessThanOrEqual(most)
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
    const facts = await check({ port: 1, input: { probe: false }, otherLogin: byKey })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
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
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(facts.otherLogin).toMatchObject({ outcome: 'refused', connection: 'second' })
    expect(server.asked.filter((each) => each === 'admin publickey')).toHaveLength(1)
    expect(server.connections()).toBe(2)
    expect(facts.cost.failedLogins).toBe(4)
  })

  it('never offers again what was refused: the same user with the same key', async () => {
    const server = await start()
    const same = admin({ username: 'deploy', ...stranger })
    const facts = await ask(server, { otherLogin: same })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(facts.otherLogin).toBeUndefined()
    expect(server.connections()).toBe(1)
  })

  it('sends nothing to a server that has another host key than before', async () => {
    const [first, second] = [await start(), await start({ hostKeys: ['ecdsa'] })]
    const relay = await startRelay([first.port, second.port])
    const facts = await check({ port: relay.port, ...stranger, otherLogin: byKey })
    expect(facts.otherLogin).toMatchObject({
      ...{ outcome: 'host-key-changed', connection: 'second', authentication: null },
    })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(second.connections()).toBe(1)
    expect(second.asked).toEqual([])
  })

  it('says that its key is no use, without a connection', async () => {
    const server = await start()
    const facts = await ask(server, { otherLogin: admin({ key: 'no key' }) })
    expect(facts.otherLogin).toMatchObject({ outcome: 'no-credential' })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
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
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(facts.otherLogin).toMatchObject({ outcome: 'accepted', said: text })
  })

  it('sends no script where a harmless command does not run', async () => {
    const server = await start({ forced: 'SFTP only here.' })
    const facts = await ask(server, { otherLogin: byKey })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(facts.otherLogin).toMatchObject({ outcome: 'accepted', said: 'SFTP only here.' })
    expect(server.scripts).toEqual([])
  })

  it('ends with the clock where the check does not', async () => {
    const server = await start({ says: null })
    const facts = await ask(server, { otherLogin: byKey, timeoutMs: 4000 })
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(facts.hops.target.session).toEqual({ state: 'not-checked', why: 'stopped' })
    expect(facts.cost.ms).toBeLessThan(6000)
  })

  it('keeps 256 KiB of an endless answer', async () => {
    const server = await start({ says: { stdout: 'x'.repeat(1024 * 1024) } })
    const { serverCheck, otherLogin } = await ask(server, { otherLogin: byKey })
    expect(serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(otherLogin?.said).toHaveLength(1024)
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
    expect(facts.cost).toMatchObject({ connections: 1, failedLogins: 0 })
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
    expect(facts.serverCheck).toEqual({ state: 'not-checked', why: 'unavailable' })
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

/** Servers that send malicious messages after a true key exchange: what came of it is an observation, never a fault. */
import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import { type Facts } from '../../../src/facts'
import { valueOf } from '../../fixtures/value-of'
import { check } from '../preflight/check'
import { type SshServer, startSshServer } from '../preflight/servers'
import { flood, handle, payloadOf, sendPayload } from './send-payload'
import { seen } from '../../../src/facts/fact'

let server: SshServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

type Attack = (connection: ssh2.Connection) => void

/** Checks a server that attacks, with a password that it may ask for. */
async function attackedBy(
  attack: Attack,
  options: Omit<Parameters<typeof startSshServer>[0], 'onConnection'> = {},
): Promise<Facts> {
  server = await startSshServer({ ...options, onConnection: attack })
  const facts = await check({ port: server.port, timeoutMs: 8_000, password: 'a password' })
  const diagnosis = diagnose(facts)
  expect(diagnosis.faults).toStrictEqual([])
  expect(diagnosis.result).not.toBe('error')
  expect(server.connections()).toBe(1)
  return facts
}

const atLogin =
  (send: Attack): Attack =>
  (connection) => {
    connection.once('authentication', () => {
      send(connection)
    })
  }
const afterLogin =
  (send: Attack): Attack =>
  (connection) => {
    connection.once('ready', () => {
      send(connection)
    })
  }
const sends =
  (...payloads: readonly Buffer[]): Attack =>
  (connection) => {
    for (const payload of payloads) sendPayload(connection, payload)
  }
const floods =
  (payload: Buffer, times: number): Attack =>
  (connection) => {
    flood(connection, payload, times)
  }

/** A string of 65,535 bytes, of which one comes. */
const longer = Buffer.from([0, 0, 0xff, 0xff, 0x41, 0, 0, 0, 0])

describe('during the login', () => {
  it.each([
    ['a banner that is longer than its packet', payloadOf(53, longer)],
    ['a list of methods that is longer than its packet', payloadOf(51, longer)],
    ['a text of disconnection that is longer than its packet', payloadOf(1, 2, longer)],
    ['a message 60 that is longer than its packet', payloadOf(60, longer)],
    ['a service name that is longer than its packet', payloadOf(6, longer)],
    ['extensions that are not there', payloadOf(7, 3, 'server-sig-algs')],
    ['a debug text that is longer than its packet', payloadOf(4, true, longer)],
  ])('a server sends %s', async (_what, payload) => {
    const facts = await attackedBy(atLogin(sends(payload)))
    expect(valueOf(facts.hops.target.auth)).toMatchObject({
      outcome: 'closed',
      error: 'message',
    })
    expect(firstFinding(diagnose(facts))).toMatchObject({ id: 'auth/closed', severity: 'warning' })
  })

  it.each([
    ['a request to change the password', 'password', payloadOf(60, longer)],
    ['a prompt', 'keyboard-interactive', payloadOf(60, '', '', '', 1, longer)],
    ['four billion prompts', 'keyboard-interactive', payloadOf(60, '', '', '', 0xffff_ffff)],
  ] as const)('a server sends %s that cannot be read', async (_what, method, payload) => {
    const facts = await attackedBy(
      (connection) => {
        connection.on('authentication', (context) => {
          if (context.method === method) sendPayload(connection, payload)
        })
      },
      {
        login: (context) => {
          if (context.method !== method) context.reject([method])
        },
      },
    )
    expect(valueOf(facts.hops.target.auth).error).toMatch(/^(message|limit)$/)
  })

  it('a server sends banners without end', async () => {
    const facts = await attackedBy(atLogin(floods(payloadOf(53, 'x', ''), 100_000)))
    expect(valueOf(facts.hops.target.auth).error).toBe('limit')
  })

  it('a server asks for further prompts without end', async () => {
    const facts = await attackedBy(() => undefined, {
      login: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive'])
          return
        }
        const again = () => {
          context.prompt([], '', '', again)
        }
        again()
      },
    })
    expect(valueOf(facts.hops.target.auth).outcome).toMatch(/^(partial|rejected)$/)
  })

  it('sixteen banners of a talkative server do no harm', async () => {
    const facts = await attackedBy(atLogin(floods(payloadOf(53, 'hello', ''), 200)))
    expect(valueOf(facts.hops.target.auth)).toMatchObject({ outcome: 'accepted' })
    expect(valueOf(facts.hops.target.auth).banners).toHaveLength(16)
  })
})

describe('after the login', () => {
  it.each([
    ['a debug text that is longer than its packet', sends(payloadOf(4, true, longer))],
    ['a global request that is longer than its packet', sends(payloadOf(80, longer))],
    ['a KEXINIT without lists', sends(Buffer.from([20]))],
    ['data for a channel that no client has', sends(payloadOf(94, 0xffff_ffff, 'x'))],
    [
      'host keys that are longer than their packet',
      sends(payloadOf(80, 'hostkeys-00@openssh.com', false, longer.subarray(0, 5))),
    ],
    ['a channel that the check never asked for, cut', sends(payloadOf(90, 'session', 1))],
  ])('a server sends %s', async (_what, attack) => {
    const facts = await attackedBy(afterLogin(attack))
    const exec = valueOf(valueOf(facts.hops.target.session).exec)
    expect(exec.outcome).toBe('closed')
    expect(exec.error).toEqual(expect.any(String))
    expect(firstFinding(diagnose(facts))).toMatchObject({
      id: 'session/chroot-broken',
      severity: 'warning',
    })
  })

  it('a server opens a channel that can take no data', async () => {
    const facts = await attackedBy((connection) => {
      connection.on('session', () => undefined)
      replaceOpen(connection, (channel) => payloadOf(91, channel, 0, 2_097_152, 0))
    })
    const exec = valueOf(valueOf(facts.hops.target.session).exec)
    expect(exec.error).toBe('channel')
  })

  it('a server starts key exchanges without end', async () => {
    const facts = await attackedBy(
      afterLogin((connection) => {
        let left = 100
        const again = () => {
          left -= 1
          if (left > 0) connection.rekey(again)
        }
        again()
      }),
    )
    const { exec, sftp } = valueOf(facts.hops.target.session)
    expect([seen(exec)?.outcome, seen(sftp)?.outcome]).toContain('closed')
  })

  it.each([
    [
      'streamlocal channels named like a part of every object',
      payloadOf(90, 'forwarded-streamlocal@openssh.com', 1, 2, 3, 'toString', ''),
    ],
    ['X11 channels', payloadOf(90, 'x11', 1, 2, 3, '127.0.0.1', 6_000)],
    ['sessions', payloadOf(90, 'session', 1, 2, 3)],
  ])('a server opens %s, which are refused', async (_what, payload) => {
    const refusals: number[] = []
    const facts = await attackedBy((connection) => {
      handle(connection, 'CHANNEL_OPEN_FAILURE', () => refusals.push(1))
      connection.once('ready', () => {
        floods(payload, 20)(connection)
      })
    })
    expect(valueOf(valueOf(facts.hops.target.session).exec).outcome).toBe('ran')
    expect(refusals).toHaveLength(20)
  })
})

/** Answers each request for a channel with our own message. */
function replaceOpen(connection: ssh2.Connection, answer: (channel: number) => Buffer): void {
  handle(connection, 'CHANNEL_OPEN', (_protocol, info) => {
    const sender: unknown =
      typeof info === 'object' && info !== null ? Reflect.get(info, 'sender') : 0
    sendPayload(connection, answer(typeof sender === 'number' ? sender : 0))
  })
}

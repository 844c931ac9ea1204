import { afterEach, describe, expect, it } from '@jest/globals'
import ssh2 from 'ssh2'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { MessageFields, stringField } from '../../../src/ssh/message-fields'
import { newKeyPair } from '../../fixtures/key-pair'
import { valueOf } from '../../fixtures/value-of'
import { check } from '../preflight/check'
import { type SshServer, startSshServer } from '../preflight/servers'
import { handle, memberOf, payloadOf, sendPayload } from './send-payload'

let server: SshServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const strings = (...fields: readonly (string | Buffer)[]) => Buffer.concat(fields.map(stringField))
const number = (bytes: number) => Buffer.alloc(bytes, 1)
const dsa = strings('ssh-dss', number(128), number(20), number(128), number(128))

function newKey(): ssh2.ParsedKey {
  const key = ssh2.utils.parseKey(newKeyPair().private)
  if (key instanceof Error) throw key
  return key
}

/**
 * Checks a server that announces these keys and answers the request for their proof. Gives what was kept of them, and how
 * many requests came.
 */
async function announcedBy(
  blobs: readonly Buffer[],
  prove: (blob: Buffer, data: Buffer) => Buffer,
  times = 1,
) {
  const requests: Buffer[][] = []
  server = await startSshServer({
    onConnection: (connection) => {
      handle(connection, 'GLOBAL_REQUEST', (_protocol, name, _wantReply, data) => {
        if (name !== 'hostkeys-prove-00@openssh.com' || !Buffer.isBuffer(data)) return
        const fields = new MessageFields(data)
        const asked: Buffer[] = []
        while (!fields.ended) asked.push(fields.string())
        requests.push(asked)
        const session: unknown = Reflect.get(
          memberOf(memberOf(connection, '_protocol'), '_kex'),
          'sessionID',
        )
        if (!Buffer.isBuffer(session)) throw new Error('ssh2 changed: no session')
        const proofs = asked.map((blob) => prove(blob, strings(name, session, blob)))
        sendPayload(connection, payloadOf(81, ...proofs))
      })
      connection.once('ready', () => {
        const payload = payloadOf(80, 'hostkeys-00@openssh.com', false, strings(...blobs))
        for (let time = 0; time < times; time += 1) sendPayload(connection, payload)
      })
    },
  })
  const facts = await check({ port: server.port, timeoutMs: 8_000 })
  expect(diagnose(facts).faults).toStrictEqual([])
  expect(valueOf(valueOf(facts.hops.target.session).exec).outcome).toBe('ran')
  const announced = valueOf(facts.hops.target.hostkey).announced.map(({ blob }) => blob)
  return { announced, requests }
}

const base64 = (blob: Buffer) => blob.toString('base64')

describe('host keys that a server announces', () => {
  const key = newKey()
  const blob = Buffer.from(key.getPublicSSH())
  const honest = (_blob: Buffer, data: Buffer) =>
    stringField(strings('ssh-ed25519', Buffer.from(key.sign(data))))

  it('are kept when it proves to hold them', async () => {
    const { announced } = await announcedBy([blob], honest)
    expect(announced).toStrictEqual([base64(blob)])
  })

  it('are asked for once, and for sixteen at most', async () => {
    const keys = Array.from({ length: 600 }, () => blob)
    const { announced, requests } = await announcedBy(keys, honest, 20)
    expect(requests.map((asked) => asked.length)).toStrictEqual([16])
    expect(announced).toHaveLength(16)
  })

  it.each([
    ['no signature', () => stringField('')],
    ['no answer for the key', () => Buffer.alloc(0)],
    ['a cut signature', () => Buffer.from([0, 0, 0, 99, 1])],
    [
      'a signature of another key',
      (_blob: Buffer, data: Buffer) =>
        stringField(strings('ssh-ed25519', Buffer.from(newKey().sign(data)))),
    ],
    ['a signature of DSA', () => stringField(strings('ssh-dss', number(40)))],
  ])('are dropped when their proof is %s', async (_what, prove) => {
    const { announced } = await announcedBy([blob], prove)
    expect(announced).toStrictEqual([])
  })

  it('are not asked for when they are DSA, oversized, or no keys', async () => {
    const large = strings(
      'ssh-rsa',
      Buffer.from([3]),
      Buffer.concat([Buffer.alloc(1), number(2_100)]),
    )
    const { announced, requests } = await announcedBy(
      [dsa, large, Buffer.from('no key'), blob],
      honest,
    )
    expect(requests).toHaveLength(1)
    expect(requests[0]).toStrictEqual([blob])
    expect(announced).toStrictEqual([base64(blob)])
  })
})

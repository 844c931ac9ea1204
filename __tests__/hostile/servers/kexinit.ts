import { kexInitPayload } from '../../unit/ssh/packets'
import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, formsOf, password } from '../secrets'
import { cipherName } from '../sealed-packets'
import { byte, disconnect, lyingStr, message, msg, str, u32 } from '../wire'

const usual = [
  ...['curve25519-sha256', 'ssh-ed25519', cipherName, cipherName],
  ...['hmac-sha2-256', 'hmac-sha2-256', 'none', 'none', '', ''],
]
const fields = [
  ...['kex', 'host key', 'cipher to server', 'cipher to client', 'MAC to server', 'MAC to client'],
  ...['compression to server', 'compression to client', 'language to server', 'language to client'],
]
const head = Buffer.concat([byte(msg.kexInit), Buffer.alloc(16)])
const fails = { result: ['fail'] } as const

/** KEXINIT with one list replaced. */
const withList = (at: number, list: string) =>
  kexInitPayload(usual.map((each, index) => (index === at ? list : each)))

const withPayload = (name: string, kexInit: () => Buffer): HostileCase => ({
  name: `kexinit: ${name}`,
  serve: ssh({ kexInit }),
})

/** One field absurd after the other, each connection another kind of absurdity. */
const absurdFields = fields.flatMap((field, at): readonly HostileCase[] => {
  const name = allForms(password).replaceAll(/[ ,]/g, '_')
  const absurd: readonly (readonly [string, string])[] = [
    ['is the password', `${usual[at] ?? ''},${name}`],
    ['has one name of 30,000 letters', 'x'.repeat(30_000)],
  ]
  const chosen = at === 0 ? absurd : absurd.slice(at % 2, (at % 2) + 1)
  return chosen.map(([what, list]) =>
    withPayload(`the ${field} list ${what}`, () => withList(at, list)),
  )
})

const begins = (name: string, begin: (peer: Peer) => void): HostileCase => ({
  name: `kexinit: ${name}`,
  serve: ssh({
    begin: (peer) => {
      peer.sendIdentification()
      begin(peer)
    },
  }),
})

/** Packets that lie about themselves (RFC 4253 section 6). */
const badPackets: readonly (readonly [string, string])[] = [
  ['a length of 0', '0000000000000000'],
  ['a length of 1', '0000000100000000'],
  ['a length of 4 GiB', 'ffffffff04140000'],
  ['a length of 35,001', '000088b904140000'],
  ['a length of 256 KiB and more padding than that', '0003fffcff140000'],
  ['more padding than packet', '0000000cff141414141414141414141414'],
  ['no padding', '0000000c0014141414141414141414'],
]

/** Servers that lie in SSH_MSG_KEXINIT (RFC 4253 section 7.1) and in the first packets. */
export const kexInitCases: readonly HostileCase[] = [
  ...absurdFields,
  withPayload('all lists are empty', () => kexInitPayload(usual.map(() => ''))),
  withPayload('no list has a name that the client knows', () =>
    kexInitPayload(usual.map(() => 'x@y')),
  ),
  withPayload('15,000 names in a list', () =>
    withList(0, `${'a,'.repeat(15_000)}curve25519-sha256`),
  ),
  withPayload('commas only', () => withList(0, ','.repeat(30_000))),
  withPayload('names that are no ASCII', () =>
    withList(1, 'ssh-ed25519,\u001b[31m\u202e\0é,::error::injected'),
  ),
  withPayload('commands of a runner as names', () =>
    withList(0, '::error::injected,##[error]injected,`x`'),
  ),
  withPayload('each form of the password as a name', () =>
    withList(1, `${Object.values(formsOf(password)).join(',')},none`),
  ),
  withPayload('a name that is cut within the password', () =>
    withList(
      0,
      [64, 100, 128, 256, 1024].map((limit) => `${'a'.repeat(limit - 15)}${password}`).join(','),
    ),
  ),
  withPayload('a list that is longer than its packet', () =>
    Buffer.concat([head, lyingStr(0xffffffff, 'curve25519-sha256'), Buffer.alloc(50)]),
  ),
  withPayload('the last list is longer than its packet', () =>
    Buffer.concat([head, ...usual.slice(0, 9).map(str), lyingStr(400, 'x')]),
  ),
  withPayload('cut short after the cookie', () => head),
  withPayload('one byte', () => byte(msg.kexInit)),
  withPayload('30 kB after its end', () =>
    Buffer.concat([kexInitPayload(usual), Buffer.alloc(30_000, 1)]),
  ),
  withPayload('reserved number set', () =>
    Buffer.concat([head, ...usual.map(str), byte(0), u32(0xffffffff)]),
  ),
  ...badPackets.map(([name, hex]) =>
    begins(`a packet with ${name}`, (peer) => {
      peer.raw(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(64)]))
    }),
  ),
  begins('only after the client has sent its own', () => undefined),
  {
    name: 'kexinit: nothing after the identification',
    serve: ssh({
      begin: (peer) => {
        peer.sendIdentification()
      },
      on: { [msg.kexInit]: () => undefined },
    }),
    holds: fails,
  },
  begins('sent twice', (peer) => {
    peer.sendKexInit()
    peer.sendKexInit()
  }),
  begins('sent without end', (peer) => {
    peer.sendKexInit()
    const payload = peer.usualKexInit()
    peer.flood(() => payload)
  }),
  begins('a right guess, and its reply is missing', (peer) => {
    const payload = peer.usualKexInit()
    payload[payload.length - 5] = 1
    peer.sendKexInit(payload)
  }),
  begins('a wrong guess after which junk follows', (peer) => {
    const payload = kexInitPayload(usual.with(0, 'x@y,curve25519-sha256'))
    payload[payload.length - 5] = 1
    peer.sendKexInit(payload)
    peer.send(message(msg.kexClient, Buffer.alloc(200, 0xff)))
  }),
  begins('a disconnect with the password in every form', (peer) => {
    peer.send(disconnect(11, allForms(password)))
    peer.stream.end()
  }),
  begins('a disconnect whose text is longer than its packet', (peer) => {
    peer.send(message(msg.disconnect, u32(2), lyingStr(0x7fffffff, password), str('')))
    peer.stream.end()
  }),
  begins('a disconnect that is cut within the password', (peer) => {
    peer.send(
      disconnect(
        2,
        `${'.'.repeat(1024 - 14)}${password}${'.'.repeat(4096 - 1024 - 23)}${password}`,
      ),
    )
    peer.stream.end()
  }),
  begins('a disconnect with commands of a runner', (peer) => {
    peer.send(disconnect(2, '\r\n::error::injected\n##[error]injected\u2028::warning::injected'))
    peer.stream.end()
  }),
  begins('a disconnect of nine bytes', (peer) => {
    peer.send(message(msg.disconnect, u32(2), u32(3)))
    peer.stream.end()
  }),
  ...(['ignore', 'debug', 'unimplemented'] as const).map((name) =>
    begins(`${name} without end before it`, (peer) => {
      peer.flood((index) => message(msg[name], u32(index), str('x'.repeat(200)), str('')))
    }),
  ),
  begins('the smallest packets without end before it', (peer) => {
    peer.flood(() => message(msg.ignore, str('')))
  }),
  begins('debug messages with the password before it', (peer) => {
    peer.send(message(msg.debug, byte(1), str(allForms(password)), str('')))
    peer.sendKexInit()
  }),
  begins('messages of numbers that nobody knows before it', (peer) => {
    peer.flood((index) => message(192 + (index % 64), Buffer.alloc(40)))
  }),
  begins('a login that succeeded before it', (peer) => {
    peer.send(message(msg.authSuccess))
    peer.sendKexInit()
  }),
  begins('NEWKEYS before it', (peer) => {
    peer.send(message(msg.newKeys))
    peer.sendKexInit()
  }),
  begins('NEWKEYS right after it', (peer) => {
    peer.sendKexInit()
    peer.send(message(msg.newKeys))
  }),
  begins('an answer to a service request right after it', (peer) => {
    peer.sendKexInit()
    peer.send(message(msg.serviceAccept, str('ssh-userauth')))
  }),
  {
    name: 'kexinit: strict key exchange, with IGNORE before it',
    serve: ssh({
      lists: { kex: 'curve25519-sha256,kex-strict-s-v00@openssh.com' },
      begin: (peer) => {
        peer.sendIdentification()
        peer.send(message(msg.ignore, str('')))
        peer.sendKexInit()
      },
    }),
    holds: fails,
    quick: true,
  },
  {
    name: 'kexinit: strict key exchange, with IGNORE before the reply',
    serve: ssh({
      lists: { kex: 'curve25519-sha256,kex-strict-s-v00@openssh.com' },
      reply: (peer, reply) => {
        peer.send(message(msg.ignore, str('')))
        peer.sendReply(reply)
      },
    }),
    holds: fails,
  },
  begins('one byte after the other', (peer) => {
    const bytes = peer.sealed(withList(1, `ssh-ed25519,${'x'.repeat(20_000)}`))
    for (const each of bytes) peer.raw(Buffer.from([each]))
  }),
]

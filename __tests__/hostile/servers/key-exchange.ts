import type { KexReply } from '../conduct'
import { trickle } from '../flood'
import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, password } from '../secrets'
import { lyingStr, message, msg, str, u32 } from '../wire'

const fails = { result: ['fail'] } as const
const junk = Buffer.alloc(30_000, 0xff)

/** The server sends something else than its true reply. */
const replies = (name: string, change: (reply: KexReply) => Partial<KexReply>): HostileCase => ({
  name: `key exchange: ${name}`,
  serve: ssh({
    reply: (peer, reply) => {
      peer.sendReply({ ...reply, ...change(reply) })
    },
  }),
  holds: fails,
})

const sends = (name: string, reply: (peer: Peer, reply: KexReply) => void): HostileCase => ({
  name: `key exchange: ${name}`,
  serve: ssh({ reply }),
})

const points: readonly (readonly [string, Buffer])[] = [
  ['no point', Buffer.alloc(0)],
  ['a point of zeros', Buffer.alloc(32)],
  ['a point of order 2', Buffer.concat([Buffer.from([1]), Buffer.alloc(31)])],
  ['a point of 31 bytes', Buffer.alloc(31, 9)],
  ['a point of 33 bytes', Buffer.alloc(33, 9)],
  ['a point of 30,000 bytes', junk],
]

/** A method of key exchange that this server does not speak: it answers with a value of its own. */
const values = (kex: string, name: string, value: Buffer): HostileCase => ({
  name: `key exchange: ${kex} with ${name}`,
  serve: ssh({
    lists: { kex },
    on: {
      [msg.kexClient]: (peer) => {
        // Everything but the value is whole, so that the value is what a client has to refuse.
        const hostKey = Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(32, 7))])
        const signature = Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(64))])
        peer.send(message(msg.kexReply, str(hostKey), str(value), str(signature)))
        peer.send(message(msg.newKeys))
      },
    },
  }),
  holds: fails,
})

const one = Buffer.from([1])

/** Servers that lie in their reply of the key exchange. */
export const keyExchangeCases: readonly HostileCase[] = [
  ...points.map(([name, ephemeral]) => replies(`curve25519 with ${name}`, () => ({ ephemeral }))),
  values('ecdh-sha2-nistp256', 'the point at infinity', Buffer.from([0])),
  values(
    'ecdh-sha2-nistp256',
    'a point off the curve',
    Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 5)]),
  ),
  values('ecdh-sha2-nistp521', 'a point of 30,000 bytes', junk),
  values('diffie-hellman-group14-sha256', 'zero', Buffer.alloc(0)),
  values('diffie-hellman-group14-sha256', 'one', one),
  values('diffie-hellman-group14-sha256', 'a negative number', Buffer.alloc(256, 0xff)),
  values('diffie-hellman-group14-sha256', 'a number of 30,000 bytes', junk),
  values('diffie-hellman-group18-sha512', 'one', one),
  values('diffie-hellman-group18-sha512', 'a number of 1024 bytes', Buffer.alloc(1024, 0x7f)),
  replies('an empty signature', () => ({ signature: Buffer.alloc(0) })),
  replies('a signature of another key', ({ signature }) => {
    const wrong = Buffer.from(signature)
    wrong[wrong.length - 5] = (wrong[wrong.length - 5] ?? 0) ^ 1
    return { signature: wrong }
  }),
  replies('a signature of 30,000 bytes', () => ({
    signature: Buffer.concat([str('ssh-ed25519'), str(junk)]),
  })),
  replies('a signature that is longer than its packet', () => ({
    signature: Buffer.concat([str('ssh-ed25519'), lyingStr(0x7fffffff, 'x')]),
  })),
  {
    ...replies('a signature whose type is the password', () => ({
      signature: Buffer.concat([str(allForms(password)), str(Buffer.alloc(64))]),
    })),
    quick: true,
  },
  replies('a signature of another type', () => ({
    signature: Buffer.concat([str('ssh-rsa'), str(Buffer.alloc(256, 1))]),
  })),
  sends('no reply', () => undefined),
  sends('a reply that is cut short', (peer) => {
    peer.send(message(msg.kexReply, u32(4)))
  }),
  sends('a reply whose first field is longer than its packet', (peer) => {
    peer.send(message(msg.kexReply, lyingStr(0xffffffff, junk)))
  }),
  sends('the reply twice', (peer, { hostKey, ephemeral, signature }) => {
    const payload = message(msg.kexReply, str(hostKey), str(ephemeral), str(signature))
    peer.send(payload)
    peer.send(payload)
    peer.sendNewKeys()
  }),
  sends('no NEWKEYS after the reply', (peer, { hostKey, ephemeral, signature }) => {
    peer.send(message(msg.kexReply, str(hostKey), str(ephemeral), str(signature)))
  }),
  sends('NEWKEYS in place of the reply', (peer) => {
    peer.sendNewKeys()
  }),
  sends('NEWKEYS twice', (peer, reply) => {
    peer.sendReply(reply)
    peer.send(message(msg.newKeys))
  }),
  sends('DEBUG with the password and a disconnect in place of the reply', (peer) => {
    peer.send(message(msg.debug, Buffer.from([1]), str(allForms(password)), str('')))
    peer.send(message(msg.disconnect, u32(3), str(allForms(password)), str('')))
  }),
  sends('messages of a login in place of the reply', (peer) => {
    peer.send(message(msg.authBanner, str(password), str('')))
    peer.send(message(msg.authSuccess))
  }),
  sends('UNIMPLEMENTED without end in place of the reply', (peer) => {
    peer.flood((index) => message(msg.unimplemented, u32(index)))
  }),
  sends('IGNORE of 30 kB without end in place of the reply', (peer) => {
    const payload = message(msg.ignore, str(junk))
    peer.flood(() => payload)
  }),
  sends('the reply dripping', (peer, { hostKey, ephemeral, signature }) => {
    const payload = message(msg.kexReply, str(hostKey), str(ephemeral), str(signature))
    const bytes = peer.sealed(payload)
    trickle(peer.stream, 20, (index) => bytes.subarray(index, index + 1))
  }),
  sends('packets under keys that nobody agreed to', (peer, reply) => {
    peer.sendReply(reply)
    peer.raw(Buffer.alloc(4096, 0x20))
  }),
  sends('an encrypted packet of 4 GiB', (peer, reply) => {
    peer.sendReply(reply)
    peer.raw(Buffer.alloc(4096, 0xff))
  }),
]

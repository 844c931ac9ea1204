import { kexInitPayload } from '../../unit/ssh/packets'
import type { KexReply } from '../conduct'
import { ed25519HostKey } from '../host-keys'
import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, formsOf, password } from '../secrets'
import { disconnect, message, msg, str } from '../wire'

/** A second exchange that begins after the login, and what the server does in it. */
const rekeys = (name: string, second: (peer: Peer, reply: KexReply) => void): HostileCase => ({
  name: `re-keying: ${name}`,
  serve: ssh({
    loggedIn: (peer) => {
      peer.sendKexInit()
    },
    reply: (peer, reply) => {
      if (peer.exchanges === 0) peer.sendReply(reply)
      else second(peer, reply)
    },
  }),
})

/** The same between the first exchange and the login. */
const rekeysAtOnce = (
  name: string,
  second: (peer: Peer, reply: KexReply) => void,
): HostileCase => ({
  name: `re-keying: before the login, ${name}`,
  serve: ssh({
    secured: (peer) => {
      if (peer.exchanges === 1) peer.sendKexInit()
    },
    reply: (peer, reply) => {
      if (peer.exchanges === 0) peer.sendReply(reply)
      else second(peer, reply)
    },
  }),
})

const signedByPassword = (peer: Peer, reply: KexReply) => {
  peer.sendReply({ ...reply, signature: Buffer.concat([str(password), str(Buffer.alloc(64))]) })
}

const startsWith = (name: string, payload: (peer: Peer) => Buffer): HostileCase => ({
  name: `re-keying: ${name}`,
  serve: ssh({
    loggedIn: (peer) => {
      peer.sendKexInit(payload(peer))
    },
  }),
})

const listsWith = (list: string) =>
  kexInitPayload([list, list, list, list, list, list, 'none', 'none', '', ''])

/** Servers that exchange keys a second time (RFC 4253 section 9), and lie in it. */
export const rekeyingCases: readonly HostileCase[] = [
  rekeys('once, honestly', (peer, reply) => {
    peer.sendReply(reply)
  }),
  {
    name: 're-keying: again after each exchange, before the login',
    serve: ssh({
      secured: (peer) => {
        peer.sendKexInit()
      },
    }),
  },
  {
    name: 're-keying: again after each exchange, after the login',
    serve: ssh({
      loggedIn: (peer) => {
        peer.sendKexInit()
      },
      secured: (peer) => {
        if (peer.exchanges > 1) peer.sendKexInit()
      },
    }),
  },
  rekeys('with another host key', (peer, reply) => {
    peer.sendReply({ ...reply, hostKey: ed25519HostKey().blob })
  }),
  rekeys('a signature whose type is the password', signedByPassword),
  {
    ...rekeysAtOnce('a signature whose type is the password', signedByPassword),
    quick: true,
  },
  rekeysAtOnce('a host key whose type is the password', (peer, reply) => {
    peer.sendReply({ ...reply, hostKey: Buffer.concat([str(allForms(password)), str('')]) })
  }),
  rekeysAtOnce('honestly', (peer, reply) => {
    peer.sendReply(reply)
  }),
  rekeys('a host key whose type is the password in every form', (peer, reply) => {
    peer.sendReply({ ...reply, hostKey: Buffer.concat([str(allForms(password)), str('')]) })
  }),
  rekeys('no reply', () => undefined),
  rekeys('a disconnect with the password in every form', (peer) => {
    peer.send(disconnect(3, allForms(password)))
    peer.stream.end()
  }),
  rekeys('data of channels in place of the reply', (peer) => {
    peer.flood(() => message(msg.channelData, Buffer.alloc(4), str('x')))
  }),
  rekeys('no NEWKEYS', (peer, { hostKey, ephemeral, signature }) => {
    peer.send(message(msg.kexReply, str(hostKey), str(ephemeral), str(signature)))
  }),
  startsWith('without a common algorithm, with the password as names', () =>
    listsWith(Object.values(formsOf(password)).join(',')),
  ),
  startsWith('with lists of 30,000 letters', () => listsWith('x'.repeat(5000))),
  startsWith('with a list that is longer than its packet', () => {
    const payload = listsWith('x')
    payload.writeUInt32BE(0x7fffffff, 17)
    return payload
  }),
  startsWith('with a group exchange', () =>
    kexInitPayload([
      'diffie-hellman-group-exchange-sha256',
      ...Array.from({ length: 5 }, () => 'x'),
      'none',
      'none',
      '',
      '',
    ]),
  ),
  {
    name: 're-keying: KEXINIT without end',
    serve: ssh({
      loggedIn: (peer) => {
        const payload = peer.usualKexInit()
        peer.sendKexInit()
        peer.flood(() => payload)
      },
    }),
  },
]

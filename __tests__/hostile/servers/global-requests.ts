import { randomBytes } from 'node:crypto'
import { ed25519HostKey, type HostKey, rsaBlob, rsaHostKeyThatSays } from '../host-keys'
import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, password } from '../secrets'
import { bool, byte, bytesOf, FieldReader, lyingStr, message, msg, mpint, str, u32 } from '../wire'

const prove = 'hostkeys-prove-00@openssh.com'

const request = (name: string, wantsReply: boolean, ...more: readonly Buffer[]) =>
  message(msg.globalRequest, str(name), bool(wantsReply), ...more)

/** The announcement of OpenSSH's PROTOCOL, section 2.5: all host keys, without a reply. */
const announcement = (blobs: readonly Buffer[]) =>
  request('hostkeys-00@openssh.com', false, ...blobs.map((blob) => str(blob)))

/** Announces keys after the login, and answers the request to prove them. */
const announces = (
  name: string,
  announce: (peer: Peer) => void,
  proof: (peer: Peer) => Buffer | null = () => null,
): HostileCase => ({
  name: `global requests: ${name}`,
  serve: ssh({
    loggedIn: announce,
    on: {
      [msg.globalRequest]: (peer, payload) => {
        const proved = new FieldReader(payload).text() === prove ? proof(peer) : null
        if (proved) peer.send(proved)
        else peer.honest(payload)
      },
    },
  }),
})

/** The proof of a key by itself: its signature of the request, the session and the blob. */
const proofBy = (peer: Peer, key: HostKey) =>
  message(
    msg.requestSuccess,
    str(key.sign(Buffer.concat([str(prove), str(peer.sessionId), str(key.blob)]))),
  )

const success =
  (...signatures: readonly Buffer[]) =>
  () =>
    message(msg.requestSuccess, ...signatures.map((signature) => str(signature)))

const ed25519Blob = () => Buffer.concat([str('ssh-ed25519'), str(randomBytes(32))])
const manyKeys = announcement(Array.from({ length: 600 }, ed25519Blob))

const odd = (bits: number) => bytesOf((1n << BigInt(bits)) - 159n)
const dsaBlob = Buffer.concat([
  str('ssh-dss'),
  ...[1024, 160, 1023, 1022].map((bits) => mpint(odd(bits))),
])
const largeDsaBlob = Buffer.concat([
  str('ssh-dss'),
  ...[10_000, 160, 9999, 9998].map((bits) => mpint(odd(bits))),
])
const largeRsa = rsaBlob(bytesOf(65_537n), odd(16_384))
const extra = ed25519HostKey()

const says = (blob: Buffer) => (peer: Peer) => {
  peer.send(announcement([blob]))
}

let kept: HostKey | null = null
/** Made when it is needed: looking for its primes takes a moment. */
const passwordKey = () => (kept ??= rsaHostKeyThatSays(Buffer.from(password)))

/** Servers that lie in global requests (RFC 4254 section 4) and in the host keys that they announce. */
export const globalRequestCases: readonly HostileCase[] = [
  announces('a key that it can prove', says(extra.blob), (peer) => proofBy(peer, extra)),
  {
    ...announces(
      'an RSA key whose modulus is the password, and proves it',
      (peer) => {
        peer.send(announcement([passwordKey().blob]))
      },
      (peer) => proofBy(peer, passwordKey()),
    ),
    quick: true,
  },
  announces('a key whose type is the password', (peer) => {
    peer.send(
      announcement([
        Buffer.concat([str(allForms(password)), str(password)]),
        Buffer.from(password),
      ]),
    )
  }),
  announces(
    'a comment in a key that is the password',
    says(Buffer.concat([extra.blob, str(allForms(password))])),
    success(Buffer.alloc(80)),
  ),
  announces('600 keys', (peer) => {
    peer.send(manyKeys)
  }),
  announces('600 keys again and again', (peer) => {
    peer.flood(() => manyKeys)
  }),
  {
    ...announces('600 keys again and again, and reads nothing', (peer) => {
      peer.stream.pause()
      peer.flood(() => manyKeys)
    }),
    inputs: { timeout: '6s' },
  },
  announces(
    'other keys each time, and proofs that are none',
    (peer) => {
      peer.flood(() => announcement([ed25519Blob()]))
    },
    success(Buffer.alloc(83)),
  ),
  announces('a DSA key, and a proof without a signature', says(dsaBlob), success(Buffer.alloc(0))),
  announces('a DSA key, and a proof of four bytes', says(dsaBlob), success(str(''))),
  announces(
    'a DSA key, and a short signature',
    says(dsaBlob),
    success(Buffer.concat([str('ssh-dss'), str('x')])),
  ),
  announces(
    'a DSA key of 10,000 bits',
    says(largeDsaBlob),
    success(Buffer.concat([str('ssh-dss'), str(Buffer.alloc(40, 1))])),
  ),
  announces(
    'an RSA key of 16,384 bits',
    says(largeRsa),
    success(Buffer.concat([str('rsa-sha2-512'), str(Buffer.alloc(2048, 1))])),
  ),
  announces(
    'an RSA key with an exponent of 3072 bits',
    says(rsaBlob(odd(3071), odd(3072))),
    success(Buffer.concat([str('rsa-sha2-512'), str(Buffer.alloc(384, 1))])),
  ),
  announces(
    'an ECDSA key, and a proof that is no sequence',
    says(Buffer.concat([str('ecdsa-sha2-nistp256'), str('nistp256'), str(Buffer.alloc(65, 4))])),
    success(Buffer.concat([str('ecdsa-sha2-nistp256'), str(Buffer.alloc(70, 0xff))])),
  ),
  announces(
    'an Ed25519 key, and a proof whose type is the password',
    says(extra.blob),
    success(Buffer.concat([str(allForms(password)), str(Buffer.alloc(64))])),
  ),
  announces('a proof that is longer than its packet', says(extra.blob), () =>
    message(msg.requestSuccess, lyingStr(0x7fffffff, 'x')),
  ),
  announces(
    '1000 proofs for one key',
    says(extra.blob),
    success(...Array.from({ length: 1000 }, () => Buffer.alloc(20))),
  ),
  announces('no proof and no failure', says(extra.blob), () => message(msg.ignore, str(''))),
  announces('a key that is longer than its packet', (peer) => {
    peer.send(request('hostkeys-00@openssh.com', false, lyingStr(0x7fffffff, 'x')))
  }),
  announces('keys of no bytes', (peer) => {
    peer.send(announcement(Array.from({ length: 2000 }, () => Buffer.alloc(0))))
  }),
  announces('answers to nothing, without end', (peer) => {
    peer.flood((index) => message(index % 2 === 0 ? msg.requestSuccess : msg.requestFailure))
  }),
  announces('keepalives that want a reply, without end', (peer) => {
    peer.flood(() => request('keepalive@openssh.com', true))
  }),
  announces('keepalives that want a reply, without end and without reading', (peer) => {
    peer.stream.pause()
    peer.flood(() => request('keepalive@openssh.com', true))
  }),
  announces('a request whose name is the password', (peer) => {
    peer.send(request(allForms(password), true))
  }),
  announces('a request whose name is longer than its packet', (peer) => {
    peer.send(message(msg.globalRequest, lyingStr(0x7fffffff, 'x')))
  }),
  announces('a request of one byte', (peer) => {
    peer.send(byte(msg.globalRequest))
  }),
  announces('DEBUG with the password after the login', (peer) => {
    for (const text of [
      allForms(password),
      `${'.'.repeat(1024 - 15)}${password}`,
      `${'.'.repeat(4096 - 15)}${password}`,
    ])
      peer.send(message(msg.debug, bool(true), str(text), str('')))
  }),
  announces('DEBUG without end after the login', (peer) => {
    peer.flood((index) => message(msg.debug, bool(true), str(`number ${index}`), str('')))
  }),
  announces('a disconnect with the password after the login', (peer) => {
    peer.send(message(msg.disconnect, u32(11), str(allForms(password)), str('')))
    peer.stream.end()
  }),
]

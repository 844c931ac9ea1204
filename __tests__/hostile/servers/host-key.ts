import { type HostKey, rsaBlob, rsaHostKeyThatSays } from '../host-keys'
import { type HostileCase, type Serve, ssh } from '../hostile-server'
import { allForms, password } from '../secrets'
import { bytesOf, byte, lyingStr, mpint, str } from '../wire'

/** A host key that signs with whatever signature is given. */
const madeUp = (algorithm: string, blob: Buffer, signature = Buffer.alloc(256, 1)): HostKey => ({
  algorithm,
  blob,
  sign: () => Buffer.concat([str(algorithm), str(signature)]),
})

const shows = (name: string, hostKey: HostKey): HostileCase => ({
  name: `host key: ${name}`,
  serve: ssh({ hostKey }),
  holds: { result: ['fail'] },
})

const odd = (bits: number) => bytesOf((1n << BigInt(bits)) - 159n)
const e = bytesOf(65_537n)

const rsa = (name: string, n: Buffer, exponent = e) =>
  shows(name, madeUp('rsa-sha2-256', rsaBlob(exponent, n), Buffer.alloc(n.length, 1)))

/** Makes the key when somebody connects: looking for its primes takes a moment. */
const saysPassword = (bytes: Buffer): Serve => {
  let hostKey: HostKey | null = null
  return (stream) => {
    hostKey ??= rsaHostKeyThatSays(bytes)
    ssh({ hostKey })(stream)
  }
}

const certificate = Buffer.concat([
  str('ssh-ed25519-cert-v01@openssh.com'),
  ...[str(Buffer.alloc(32)), str(Buffer.alloc(32, 7)), Buffer.alloc(12), str(password)],
])

/** Servers whose host key is none, or takes long to use, or says a secret. */
export const hostKeyCases: readonly HostileCase[] = [
  rsa('RSA of 512 bits', odd(512)),
  rsa('RSA of 16,384 bits', odd(16_384)),
  rsa('RSA of 100,000 bits', odd(100_000)),
  rsa('RSA with an exponent of 3072 bits', odd(3072), odd(3071)),
  rsa('RSA with an exponent of one', odd(2048), byte(1)),
  rsa('RSA with an even exponent', odd(2048), byte(2)),
  rsa('RSA with a modulus of zero', Buffer.alloc(0)),
  rsa('RSA with an even modulus', bytesOf(1n << 2047n)),
  shows(
    'an Ed25519 point of 31 bytes',
    madeUp('ssh-ed25519', Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(31, 7))])),
  ),
  shows(
    'an Ed25519 point that is none',
    madeUp(
      'ssh-ed25519',
      Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(32, 0xff))]),
      Buffer.alloc(64),
    ),
  ),
  shows(
    'an ECDSA point off the curve',
    madeUp(
      'ecdsa-sha2-nistp256',
      Buffer.concat([
        str('ecdsa-sha2-nistp256'),
        str('nistp256'),
        str(Buffer.concat([byte(4), Buffer.alloc(64, 5)])),
      ]),
    ),
  ),
  shows(
    'an ECDSA curve that is the password',
    madeUp(
      'ecdsa-sha2-nistp256',
      Buffer.concat([str('ecdsa-sha2-nistp256'), str(password), str(Buffer.alloc(65, 4))]),
    ),
  ),
  shows(
    'DSA with a prime of 10,000 bits',
    madeUp(
      'ssh-dss',
      Buffer.concat([
        str('ssh-dss'),
        mpint(odd(10_000)),
        mpint(odd(160)),
        mpint(odd(9999)),
        mpint(odd(9998)),
      ]),
      Buffer.alloc(40, 1),
    ),
  ),
  shows(
    'DSA with a signature of no bytes',
    madeUp(
      'ssh-dss',
      Buffer.concat([
        str('ssh-dss'),
        mpint(odd(1024)),
        mpint(odd(160)),
        mpint(odd(1023)),
        mpint(odd(1022)),
      ]),
      Buffer.alloc(0),
    ),
  ),
  shows('no bytes', madeUp('ssh-ed25519', Buffer.alloc(0))),
  shows(
    '30,000 bytes',
    madeUp('ssh-ed25519', Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(30_000, 7))])),
  ),
  shows(
    'a type that is longer than its blob',
    madeUp('ssh-ed25519', lyingStr(0x7fffffff, 'ssh-ed25519')),
  ),
  shows('another type than was agreed', madeUp('ssh-ed25519', rsaBlob(e, odd(2048)))),
  shows('a certificate that nobody asked for', madeUp('ssh-ed25519', certificate)),
  shows('an algorithm that nobody knows', madeUp('ssh-injected@example.com', Buffer.from('x'))),
  {
    name: 'host key: a blob whose type is the password',
    serve: ssh({
      hostKey: madeUp('ssh-ed25519', Buffer.concat([str(allForms(password)), str(password)])),
    }),
    holds: { result: ['fail'] },
  },
  {
    name: 'host key: an Ed25519 key that is the password, without a signature',
    serve: ssh({
      hostKey: madeUp(
        'ssh-ed25519',
        Buffer.concat([str('ssh-ed25519'), str(Buffer.from(password.padEnd(32, '.')))]),
      ),
    }),
    holds: { result: ['fail'] },
  },
  {
    name: 'host key: an RSA key whose modulus is the password, with a right signature',
    serve: saysPassword(Buffer.from(password)),
    quick: true,
  },
  {
    name: 'host key: an RSA key whose modulus is the password, pinned to another',
    serve: saysPassword(Buffer.from(`.${password}`)),
    inputs: { fingerprint: 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
    holds: { result: ['fail'], connections: 3 },
  },
]

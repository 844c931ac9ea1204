import {
  checkPrimeSync,
  constants,
  createPrivateKey,
  generateKeyPairSync,
  generatePrimeSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { bytesOf, mpint, numberOf, str } from './wire'

/** A host key and what signs with it. */
export interface HostKey {
  /** The name of the algorithm in KEXINIT. */
  readonly algorithm: string
  /** The public key blob (RFC 4253 section 6.6). */
  readonly blob: Buffer
  /** The signature blob of the data. */
  readonly sign: (data: Buffer) => Buffer
}

/** A new Ed25519 host key (RFC 8709). */
export function ed25519HostKey(): HostKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return {
    algorithm: 'ssh-ed25519',
    blob: Buffer.concat([str('ssh-ed25519'), str(point)]),
    sign: (data) => Buffer.concat([str('ssh-ed25519'), str(sign(null, data, privateKey))]),
  }
}

/** A public key blob of type ssh-rsa, from whatever numbers. */
export const rsaBlob = (e: Buffer, n: Buffer): Buffer =>
  Buffer.concat([str('ssh-rsa'), mpint(e), mpint(n)])

/**
 * An RSA host key of 2048 bits whose modulus begins with the bytes: q is the prime that makes p·q begin with them. It
 * signs as every RSA key does.
 */
export function rsaHostKeyThatSays(bytes: Buffer): HostKey {
  const bits = 2048n
  const e = 65_537n
  const wanted = numberOf(bytes) << (bits - BigInt(bytes.length * 8))
  for (;;) {
    const p = generatePrimeSync(1024, { bigint: true })
    const q = primeFrom(wanted / p + (1n << 300n))
    const phi = (p - 1n) * (q - 1n)
    const d = inverse(e, phi)
    if (d === null || p === q) continue
    const n = p * q
    return rsaHostKey(
      createPrivateKey({
        format: 'jwk',
        key: {
          kty: 'RSA',
          ...jwk({ n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) ?? 0n }),
        },
      }),
    )
  }
}

function rsaHostKey(key: KeyObject): HostKey {
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  const number = (text: string) => Buffer.from(text, 'base64url')
  return {
    algorithm: 'rsa-sha2-256',
    blob: rsaBlob(number(e), number(n)),
    sign: (data) =>
      Buffer.concat([
        str('rsa-sha2-256'),
        str(sign('sha256', data, { key, padding: constants.RSA_PKCS1_PADDING })),
      ]),
  }
}

const jwk = (numbers: Readonly<Record<string, bigint>>) =>
  Object.fromEntries(
    Object.entries(numbers).map(([name, number]) => [name, bytesOf(number).toString('base64url')]),
  )

/** The first prime at or after a number. */
function primeFrom(start: bigint): bigint {
  let number = start | 1n
  while (!checkPrimeSync(number)) number += 2n
  return number
}

/** The inverse of a number; null when there is none. */
function inverse(number: bigint, modulus: bigint): bigint | null {
  let [a, b] = [modulus, number % modulus]
  let [x, y] = [0n, 1n]
  while (b > 0n) {
    const times = a / b
    ;[a, b] = [b, a - times * b]
    ;[x, y] = [y, x - times * y]
  }
  return a === 1n ? ((x % modulus) + modulus) % modulus : null
}

import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { MessageFields, readOrNull } from './message-fields'
import { ProtocolViolation } from './protocol-violation'

/** The public keys that we compute with, by their fields. */
type PublicKey =
  | { readonly type: 'ssh-rsa'; readonly exponent: Buffer; readonly modulus: Buffer }
  | { readonly type: 'ssh-dss'; readonly p: Buffer; readonly q: Buffer }
  | { readonly type: 'ssh-ed25519'; readonly point: Buffer }
  | { readonly type: 'ecdsa'; readonly curve: Curve; readonly point: Buffer }

/** RFC 5656 section 6.2.1: a curve goes with one hash. */
const curves = {
  'ecdsa-sha2-nistp256': { name: 'nistp256', jwk: 'P-256', bytes: 32, hash: 'sha256' },
  'ecdsa-sha2-nistp384': { name: 'nistp384', jwk: 'P-384', bytes: 48, hash: 'sha384' },
  'ecdsa-sha2-nistp521': { name: 'nistp521', jwk: 'P-521', bytes: 66, hash: 'sha512' },
} as const
type Curve = (typeof curves)[keyof typeof curves]

const rsaHashes: ReadonlyMap<string, string> = new Map([
  ['ssh-rsa', 'sha1'],
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
])

/** OpenSSL verifies no larger RSA keys (OPENSSL_RSA_MAX_MODULUS_BITS); OpenSSH makes none, and none whose exponent is longer. */
const most = { rsaBits: 16_384, rsaExponentBits: 64, dsaBits: 3_072 } as const

/**
 * Checks that a host key can be computed with in a short time: its fields are whole, its points have the size of their
 * curve, and its numbers are not larger than any key's. Throws a ProtocolViolation. Other types of key are left alone.
 */
export function checkPublicKey(blob: Buffer): void {
  readPublicKey(blob)
}

/** Whether signatures of this key can be verified here: no DSA, no certificate, no security key, and nothing oversized. */
export function canBeVerified(blob: Buffer): boolean {
  const key = readOrNull(() => readPublicKey(blob))
  return key !== null && key.type !== 'ssh-dss'
}

/**
 * Whether a signature (RFC 4253 section 6.6: a string with the algorithm, then the signature itself) is one of this key over this
 * data. False for types that we do not verify (DSA, certificates, security keys) and for bytes that are no signature.
 */
export function signatureFits(blob: Buffer, signature: Buffer, data: Buffer): boolean {
  try {
    const fields = new MessageFields(signature)
    return verifies(readPublicKey(blob), blob, fields.text(), fields.string(), data)
  } catch {
    // What OpenSSL cannot read is no signature.
    return false
  }
}

function readPublicKey(blob: Buffer): PublicKey | null {
  const fields = new MessageFields(blob)
  const type = fields.text()
  switch (type) {
    case 'ssh-rsa': {
      const key = {
        type,
        exponent: fields.positiveMpint(),
        modulus: fields.positiveMpint(),
      } as const
      if (key.modulus.length * 8 > most.rsaBits || key.exponent.length * 8 > most.rsaExponentBits)
        throw new ProtocolViolation(
          'host-key',
          'the RSA host key is larger than any client accepts',
        )
      return key
    }
    case 'ssh-dss': {
      const key = { type, p: fields.positiveMpint(), q: fields.positiveMpint() } as const
      if (key.p.length * 8 > most.dsaBits || key.q.length > key.p.length)
        throw new ProtocolViolation(
          'host-key',
          'the DSA host key is larger than any client accepts',
        )
      return key
    }
    case 'ssh-ed25519':
      return { type, point: pointOf(fields, 32) }
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521': {
      const curve = curves[type]
      if (fields.text() !== curve.name)
        throw new ProtocolViolation('host-key', 'the host key names another curve than its type')
      return { type: 'ecdsa', curve, point: pointOf(fields, 1 + 2 * curve.bytes) }
    }
    default:
      return null
  }
}

function pointOf(fields: MessageFields, length: number): Buffer {
  const point = fields.string()
  if (point.length !== length)
    throw new ProtocolViolation('host-key', 'the host key has a point of a wrong size')
  return point
}

function verifies(
  key: PublicKey | null,
  blob: Buffer,
  algorithm: string,
  signature: Buffer,
  data: Buffer,
): boolean {
  switch (key?.type) {
    case 'ssh-rsa': {
      const hash = rsaHashes.get(algorithm)
      return hash !== undefined && verify(hash, data, rsaKey(key.exponent, key.modulus), signature)
    }
    case 'ssh-ed25519':
      return algorithm === key.type && verify(null, data, edKey(key.point), signature)
    case 'ecdsa': {
      if (new MessageFields(blob).text() !== algorithm) return false
      const { curve } = key
      const numbers = new MessageFields(signature)
      const pair = [numbers.positiveMpint(), numbers.positiveMpint()]
      if (pair.some((number) => number.length > curve.bytes)) return false
      const padded = pair.map((number) =>
        Buffer.concat([Buffer.alloc(curve.bytes - number.length), number]),
      )
      const [x, y] = [key.point.subarray(1, 1 + curve.bytes), key.point.subarray(1 + curve.bytes)]
      const object = fromJwk({ kty: 'EC', crv: curve.jwk, x: url(x), y: url(y) })
      return verify(
        curve.hash,
        data,
        { key: object, dsaEncoding: 'ieee-p1363' },
        Buffer.concat(padded),
      )
    }
    default:
      return false
  }
}

const url = (bytes: Buffer) => bytes.toString('base64url')
const fromJwk = (key: JsonWebKey): KeyObject => createPublicKey({ key, format: 'jwk' })
const rsaKey = (e: Buffer, n: Buffer) => fromJwk({ kty: 'RSA', e: url(e), n: url(n) })
const edKey = (x: Buffer) => fromJwk({ kty: 'OKP', crv: 'Ed25519', x: url(x) })

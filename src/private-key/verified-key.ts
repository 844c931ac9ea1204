import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto'
import { fingerprintOf } from '../ssh/host-key'
import { type Components, type Curve, publicBlobOf, type RsaComponents, typeOf } from './components'
import { bitLength } from './public-half'
import { withoutLeadingZeros } from './ssh-wire'

/** The largest modulus that OpenSSL and so OpenSSH takes (OPENSSL_RSA_MAX_MODULUS_BITS). */
export const mostRsaBits = 16_384

/** FIPS 186-5 section 5.1. Bounded so that a private exponent can never stand where the public one belongs. */
const mostExponentBits = 256

/** OpenSSL's names of the curves of RFC 5656. */
const opensslCurve: Readonly<Record<Curve, string>> = {
  nistp256: 'prime256v1',
  nistp384: 'secp384r1',
  nistp521: 'secp521r1',
}

/** PKCS#8 of an Ed25519 seed without the seed (RFC 8410 section 7). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * A private key whose public key was derived from it and is the one in the file. Nothing else gives a public key line or a
 * fingerprint, so no byte of a corrupt file can be mistaken for a public key. The components are secret.
 */
export class VerifiedKey {
  readonly components: Components
  /** The public key blob of RFC 4253 section 6.6. */
  readonly publicBlob: Buffer

  private constructor(components: Components) {
    this.components = components
    this.publicBlob = publicBlobOf(components)
  }

  /**
   * Null when the halves do not belong together, or are too large to compare. Neither ssh2 nor Go compares them for
   * Ed25519: such a key loads, signs, and is then refused without a reason.
   */
  static from(components: Components): VerifiedKey | null {
    return publicKeyMatches(components) ? new VerifiedKey(components) : null
  }

  /** The SSH name of the key type. */
  get type(): string {
    return typeOf(this.components)
  }

  /** `type base64`, the line to look for in authorized_keys. */
  get line(): string {
    return `${this.type} ${this.publicBlob.toString('base64')}`
  }

  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  get fingerprint(): string {
    return fingerprintOf(this.publicBlob)
  }
}

function publicKeyMatches(key: Components): boolean {
  try {
    if (key.kind === 'rsa') return rsaAgrees(key)
    if (key.kind === 'ed25519') {
      const derived = ed25519PublicKey(key.seed)
      return derived.equals(key.publicKey) && derived.equals(key.publicCopy)
    }
    const curve = createECDH(opensslCurve[key.curve])
    curve.setPrivateKey(key.scalar)
    return curve.getPublicKey().equals(key.point)
  } catch {
    // A scalar of zero or past the order of the curve has no public half at all.
    return false
  }
}

function ed25519PublicKey(seed: Buffer): Buffer {
  const key = Buffer.concat([ed25519Prefix, seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  return Buffer.from(x ?? '', 'base64url')
}

/** n = pq, ed ≡ 1 for both primes, and the shortcuts of RFC 8017 section 3.2 fit. */
function rsaAgrees(key: RsaComponents): boolean {
  if (!isBounded(key)) return false
  const [n, e, d, p, q, iqmp] = [key.n, key.e, key.d, key.p, key.q, key.iqmp].map(integer)
  if (n === undefined || e === undefined || d === undefined) return false
  if (p === undefined || q === undefined || iqmp === undefined) return false
  if (p < 3n || q < 3n || p % 2n === 0n || q % 2n === 0n) return false
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    (iqmp * q) % p === 1n &&
    (key.dp === null || integer(key.dp) === d % (p - 1n)) &&
    (key.dq === null || integer(key.dq) === d % (q - 1n))
  )
}

/** Whether no number is larger than a key of that modulus has: a corrupt file may have any lengths. */
function isBounded({ n, e, d, p, q, iqmp, dp, dq }: RsaComponents): boolean {
  const most = bitLength(n)
  const others = [d, p, q, iqmp, ...(dp ? [dp] : []), ...(dq ? [dq] : [])]
  return (
    most <= mostRsaBits &&
    bitLength(e) <= mostExponentBits &&
    others.every((number) => bitLength(number) <= most)
  )
}

function integer(magnitude: Buffer): bigint {
  return BigInt(`0x${withoutLeadingZeros(magnitude).toString('hex') || '0'}`)
}

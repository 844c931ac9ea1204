import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto'
import type { Components, Curve, Ed25519Components, RsaComponents } from './components'

/** OpenSSL's names of the curves of RFC 5656. */
const opensslCurve: Readonly<Record<Curve, string>> = {
  nistp256: 'prime256v1',
  nistp384: 'secp384r1',
  nistp521: 'secp521r1',
}

/** PKCS#8 of an Ed25519 seed without the seed (RFC 8410 section 7). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Whether the public half belongs to the private half, worked out from the private half. Neither ssh2 nor Go checks
 * it for Ed25519: such a key loads, signs, and is then refused without a reason.
 */
export function halvesAgree(key: Components): boolean {
  try {
    if (key.kind === 'rsa') return rsaAgrees(key)
    if (key.kind === 'ed25519') return ed25519Agrees(key)
    const curve = createECDH(opensslCurve[key.curve])
    curve.setPrivateKey(key.scalar)
    return curve.getPublicKey().equals(key.point)
  } catch {
    // A scalar of zero or past the order of the curve has no public half at all.
    return false
  }
}

function ed25519Agrees(key: Ed25519Components): boolean {
  const privateKey = createPrivateKey({
    key: Buffer.concat([ed25519Prefix, key.seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  const derived = Buffer.from(x ?? '', 'base64url')
  return derived.equals(key.publicKey) && derived.equals(key.publicCopy)
}

/** n = pq, ed ≡ 1 for both primes, and the shortcuts of RFC 8017 section 3.2 fit. */
function rsaAgrees(key: RsaComponents): boolean {
  const [n, e, d, p, q, iqmp] = [key.n, key.e, key.d, key.p, key.q, key.iqmp].map(integer)
  if (n === undefined || e === undefined || d === undefined) return false
  if (p === undefined || q === undefined || iqmp === undefined) return false
  if (p < 3n || q < 3n) return false
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    (iqmp * q) % p === 1n &&
    (key.dp === null || integer(key.dp) === d % (p - 1n)) &&
    (key.dq === null || integer(key.dq) === d % (q - 1n))
  )
}

function integer(magnitude: Buffer): bigint {
  return BigInt(`0x${magnitude.toString('hex') || '0'}`)
}

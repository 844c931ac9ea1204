import type { WireReader } from './ssh-wire'
import { mpint, string } from './ssh-wire'

/** The numbers of a private key, whatever file form they came in. Magnitudes are big-endian. */
export type Components = RsaComponents | EcdsaComponents | Ed25519Components

export interface RsaComponents {
  readonly kind: 'rsa'
  readonly n: Buffer
  readonly e: Buffer
  readonly d: Buffer
  /** q⁻¹ mod p. */
  readonly iqmp: Buffer
  readonly p: Buffer
  readonly q: Buffer
  /** d mod (p-1) and d mod (q-1), where the form stores them. */
  readonly dp: Buffer | null
  readonly dq: Buffer | null
}

export type Curve = 'nistp256' | 'nistp384' | 'nistp521'

export interface EcdsaComponents {
  readonly kind: 'ecdsa'
  readonly curve: Curve
  /** The uncompressed point, as RFC 5656 section 3.1 sends it. */
  readonly point: Buffer
  readonly scalar: Buffer
}

export interface Ed25519Components {
  readonly kind: 'ed25519'
  readonly publicKey: Buffer
  /** The bytes after the seed in openssh-key-v1; equal to publicKey in a whole key. */
  readonly publicCopy: Buffer
  readonly seed: Buffer
}

/** The SSH name of the key's public half. */
export function typeOf(key: Components): string {
  if (key.kind === 'rsa') return 'ssh-rsa'
  return key.kind === 'ed25519' ? 'ssh-ed25519' : `ecdsa-sha2-${key.curve}`
}

/** The public key blob of RFC 4253 section 6.6. */
export function publicBlobOf(key: Components): Buffer {
  const type = string(typeOf(key))
  if (key.kind === 'rsa') return Buffer.concat([type, mpint(key.e), mpint(key.n)])
  if (key.kind === 'ed25519') return Buffer.concat([type, string(key.publicKey)])
  return Buffer.concat([type, string(key.curve), string(key.point)])
}

/** The private fields in the order of openssh-key-v1 (OpenSSH PROTOCOL.key and PROTOCOL.agent section 3.2). */
export function privateFieldsOf(key: Components): Buffer {
  const type = string(typeOf(key))
  if (key.kind === 'rsa')
    return Buffer.concat([type, ...[key.n, key.e, key.d, key.iqmp, key.p, key.q].map(mpint)])
  if (key.kind === 'ed25519')
    return Buffer.concat([
      type,
      string(key.publicKey),
      string(Buffer.concat([key.seed, key.publicKey])),
    ])
  return Buffer.concat([type, string(key.curve), string(key.point), mpint(key.scalar)])
}

/** Reads the private fields of openssh-key-v1; null when they are short or of a type that is not read here. */
export function readPrivateFields(type: string, reader: WireReader): Components | null {
  if (type === 'ssh-rsa') {
    const [n, e, d, iqmp, p, q] = Array.from({ length: 6 }, () => reader.string())
    if (!n || !e || !d || !iqmp || !p || !q) return null
    return { kind: 'rsa', n, e, d, iqmp, p, q, dp: null, dq: null }
  }
  if (type === 'ssh-ed25519') {
    const publicKey = reader.string()
    const both = reader.string()
    if (publicKey?.length !== 32 || both?.length !== 64) return null
    return {
      kind: 'ed25519',
      publicKey,
      publicCopy: both.subarray(32),
      seed: both.subarray(0, 32),
    }
  }
  const curve = curveOf(type)
  const name = reader.text()
  const point = reader.string()
  const scalar = reader.string()
  if (curve === null || name !== curve || !point || !scalar) return null
  return { kind: 'ecdsa', curve, point, scalar }
}

function curveOf(type: string): Curve | null {
  const name = type.replace('ecdsa-sha2-', '')
  return name === 'nistp256' || name === 'nistp384' || name === 'nistp521' ? name : null
}

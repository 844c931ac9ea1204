import { keyTypePattern } from '../knowledge/host-keys'
import { WireReader, withoutLeadingZeros } from './ssh-wire'

/**
 * What may be said of a public key that was only read, and not worked out from its private half: a name of a closed list and
 * a count. A corrupt file may have any bytes in place of its public key, even private ones.
 */
export interface PublicKind {
  readonly type: string
  /** Null for certificates and for a curve that is not known. */
  readonly bits: number | null
}

const curveBits: Readonly<Record<string, number>> = { nistp256: 256, nistp384: 384, nistp521: 521 }

const keyType = new RegExp(`^${keyTypePattern}$`)

/** Reads type and size of a public key blob (RFC 4253 section 6.6, RFC 5656, RFC 8709); null when it is none. */
export function readPublicKind(blob: Buffer): PublicKind | null {
  const reader = new WireReader(blob)
  const type = reader.text()
  const plainType = type?.replace(/-cert-v0[01]@openssh\.com$/, '')
  if (type === null || plainType === undefined) return null
  if (!keyType.test(plainType) && !keyType.test(`${plainType}@openssh.com`)) return null
  const first = reader.string()
  if (first === null) return null
  return { type, bits: plainType === type ? bitsOf(type, first, reader) : null }
}

function bitsOf(type: string, first: Buffer, reader: WireReader): number | null {
  if (type === 'ssh-rsa') {
    const modulus = reader.string()
    return modulus && bitLength(modulus)
  }
  if (type === 'ssh-dss') return bitLength(first)
  if (type.includes('ed25519')) return 256
  return curveBits[first.toString('latin1')] ?? null
}

/** The number of bits of a non-negative integer. */
export function bitLength(magnitude: Buffer): number {
  const bytes = withoutLeadingZeros(magnitude)
  const first = bytes[0]
  return first === undefined ? 0 : (bytes.length - 1) * 8 + (32 - Math.clz32(first))
}

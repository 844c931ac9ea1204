/** As much DER (X.690) as tells the private key structures apart and whether they are whole. */

interface Element {
  readonly tag: number
  readonly content: Buffer
  /** Bytes that the length field promised but that are not there. */
  readonly missing: number
  readonly after: Buffer
}

export const sequenceTag = 0x30
export const integerTag = 0x02
export const octetStringTag = 0x04
export const oidTag = 0x06

export type DerForm = 'pkcs1' | 'sec1' | 'dsa-pem' | 'pkcs8' | 'pkcs8-encrypted'

export interface DerKey {
  readonly form: DerForm
  readonly truncated: boolean
}

/** Tells which private key structure the bytes begin with; null when none. */
export function readDer(bytes: Buffer): DerKey | null {
  const outer = element(bytes, sequenceTag)
  const form = outer && formOf(outer.content)
  return form && { form, truncated: outer.missing > 0 }
}

function formOf(content: Buffer): DerForm | null {
  const first = element(content)
  if (!first) return null
  const second = element(first.after)
  if (first.tag === sequenceTag)
    return second?.tag === octetStringTag && element(first.content, oidTag)
      ? 'pkcs8-encrypted'
      : null
  if (first.tag !== integerTag || first.content.length !== 1 || !second) return null
  if (second.tag === sequenceTag) return 'pkcs8'
  if (second.tag === octetStringTag) return 'sec1'
  if (second.tag !== integerTag) return null
  // RSA has nine integers, DSA six, of which the third is a prime of 160 to 256 bits where RSA has its exponent.
  const third = element(second.after)
  return third?.tag === integerTag && third.content.length >= 20 && third.content.length <= 33
    ? 'dsa-pem'
    : 'pkcs1'
}

/**
 * A PKCS#8 key of version 2 (RFC 5958: with the public key behind the private one) as one of version 1 (RFC 5208), which every OpenSSL
 * reads: 3.0, that of Node 20, refuses version 2 for Ed25519. Null for everything else.
 */
export function asPkcs8Version1(bytes: Buffer): Buffer | null {
  const outer = element(bytes, sequenceTag)
  const version = outer && element(outer.content, integerTag)
  const algorithm = version && element(version.after, sequenceTag)
  const key = algorithm && element(algorithm.after, octetStringTag)
  if (!key || outer.missing > 0 || key.missing > 0 || !version.content.equals(Buffer.of(1)))
    return null
  const kept = version.after.subarray(0, version.after.length - key.after.length)
  const content = Buffer.concat([Buffer.of(integerTag, 1, 0), kept])
  // Of a key with its length in one byte: Ed25519 and the NIST curves.
  return content.length < 0x80
    ? Buffer.concat([Buffer.of(sequenceTag, content.length), content])
    : null
}

/** The first element, of this tag if one is asked for; null when there is none, and for a length without an end. */
export function element(bytes: Buffer, wanted?: number): Element | null {
  const tag = bytes[0]
  const first = bytes[1]
  if (tag === undefined || first === undefined) return null
  if (wanted !== undefined && tag !== wanted) return null
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4 || first === 0x80 || bytes.length < 2 + lengthBytes) return null
  const length = lengthBytes === 0 ? first : unsigned(bytes.subarray(2, 2 + lengthBytes))
  const start = 2 + lengthBytes
  const content = bytes.subarray(start, start + length)
  return {
    tag,
    content,
    missing: length - content.length,
    after: bytes.subarray(start + length),
  }
}

/** A big-endian number; the largest safe one for everything over six bytes. */
export function unsigned(bytes: Buffer): number {
  if (bytes.length > 6) return Number.MAX_SAFE_INTEGER
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, bytes.length)
}

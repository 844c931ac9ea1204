/** As much DER (X.690) as tells the private key structures apart and whether they are whole. */

interface Element {
  readonly tag: number
  readonly content: Buffer
  /** Bytes that the length field promised but that are not there. */
  readonly missing: number
  readonly after: Buffer
}

const sequenceTag = 0x30
const integerTag = 0x02
const octetStringTag = 0x04
const oidTag = 0x06

export type DerForm = 'pkcs1' | 'sec1' | 'dsa-pem' | 'pkcs8' | 'pkcs8-encrypted'

export interface DerKey {
  readonly form: DerForm
  readonly truncated: boolean
  /** Iterations of PBKDF2 or PBES1 of an encrypted PKCS#8 key; null elsewhere. */
  readonly iterations: number | null
}

/** Tells which private key structure the bytes begin with; null when none. */
export function readDer(bytes: Buffer): DerKey | null {
  const outer = element(bytes)
  if (outer?.tag !== sequenceTag) return null
  const form = formOf(outer.content)
  if (form === null) return null
  return {
    form,
    truncated: outer.missing > 0,
    iterations: form === 'pkcs8-encrypted' ? iterationsOf(outer.content, 0) : null,
  }
}

function formOf(content: Buffer): DerForm | null {
  const first = element(content)
  if (!first) return null
  const second = element(first.after)
  if (first.tag === sequenceTag)
    return second?.tag === octetStringTag && element(first.content)?.tag === oidTag
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

/** The first integer behind an octet string, down to the fourth level: salt and iteration count of RFC 8018. */
function iterationsOf(content: Buffer, depth: number): number | null {
  if (depth > 5) return null
  let salted = false
  let rest = content
  for (;;) {
    const each = element(rest)
    if (!each) return null
    if (salted && each.tag === integerTag) {
      return each.content.length > 6 ? Number.MAX_SAFE_INTEGER : unsigned(each.content)
    }
    salted = each.tag === octetStringTag
    if (each.tag === sequenceTag) {
      const inside = iterationsOf(each.content, depth + 1)
      if (inside !== null) return inside
    }
    rest = each.after
  }
}

function element(bytes: Buffer): Element | null {
  const tag = bytes[0]
  const first = bytes[1]
  if (tag === undefined || first === undefined) return null
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

function unsigned(bytes: Buffer): number {
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, bytes.length)
}

import { ProtocolViolation } from './protocol-violation'

/**
 * Reads the fields of a message one after the other (RFC 4251 section 5). Throws a ProtocolViolation instead of reading past
 * its end.
 */
export class MessageFields {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, from = 0) {
    this.#bytes = bytes
    this.#at = from
  }

  /** Whether every byte was read. */
  get ended(): boolean {
    return this.#at === this.#bytes.length
  }

  /** Where the next field begins, from the start of the message. */
  get offset(): number {
    return this.#at
  }

  byte(): number {
    return this.bytes(1).readUInt8(0)
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE(0)
  }

  uint64(): bigint {
    return this.bytes(8).readBigUInt64BE(0)
  }

  /** A string: its length and so many bytes. */
  string(): Buffer {
    return this.bytes(this.uint32())
  }

  /** A string as UTF-8 text. */
  text(): string {
    return this.string().toString('utf8')
  }

  /** A positive mpint as unsigned bytes without leading zeros. */
  positiveMpint(): Buffer {
    const value = this.string()
    const first = value.findIndex((byte) => byte !== 0)
    if (first < 0 || (value[0] ?? 0) >= 0x80)
      throw new ProtocolViolation('message', 'a number that must be positive is not')
    return value.subarray(first)
  }

  /** So many bytes as they are. */
  bytes(count: number): Buffer {
    const end = this.#at + count
    if (end > this.#bytes.length)
      throw new ProtocolViolation('message', 'a field runs past the end of its message')
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }
}

/** What `read` gives, or null where it meets what breaks the protocol, such as a field that runs past the end. */
export function readOrNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ProtocolViolation) return null
    throw error
  }
}

/** A string of RFC 4251 section 5: its length and its bytes. */
export function stringField(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

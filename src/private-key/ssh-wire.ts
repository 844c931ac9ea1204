/** The data types of RFC 4251 section 5 that key files are made of: uint32, string and mpint. */

/** Reads one field after another; null from the first field that does not fit into the bytes. */
export class WireReader {
  readonly #bytes: Buffer
  #offset = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The bytes that were not read yet. */
  get rest(): Buffer {
    return this.#bytes.subarray(this.#offset)
  }

  uint32(): number | null {
    if (this.rest.length < 4) return null
    const value = this.#bytes.readUInt32BE(this.#offset)
    this.#offset += 4
    return value
  }

  string(): Buffer | null {
    const start = this.#offset
    const length = this.uint32()
    if (length === null || this.rest.length < length) {
      this.#offset = start
      return null
    }
    const value = this.rest.subarray(0, length)
    this.#offset += length
    return value
  }

  text(): string | null {
    return this.string()?.toString('latin1') ?? null
  }

  /** The length that the next string claims; null when not even that is there. */
  nextLength(): number | null {
    return this.rest.length < 4 ? null : this.rest.readUInt32BE(0)
  }
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export function string(value: Buffer | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value
  return Buffer.concat([uint32(bytes.length), bytes])
}

/** A non-negative integer without needless leading zeros, with one when the first bit is set. */
export function mpint(magnitude: Buffer): Buffer {
  const bytes = withoutLeadingZeros(magnitude)
  const first = bytes[0]
  return string(first !== undefined && first >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

export function withoutLeadingZeros(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  return start === -1 ? Buffer.alloc(0) : bytes.subarray(start)
}

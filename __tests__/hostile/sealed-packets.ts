import { createCipheriv, createDecipheriv } from 'node:crypto'
import { constants, deflateRawSync, inflateSync } from 'node:zlib'
import { u32 } from './wire'

/** The only cipher of the hostile servers: its packets need no MAC and no sequence number (RFC 5647). */
export const cipherName = 'aes256-gcm@openssh.com'

const tagBytes = 16
const blockBytes = 16

/** One direction of a connection in which packets are encrypted. */
abstract class Direction {
  readonly #key: Buffer
  readonly #nonce: Buffer

  constructor(key: Buffer, iv: Buffer) {
    this.#key = key
    this.#nonce = Buffer.from(iv.subarray(0, 12))
  }

  protected get key(): Buffer {
    return this.#key
  }

  /** The nonce for this packet: its last eight bytes count packets (RFC 5647 section 7.1). */
  protected nextNonce(): Buffer {
    const nonce = Buffer.from(this.#nonce)
    this.#nonce.writeBigUInt64BE((this.#nonce.readBigUInt64BE(4) + 1n) & 0xffffffffffffffffn, 4)
    return nonce
  }
}

/** Encrypts what the server sends. */
export class Sealer extends Direction {
  seal(payload: Buffer): Buffer {
    const rest = blockBytes - ((payload.length + 1) % blockBytes)
    const padding = rest < 4 ? rest + blockBytes : rest
    const head = u32(1 + payload.length + padding)
    const cipher = createCipheriv('aes-256-gcm', this.key, this.nextNonce())
    cipher.setAAD(head)
    const body = Buffer.concat([Buffer.from([padding]), payload, Buffer.alloc(padding)])
    return Buffer.concat([head, cipher.update(body), cipher.final(), cipher.getAuthTag()])
  }
}

/** Decrypts what the client sends. */
export class Opener extends Direction {
  /** The first packet in the bytes and how many bytes it took; null while it is not whole. Throws for a wrong tag. */
  open(bytes: Buffer): { readonly payload: Buffer; readonly taken: number } | null {
    if (bytes.length < 4) return null
    const length = bytes.readUInt32BE(0)
    const taken = 4 + length + tagBytes
    if (bytes.length < taken) return null
    const decipher = createDecipheriv('aes-256-gcm', this.key, this.nextNonce())
    decipher.setAAD(bytes.subarray(0, 4))
    decipher.setAuthTag(bytes.subarray(4 + length, taken))
    const body = Buffer.concat([decipher.update(bytes.subarray(4, 4 + length)), decipher.final()])
    return { payload: body.subarray(1, body.length - (body[0] ?? 0)), taken }
  }
}

/** Payloads in one zlib stream (RFC 4253 section 6.2). No block refers to another, so that each can be made once and sent often. */
export class Compressor {
  #begun = false

  compress(payload: Buffer): Buffer {
    const block = deflated(payload)
    if (this.#begun) return block
    this.#begun = true
    return Buffer.concat([Buffer.from([0x78, 0x9c]), block])
  }
}

const kept = new Map<Buffer, Buffer>()
const worthKeeping = 100_000

function deflated(payload: Buffer): Buffer {
  const before = kept.get(payload)
  if (before) return before
  const block = deflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH })
  if (payload.length >= worthKeeping) kept.set(payload, block)
  return block
}

/** The client's stream, decompressed from its beginning for each packet: a client sends little. */
export class Decompressor {
  #all: Buffer = Buffer.alloc(0)
  #given = 0

  decompress(payload: Buffer): Buffer {
    this.#all = Buffer.concat([this.#all, payload])
    const text = inflateSync(this.#all, { finishFlush: constants.Z_SYNC_FLUSH })
    const fresh = text.subarray(this.#given)
    this.#given = text.length
    return fresh
  }
}

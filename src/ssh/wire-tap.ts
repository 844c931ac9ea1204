import type { Disconnect, KexInit } from '../facts'
import { CollectedBytes } from '../network/collected-bytes'
import { readKexInit } from './kexinit'
import { message } from './message-numbers'

/** OpenSSH sends at most 256 KiB; ssh2 stops at 35,000 bytes, the size that RFC 4253 section 6.1 asks for. */
const longestPacket = 35_000

/** What the server has sent in clear so far. */
export interface Overheard {
  readonly kexInit: KexInit | null
  readonly disconnect: Disconnect | null
  /** Why the bytes are no SSH packets; null while they are. */
  readonly malformed: string | null
  /** The text that came in place of a packet; null when there was none. */
  readonly words: string | null
  readonly packets: number
}

/**
 * Reads the server's packets (RFC 4253 section 6) in addition to ssh2, from its identification line to NEWKEYS. Holds at most
 * one packet in memory, and stops for good at NEWKEYS or at the first bytes that are no packet.
 */
export class WireTap {
  #received = new CollectedBytes()
  #state: 'identification' | 'packets' | 'done' = 'identification'
  #kexInit: KexInit | null = null
  #disconnect: Disconnect | null = null
  #malformed: string | null = null
  #words: string | null = null
  #packets = 0

  /** Takes the next bytes as they came from the server, beginning with its first. */
  feed(chunk: Buffer): void {
    if (this.#state === 'done') return
    this.#received.add(chunk)
    if (this.#state === 'identification') this.#skipIdentification()
    while (this.#hasPackets() && this.#takePacket());
  }

  /** What was heard so far. */
  get heard(): Overheard {
    return {
      kexInit: this.#kexInit,
      disconnect: this.#disconnect,
      malformed: this.#malformed,
      words: this.#words,
      packets: this.#packets,
    }
  }

  get #rest(): Buffer {
    return this.#received.bytes
  }

  #hasPackets(): boolean {
    return this.#state === 'packets'
  }

  /** Lines before the identification may come (RFC 4253 section 4.2); packets begin after its line feed. */
  #skipIdentification(): void {
    for (let end = this.#rest.indexOf(10); end >= 0; end = this.#rest.indexOf(10)) {
      const isIdentification = this.#rest.toString('latin1', 0, 4) === 'SSH-'
      this.#received.drop(end + 1)
      if (isIdentification) {
        this.#state = 'packets'
        return
      }
    }
    if (this.#rest.length > longestPacket) this.#stop('no identification line')
  }

  /** Takes one whole packet off the front; false when there is none yet. */
  #takePacket(): boolean {
    const rest = this.#rest
    if (rest.length < 5) return false
    const length = rest.readUInt32BE(0)
    if (length > longestPacket) return this.#stop(`packet length ${length}`)
    if (length < 8 || (length + 4) % 8 !== 0)
      return this.#stop(`packet length ${length} out of step`)
    const padding = rest[4] ?? 0
    if (padding < 4 || padding > length - 2) return this.#stop(`padding of ${padding} bytes`)
    if (rest.length < 4 + length) return false
    const payload = rest.subarray(5, 4 + length - padding)
    this.#received.drop(4 + length)
    this.#packets++
    this.#read(payload)
    return true
  }

  #read(payload: Buffer): void {
    switch (payload[0]) {
      case message.kexInit:
        this.#kexInit ??= readKexInit(payload)
        if (this.#kexInit === null) this.#stop('KEXINIT lists')
        return
      case message.disconnect:
        this.#disconnect ??= readDisconnect(payload)
        return
      case message.newKeys:
        this.#finish()
        return
      default:
    }
  }

  #stop(why: string): false {
    this.#malformed = why
    this.#words = wordsIn(this.#rest)
    this.#finish()
    return false
  }

  #finish(): void {
    this.#state = 'done'
    this.#received = new CollectedBytes()
  }
}

/** The first line, when it is ASCII that can be read. */
function wordsIn(bytes: Buffer): string | null {
  return /^[\x20-\x7e]{4,200}(?=[\r\n]|$)/.exec(bytes.toString('latin1', 0, 202))?.[0] ?? null
}

/** SSH_MSG_DISCONNECT (RFC 4253 section 11.1): reason code and description, whole; null when cut short. */
function readDisconnect(payload: Buffer): Disconnect | null {
  if (payload.length < 9) return null
  const end = Math.min(9 + payload.readUInt32BE(5), payload.length)
  return { reason: payload.readUInt32BE(1), text: payload.toString('utf8', 9, end) }
}

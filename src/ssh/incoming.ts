import type { Deadline } from '../network/deadline'
import { IncomingBudget } from './incoming-budget'
import { MessageFields } from './message-fields'
import { message } from './message-numbers'
import { checkStructure } from './message-structure'
import { ProtocolViolation } from './protocol-violation'

/** pass: ssh2 reads it; drop: nobody does; stop: nothing is read any more. */
export type Decision = 'pass' | 'drop' | 'stop'

/** What the gate looks at besides the message itself. */
export interface Surroundings {
  readonly deadline: Deadline
  /** The method of user authentication that the server is to answer; null when none is. */
  readonly method: () => string | null
  /** Bytes of ours that wait because the server does not read. */
  readonly unsentBytes: () => number
  /** How many bytes the server may still send on a channel (RFC 4254 section 5.2); null when there is no such channel. */
  readonly windowOf: (channel: number) => number | null
}

/** OpenSSH exchanges keys again after 1 GB or an hour; with `RekeyLimit 1M` after each megabyte of a noisy login script. */
const mostKeyExchanges = 8
/**
 * Smallest maximum packet size of a channel that is used. RFC 4253 section 6.1 asks for 32,768 bytes and small devices have
 * 1,024; with 0, ssh2 sends empty packets without end.
 */
const leastPacketSize = 64
/** OpenSSH ends a connection as well when its peer sends a tenth more than the window (channels.c). */
const windowGrace = 0.1 * 2 * 1024 * 1024
/** Our scripts have some 100 kB. More waits only when a server makes us answer and does not read. */
const mostUnsent = 1024 * 1024
/** Of messages that tell little, as many as are kept; OpenSSH sends EXT_INFO twice, before and after the login. */
const mostKept: ReadonlyMap<number, number> = new Map([
  [message.debug, 64],
  [message.extInfo, 2],
  [message.userauthBanner, 64],
])
/** Messages that say nothing, and those that only a client sends. ssh2 would read some of the latter as a server does. */
const useless: ReadonlySet<number> = new Set([
  message.ignore,
  message.unimplemented,
  message.serviceRequest,
  message.userauthRequest,
  message.userauthInfoResponse,
])
const hostKeysName = 'hostkeys-00@openssh.com'

/**
 * The gate that every message of a server passes, decrypted, before ssh2 reads it. It looks at the deadline, counts against the
 * budget of the phase, and checks that the message can be read.
 */
export class IncomingGate {
  /** Gets the fields of the first hostkeys-00@openssh.com (OpenSSH PROTOCOL section 2.5); ssh2 never sees one. */
  onHostKeys: (fields: MessageFields) => void = () => undefined
  readonly #around: Surroundings
  readonly #budget = new IncomingBudget()
  readonly #seen = new Map<number, number>()
  #keyExchanges = 0
  #exchangesKeys = true
  #exceeded = 0
  #hostKeysSeen = false

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** From now on the connection carries another one, whose every message comes through it. */
  carriesConnection(): void {
    this.#budget.begin('jump')
  }

  /** Says what is to be done with a message. Throws a ProtocolViolation when the connection must end. */
  judge(payload: Buffer): Decision {
    if (this.#around.deadline.remainingMs() === 0) return 'stop'
    this.#budget.spend(payload.length)
    if (this.#around.unsentBytes() > mostUnsent)
      throw new ProtocolViolation('not-reading', 'the server does not read what it is sent')
    const [type] = payload
    if (type === undefined) return 'drop'
    // In a key exchange every message counts: a strict one ends at an IGNORE (OpenSSH PROTOCOL section 1.10).
    if (!this.#exchangesKeys && (useless.has(type) || this.#keptEnough(type))) return 'drop'
    checkStructure(payload, this.#around.method())
    return this.#follow(type, payload)
  }

  #keptEnough(type: number): boolean {
    const most = mostKept.get(type)
    if (most === undefined) return false
    const count = (this.#seen.get(type) ?? 0) + 1
    this.#seen.set(type, count)
    return count > most
  }

  #follow(type: number, payload: Buffer): Decision {
    switch (type) {
      case message.kexInit:
        this.#keyExchanges += 1
        this.#exchangesKeys = true
        if (this.#keyExchanges > mostKeyExchanges)
          throw new ProtocolViolation('limit', 'the server exchanges keys again and again')
        break
      case message.newKeys:
        this.#exchangesKeys = false
        if (this.#budget.phase === 'keys') this.#budget.begin('login')
        break
      case message.userauthSuccess:
        if (this.#budget.phase === 'login') this.#budget.begin('session')
        break
      case message.globalRequest:
        return this.#globalRequest(new MessageFields(payload, 1))
      case message.channelOpenConfirmation:
        if (payload.readUInt32BE(13) < leastPacketSize)
          throw new ProtocolViolation(
            'channel',
            'the server opened a channel that can take no data',
          )
        break
      case message.channelData:
        this.#checkWindow(payload, 5)
        break
      case message.channelExtendedData:
        this.#checkWindow(payload, 9)
        break
      default:
    }
    return 'pass'
  }

  #globalRequest(fields: MessageFields): Decision {
    if (fields.text() !== hostKeysName) return 'pass'
    fields.byte()
    if (!this.#hostKeysSeen) this.onHostKeys(fields)
    this.#hostKeysSeen = true
    return 'drop'
  }

  #checkWindow(payload: Buffer, lengthAt: number): void {
    const window = this.#around.windowOf(payload.readUInt32BE(1))
    if (window === null) return
    this.#exceeded += Math.max(0, payload.readUInt32BE(lengthAt) - Math.max(0, window))
    if (this.#exceeded > windowGrace)
      throw new ProtocolViolation(
        'channel',
        'the server sent more data than the window of its channel',
      )
  }
}

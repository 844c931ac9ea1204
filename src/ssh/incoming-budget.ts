import { ProtocolViolation } from './protocol-violation'

/** keys: until the first NEWKEYS; login: until USERAUTH_SUCCESS; jump: a session that carries another connection. */
export type Phase = 'keys' | 'login' | 'session' | 'jump'

interface Limit {
  readonly messages: number
  readonly bytes: number
  /** What was going on, for the sentence of the violation. */
  readonly during: string
}

const kib = 1024
const mib = 1024 * kib

/**
 * Most that a server may send in each phase. A message costs about 20 µs, so that all of them take a few seconds at most.
 * - keys: OpenSSH sends three messages, and a server that hides its traffic some IGNOREs.
 * - login: an answer to each of some ten requests, and banners. PAM modules that talk send a few hundred.
 * - session: a login script that prints 200 kB line by line comes to 5,000 messages. One that prints megabytes is read up to what
 *   channels.ts allows, and the server may then use up the window of 2 MiB.
 * - jump: every message of the target comes in one message or in several, with a padding and a MAC.
 */
const limits: Readonly<Record<Phase, Limit>> = {
  keys: { messages: 256, bytes: 512 * kib, during: 'in the key exchange' },
  login: { messages: 2_048, bytes: 4 * mib, during: 'before the login was over' },
  session: { messages: 131_072, bytes: 64 * mib, during: 'after the login' },
  jump: { messages: 262_144, bytes: 256 * mib, during: 'through the jump host' },
}

/** Counts what a server sends, a budget for each phase. */
export class IncomingBudget {
  #phase: Phase = 'keys'
  #messages = 0
  #bytes = 0

  get phase(): Phase {
    return this.#phase
  }

  /** Begins a phase, with its own budget. */
  begin(phase: Phase): void {
    this.#phase = phase
    this.#messages = 0
    this.#bytes = 0
  }

  /** Counts one message. Throws a ProtocolViolation when the budget is used. */
  spend(bytes: number): void {
    const limit = limits[this.#phase]
    this.#messages += 1
    this.#bytes += bytes
    if (this.#messages > limit.messages)
      throw new ProtocolViolation('limit', `too many messages ${limit.during}`)
    if (this.#bytes > limit.bytes)
      throw new ProtocolViolation('limit', `too many bytes ${limit.during}`)
  }
}

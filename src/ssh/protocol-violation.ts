import type { ProtocolError } from '../facts'

/**
 * What a server sent breaks the SSH protocol, or is more than any server needs. An observation, and no fault of this
 * program. The message is in our own words: it never holds a byte of the server's.
 */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation'
  readonly kind: ProtocolError

  constructor(kind: ProtocolError, message: string) {
    super(message)
    this.kind = kind
  }
}

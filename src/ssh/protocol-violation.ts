/**
 * What a server sent breaks the SSH protocol, or is more than any server needs. An observation, and no fault of this
 * program. The message is in our own words: it never holds a byte of the server's.
 */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation'
}

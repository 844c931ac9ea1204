import type { ProtocolError } from '../facts'
import { ProtocolViolation } from './protocol-violation'

/** The first pattern that an error text of ssh2 1.17.0 matches; node:crypto's text for a wrong GCM tag is among them. */
const kinds: readonly (readonly [RegExp, ProtocolError])[] = [
  [/^Invalid identification string/, 'identification'],
  [/^Bad packet length/, 'packet-length'],
  [/^Invalid MAC|unable to authenticate data/, 'mac'],
  [/signature/i, 'signature'],
  [/no matching/, 'algorithm'],
  [/host (public )?key|^Host denied/i, 'host-key'],
  [/unexpected|^Received (extra|packet)|KEXINIT not first/, 'unexpected-message'],
  [/malformed/i, 'message'],
]

/** Which protocol error it is that ssh2, node:crypto or one of our checks threw as it read what a server sent. */
export function protocolErrorOf(error: Error): ProtocolError {
  if (error instanceof ProtocolViolation) return error.kind
  const known = kinds.find(([pattern]) => pattern.test(error.message))
  if (known) return known[1]
  // A padding that is longer than its packet makes ssh2 take memory of a negative size.
  if (error.name === 'RangeError') return 'packet-length'
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' && /^ERR_(CRYPTO|OSSL)_/.test(code) ? 'key-exchange' : 'other'
}

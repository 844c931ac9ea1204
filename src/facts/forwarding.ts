import type { Disconnect } from './key-exchange'
import type { ProtocolError } from './protocol-error'

/** A direct-tcpip channel to the target (RFC 4254 section 7.2), asked for over the connection to the jump host. */
export interface ForwardingFacts {
  /** The target as the jump host was asked for it: the name is resolved there. */
  readonly host: string
  readonly port: number
  /** refused: SSH_MSG_CHANNEL_OPEN_FAILURE came; the others: the connection ended, or the time was over, before an answer. */
  readonly outcome: 'open' | 'refused' | 'closed' | 'reset' | 'disconnected' | 'stalled'
  /**
   * Reason code (RFC 4254 section 5.1: 1 administratively prohibited, 2 connect failed, 3 unknown channel type, 4 resource
   * shortage) and text; OpenSSH's text for 2 is strerror or gai_strerror of what went wrong there.
   */
  readonly refusal: { readonly reason: number; readonly text: string } | null
  readonly disconnect: Disconnect | null
  /** For closed: why this check could not read what the jump host sent; null when it ended the connection. */
  readonly error?: ProtocolError | null
}

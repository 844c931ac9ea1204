import type { Disconnect } from './key-exchange'
import type { ProtocolError } from './protocol-error'

/** RFC 4252. */
export interface AuthenticationFacts {
  readonly user: string
  /**
   * accepted; rejected: the server answered "no" to all that we have; partial: a method succeeded and the server
   * wants another one; unavailable: none of our credentials is a method that the server offers; closed, reset,
   * disconnected, stalled: it ended before an answer.
   */
  readonly outcome:
    | 'accepted'
    | 'rejected'
    | 'partial'
    | 'unavailable'
    | 'closed'
    | 'reset'
    | 'disconnected'
    | 'stalled'
  /** The method that was accepted. */
  readonly acceptedBy: string | null
  /** The methods that can continue, from the answer to `none` (RFC 4252 section 5.2); null when it never came. */
  readonly methods: readonly string[] | null
  readonly attempts: readonly AuthenticationAttempt[]
  /** server-sig-algs of EXT_INFO (RFC 8308 section 3.1); null when not sent. */
  readonly serverSigAlgs: readonly string[] | null
  /** SSH_MSG_USERAUTH_BANNER texts: a legal notice comes before the first answer, a PAM message after the signature. */
  readonly banners: readonly {
    readonly text: string
    readonly when: 'before-answer' | 'after-answer'
  }[]
  readonly disconnect: Disconnect | null
  /** For closed: why this check could not read what the server sent; null when the server ended the connection. */
  readonly error?: ProtocolError | null
}

export interface AuthenticationAttempt {
  readonly method: 'none' | 'publickey' | 'password' | 'keyboard-interactive'
  /** For publickey: the signature algorithm that was used (rsa-sha2-512, ssh-ed25519 …). */
  readonly algorithm: string | null
  /** For publickey, where several keys of an agent were offered: which one. */
  readonly fingerprint?: string
  /** For publickey: whether SSH_MSG_USERAUTH_PK_OK came, so the key is accepted for this user. TinySSH sends it always. */
  readonly pkOk: boolean | null
  /** not-sent: the client could not even ask (no signature algorithm in common with server-sig-algs). */
  readonly answer:
    | 'success'
    | 'failure'
    | 'partial-success'
    | 'closed'
    | 'reset'
    | 'disconnected'
    | 'stalled'
    | 'not-sent'
  /** Methods that can continue, from the failure message. */
  readonly methodsAfter: readonly string[]
  /** Prompts of keyboard-interactive (RFC 4256), as sent by the server. */
  readonly prompts: readonly string[]
  /** How many of the prompts, from the first on, were answered with the password; absent in reports of before. */
  readonly answered?: number
  /** The server asks for a new password (SSH_MSG_USERAUTH_PASSWD_CHANGEREQ). */
  readonly changeRequested: boolean
  readonly ms: number
}

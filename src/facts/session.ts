import type { ProtocolError } from './protocol-error'
import type { Fact } from './fact'

export interface SessionFacts {
  readonly exec: Fact<ExecFacts>
  readonly sftp: Fact<SftpFacts>
  /** Texts of SSH_MSG_DEBUG after login: OpenSSH names the options of the authorized_keys line there. */
  readonly debug: readonly string[]
}

export interface ExecFacts {
  readonly outcome: 'ran' | 'channel-refused' | 'request-refused' | 'closed' | 'reset' | 'stalled'
  /** Reason code and text of SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254 section 5.1); for closed, of SSH_MSG_DISCONNECT. */
  readonly refusal: { readonly reason: number; readonly text: string } | null
  /** For stalled: whether the server had answered the request to run the command. Absent in older reports. */
  readonly answered?: boolean
  /** Whether our random token came back, so our command really ran. */
  readonly tokenSeen: boolean
  /** The text on stdout before and after the token: noise that breaks rsync and scp. Clipped at 4 KiB. */
  readonly before: string
  readonly after: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly signal: string | null
  /** For closed: why this check could not read what the server sent; null when the server ended the connection. */
  readonly error?: ProtocolError | null
  readonly ms: number
}

export interface SftpFacts {
  /** text-instead: bytes that are not SFTP came first (a noisy shell); exited: the subsystem ended at once. */
  readonly outcome:
    | 'works'
    | 'channel-refused'
    | 'subsystem-refused'
    | 'exited'
    | 'text-instead'
    | 'closed'
    | 'reset'
    | 'stalled'
  readonly exitCode: number | null
  /** For text-instead: the first bytes as text; for exited: stderr. Clipped at 1 KiB. */
  readonly text: string
  readonly ms: number
}

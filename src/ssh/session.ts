/**
 * The port to an SSH library: all that the stages know of a connection. It is implemented over ssh2 by start-session.ts; nothing
 * outside of this folder knows ssh2.
 */
import type { Duplex } from 'node:stream'
import type { Disconnect, HostKey, KexInit, KeyExchangeFacts, ProtocolError } from '../facts'
import type { ChannelReader } from './channels'
import type { HostCertificate } from './host-certificate'

export type { ChannelReader } from './channels'

/** A paused stream whose identification line was read: `received` is every byte so far, `spoke` says whether ours was sent. */
export interface IdentifiedStream {
  readonly socket: Duplex
  readonly received: Buffer
  readonly spoke: boolean
}

/** Which types of host key are asked for: those of `first` before all others, none of `without`, certificates before them. */
export interface HostKeyTypes {
  readonly first: readonly string[]
  readonly without: readonly string[]
  readonly certificates?: boolean
}

/** How a connection came to its end. */
export type Ending =
  | { readonly how: 'closed' | 'reset' }
  | { readonly how: 'disconnected'; readonly disconnect: Disconnect }
  /** What the server sent broke the protocol, or a limit. */
  | { readonly how: 'protocol-error'; readonly error: ProtocolError }

/** The name of an ending, or `stalled` when the clock ran out first. */
export type Interruption = Ending | { readonly how: 'stalled' }

/** What came of a key exchange (RFC 4253 sections 7 and 8). */
export interface KeyExchange {
  readonly client: KexInit
  /** Null when the server's lists never came whole. */
  readonly server: KexInit | null
  readonly agreed: KeyExchangeFacts['agreed']
  /** The text that came in place of a packet; null when there was none. */
  readonly words: string | null
  /** Keys agreed on and the server's signature verified, or how the connection ended before. */
  readonly end: SshSession | Interruption
}

/** SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254 section 5.1), its text whole: the redaction clips it. */
export interface ChannelRefused {
  readonly kind: 'channel-refused'
  readonly reason: number
  readonly text: string
}

/** What came of asking for a channel and a program on it (RFC 4254 sections 5.1 and 6.5). */
export type Opened =
  | { readonly kind: 'open'; readonly reader: ChannelReader }
  | ChannelRefused
  | { readonly kind: 'request-refused' }

/** What came of asking for a channel to another host (RFC 4254 section 7.2). */
export type Forwarded = { readonly kind: 'open'; readonly stream: Duplex } | ChannelRefused

/** What a server answers to one request of user authentication (RFC 4252, RFC 4256). */
export type Answer =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly methods: readonly string[]; readonly partial: boolean }
  /** SSH_MSG_USERAUTH_PK_OK: the server would accept a signature by this key. */
  | { readonly kind: 'pk-ok' }
  | { readonly kind: 'prompts'; readonly prompts: readonly Prompt[] }
  /** SSH_MSG_USERAUTH_PASSWD_CHANGEREQ: the password is right, or was, and must be changed. */
  | { readonly kind: 'change-request'; readonly prompt: string }

export interface Prompt {
  readonly prompt: string
  readonly echo: boolean
}

/** What signs with one key in an authentication. */
export interface Signer {
  /** The SSH name of the key type: ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256 … */
  readonly type: string
  /** The public key blob of RFC 4253 section 6.6. */
  readonly publicKey: Buffer
  /**
   * The signature for a signature algorithm of the key's type, as OpenSSL or as an SSH agent makes it: ssh2 reads both. Rejects when the
   * key cannot make it.
   */
  sign(data: Buffer, algorithm: string): Promise<Buffer>
}

/** A signer with the private key itself. Secret. */
export interface PrivateSigner extends Signer {
  /** The private key as PEM: one more form of the secret. */
  readonly privatePem: string
}

/** The dialogue of user authentication: each request gives the server's next answer, or how the connection ended. */
export interface Authentication {
  /** server-sig-algs of EXT_INFO (RFC 8308 section 3.1); null when not sent. */
  readonly serverSigAlgs: readonly string[] | null
  readonly banners: readonly {
    readonly text: string
    readonly when: 'before-answer' | 'after-answer'
  }[]
  /** Waits for the server to accept the ssh-userauth service; gives null when it has. */
  begin(): Promise<Interruption | null>
  /** The `none` request: on OpenSSH it costs nothing and gives the methods that can continue (RFC 4252 section 5.2). */
  none(user: string): Promise<Answer | Interruption>
  /** Asks whether a key would do, without a signature (RFC 4252 section 7). */
  query(user: string, key: Signer, algorithm: string): Promise<Answer | Interruption>
  /** Logs in with a signature. Rejects when the key cannot make it. */
  sign(user: string, key: Signer, algorithm: string): Promise<Answer | Interruption>
  password(user: string, password: string): Promise<Answer | Interruption>
  keyboardInteractive(user: string): Promise<Answer | Interruption>
  /** Answers the prompts of keyboard-interactive, one answer each. */
  respond(answers: readonly string[]): Promise<Answer | Interruption>
}

/** What the server sends after the login without being asked. */
export interface Announced {
  /** Texts of SSH_MSG_DEBUG. */
  readonly debug: readonly string[]
  /** Blobs of every host key that the server announced and proved to hold (OpenSSH PROTOCOL section 2.5). */
  readonly hostKeys: readonly Buffer[]
  /** Waits for the proof of announced keys, when an announcement came, for half a second at most. */
  settle(): Promise<void>
}

/** One SSH connection whose keys were exchanged. Every wait ends with the connection or with its clock. */
export interface SshSession {
  /** The key that the server presented and proved to hold. */
  readonly hostKey: HostKey
  /** The certificate that it came in; null where the server presented the plain key. */
  readonly certificate: HostCertificate | null
  readonly authentication: Authentication
  readonly announced: Announced
  /** Null while the connection is open. */
  readonly ending: Ending | null
  /** Key types that the server has besides those already seen and that can be compared. */
  typesNotSeen(seen: readonly string[]): readonly string[]
  /** Starts a command on a new channel, without a terminal. Keeps `limit` bytes of each of its streams; waits `ms` at most. */
  exec(command: string, limit: number, ms?: number): Promise<Opened | Interruption>
  /** Starts the SFTP subsystem on a new channel (RFC 4254 section 6.5). */
  sftp(limit: number): Promise<Opened | Interruption>
  /**
   * Opens a channel that the server connects to another host, whose name it resolves itself. The stream is paused. From then on
   * more messages are taken from the server.
   */
  forward(host: string, port: number): Promise<Forwarded | Interruption>
  /**
   * Waits for one step, `ms` at most. Gives its value, or how the connection ended before it, or `stalled` when the time is
   * over. Throws for a fault of this program.
   */
  until<T>(step: Promise<T>, ms?: number): Promise<T | Interruption>
  /**
   * Closes within a second, sooner when the clock has ended. Sends DISCONNECT 11 (RFC 4253 section 11.1) only after a login:
   * before one, sshd logs a line more for it, which fail2ban counts.
   */
  close(): Promise<void>
}

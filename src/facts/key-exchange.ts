import type { ProtocolError } from './protocol-error'

/** The name-lists of SSH_MSG_KEXINIT, RFC 4253 section 7.1, in the sender's order. Names are matched literally. */
export interface KexInit {
  readonly kex: readonly string[]
  readonly hostKey: readonly string[]
  readonly cipherToServer: readonly string[]
  readonly cipherToClient: readonly string[]
  readonly macToServer: readonly string[]
  readonly macToClient: readonly string[]
  readonly compressionToServer: readonly string[]
  readonly compressionToClient: readonly string[]
}

/** RFC 4253 section 7 and 8: from the server's KEXINIT to NEWKEYS. */
export interface KeyExchangeFacts {
  /** closed and reset: the server ended it without a word; disconnected: it said why (RFC 4253 section 11.1). */
  readonly outcome:
    'agreed' | 'no-common-algorithm' | 'closed' | 'reset' | 'disconnected' | 'malformed' | 'stalled'
  /** The server's lists, as soon as its KEXINIT was read; null when it never came whole. */
  readonly server: KexInit | null
  /** What we offered. */
  readonly client: KexInit
  readonly agreed: {
    readonly kex: string
    readonly hostKey: string
    readonly cipher: string
    readonly mac: string
  } | null
  /** For no-common-algorithm: which of the lists (RFC 4253 section 7.1) shared nothing. */
  readonly missing: keyof KexInit | null
  readonly disconnect: Disconnect | null
  /** Why the connection was ended on our side; null when it was not. */
  readonly error: ProtocolError | null
  /** The line of text that came in place of a packet; null where there is none. */
  readonly words?: string | null
}

/** SSH_MSG_DISCONNECT, RFC 4253 section 11.1. */
export interface Disconnect {
  readonly reason: number
  readonly text: string
}

import type { Channel } from './channel'
import type { HostKey } from './host-keys'
import type { Peer } from './peer'

/** The fields of the reply in a key exchange (RFC 5656 section 4). */
export interface KexReply {
  readonly hostKey: Buffer
  readonly ephemeral: Buffer
  readonly signature: Buffer
}

/** Name-lists of KEXINIT that differ from the usual ones; one name serves both directions. */
export interface Lists {
  readonly kex?: string
  readonly hostKey?: string
  readonly cipher?: string
  readonly mac?: string
  readonly compression?: string
  readonly languages?: string
}

/** How an SSH server differs from an honest one, which lets everybody in by password. Nothing given: it is honest. */
export interface Conduct {
  /** Everything up to its identification line, line feed included. */
  readonly identification?: string | Buffer
  readonly hostKey?: HostKey
  readonly lists?: Lists
  /** The payload of KEXINIT. */
  readonly kexInit?: (peer: Peer) => Buffer
  /** In place of sending identification and KEXINIT. */
  readonly begin?: (peer: Peer) => void
  /** In place of sending the reply in the key exchange and NEWKEYS. */
  readonly reply?: (peer: Peer, reply: KexReply) => void
  /** When the client uses the new keys as well, in each exchange. */
  readonly secured?: (peer: Peer) => void
  /** Methods that let a client in. Default: password. */
  readonly accepts?: readonly string[]
  /** The methods that a refusal names. Default: publickey,password. */
  readonly methods?: string
  /** Right after a login. */
  readonly loggedIn?: (peer: Peer) => void
  /** In place of what an honest server does with one kind of message; `peer.honest(message)` does that. */
  readonly on?: Readonly<Record<number, (peer: Peer, message: Buffer) => void>>
  /** In place of running a command. */
  readonly exec?: (channel: Channel, command: string) => void
  /** In place of answering one packet of SFTP (without its length); the first is SSH_FXP_INIT. */
  readonly sftp?: (channel: Channel, packet: Buffer) => void
  /** In place of connecting a channel to another host. */
  readonly forward?: (channel: Channel, host: string, port: number) => void
}

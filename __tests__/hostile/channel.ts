import type { Peer } from './peer'
import { bool, message, msg, str, u32 } from './wire'

/** One channel that the client opened (RFC 4254 section 5), from the server's side. */
export class Channel {
  readonly peer: Peer
  /** Our number. */
  readonly id: number
  /** The client's number. */
  readonly client: number
  /** Takes what the client writes. */
  onData: (data: Buffer) => void = () => undefined
  /** Called when the client writes no more, or has closed the channel. */
  onEnd: () => void = () => undefined

  constructor(peer: Peer, id: number, client: number) {
    this.peer = peer
    this.id = id
    this.client = client
  }

  /** Sends a message of the channel: the client's number and more fields. */
  send(number: number, ...fields: readonly Buffer[]): void {
    this.peer.send(this.message(number, ...fields))
  }

  message(number: number, ...fields: readonly Buffer[]): Buffer {
    return message(number, u32(this.client), ...fields)
  }

  /** Answers SSH_MSG_CHANNEL_OPEN. */
  confirm(window = 2 ** 21, maximumPacket = 32_768): void {
    this.send(msg.openConfirmation, u32(this.id), u32(window), u32(maximumPacket))
  }

  /** Output, in pieces of 32 KiB. */
  write(data: string | Buffer): void {
    const bytes = Buffer.from(data)
    for (let at = 0; at < bytes.length; at += 32_768)
      this.send(msg.channelData, str(bytes.subarray(at, at + 32_768)))
  }

  /** Output, one byte a packet, as fast as the client reads. */
  writeBytewise(bytes: Buffer): void {
    this.peer.flood((index) =>
      index < bytes.length
        ? this.message(msg.channelData, str(bytes.subarray(index, index + 1)))
        : null,
    )
  }

  error(data: string | Buffer, type = 1): void {
    this.send(msg.extendedData, u32(type), str(data))
  }

  exit(status: number): void {
    this.send(msg.channelRequest, str('exit-status'), bool(false), u32(status))
  }

  signal(name: string, text: string): void {
    const fields = [str('exit-signal'), bool(false), str(name), bool(true), str(text), str('')]
    this.send(msg.channelRequest, ...fields)
  }

  end(): void {
    this.send(msg.channelEof)
    this.send(msg.channelClose)
  }
}

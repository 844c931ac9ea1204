import { Duplex } from 'node:stream'
import type { Channel } from './channel'
import { msg, u32 } from './wire'

/** A channel as a stream, so that a server of its own can speak on it. */
export class ChannelStream extends Duplex {
  readonly #channel: Channel

  constructor(channel: Channel) {
    super()
    this.#channel = channel
    channel.onData = (data) => {
      this.push(Buffer.from(data))
      channel.send(msg.windowAdjust, u32(data.length))
    }
    channel.onEnd = () => {
      this.destroy()
    }
    this.on('error', () => undefined)
  }

  override _read(): void {
    // The client sends when it likes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#channel.write(chunk)
    const { stream } = this.#channel.peer
    // A client that does not read slows down what speaks on the channel, too.
    if (stream.writableNeedDrain) stream.once('drain', done)
    else setImmediate(done)
  }

  override _final(done: () => void): void {
    this.#channel.end()
    done()
  }
}

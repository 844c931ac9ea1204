import type { Client, ClientChannel } from 'ssh2'
import { CollectedBytes } from '../network/collected-bytes'
import type { ChannelRefused, Forwarded, Opened } from './session'

/** Opens a session channel and starts a command on it, without a terminal. Keeps `limit` bytes of each of its streams. */
export function openExec(client: Client, command: string, limit: number): Promise<Opened> {
  return open((done) => client.exec(command, done), limit)
}

/** Opens a session channel and starts a subsystem on it (RFC 4254 section 6.5). */
export function openSubsystem(client: Client, name: string, limit: number): Promise<Opened> {
  return open((done) => client.subsys(name, done), limit)
}

/**
 * Opens a channel that the server connects to another host, whose name it resolves itself. The stream is paused. The
 * originator's address (RFC 4254 section 7.2) is given as OpenSSH's `ssh -J` does.
 */
export function openForwarded(client: Client, host: string, port: number): Promise<Forwarded> {
  return new Promise((resolve) => {
    try {
      client.forwardOut('127.0.0.1', 65_535, host, port, (error, channel) => {
        const refused = error && refusalOf(error)
        if (refused) resolve(refused)
        else if (!error) {
          channel.pause()
          channel.on('error', () => undefined)
          resolve({ kind: 'open', stream: channel })
        }
        // `No response from server`: the connection ended, which the connection itself tells.
      })
    } catch {
      // `Not connected`: the same.
    }
  })
}

type Done = (error: Error | undefined, channel: ClientChannel) => void

function open(start: (done: Done) => void, limit: number): Promise<Opened> {
  return new Promise((resolve) => {
    const done: Done = (error, channel) => {
      if (!error) {
        // Read from this very moment: output and exit status may be in the same TCP segment as the answer.
        resolve({ kind: 'open', reader: new ChannelReader(channel, limit) })
        return
      }
      const refused = refusalOf(error)
      if (refused) resolve(refused)
      else if (error.message.startsWith('Unable to ')) resolve({ kind: 'request-refused' })
      // `No response from server`: the connection ended, which the connection itself tells.
    }
    try {
      start(done)
    } catch {
      // `Not connected`: the same.
    }
  })
}

/** Null when the error is no answer of the server. */
function refusalOf(error: Error): ChannelRefused | null {
  const reason: unknown = Reflect.get(error, 'reason')
  if (typeof reason !== 'number') return null
  const refused = /^\(SSH\) Channel open failure: (.*)$/s.exec(error.message)
  return { kind: 'channel-refused', reason, text: refused?.[1] ?? '' }
}

/**
 * Most that is read of one program. After it the channel is paused, so that the server's window (RFC 4254 section 5.2) runs out: a
 * program that prints without an end then waits, and neither we nor the server work for it.
 */
const mostRead = { bytes: 24 * 1024 * 1024, pieces: 32_768 }

/** A program on a channel: its input, everything that it wrote, and how it ended. Holds the first `limit` bytes of each stream and the last 32 KiB. */
export class ChannelReader {
  readonly #channel: ClientChannel
  /** Resolves when the channel is closed, after its last byte. */
  readonly closed: Promise<void>
  /** Resolves with the exit status or signal, which may come well before the close, or not at all. */
  readonly exited: Promise<void>
  exitCode: number | null = null
  signal: string | null = null
  readonly #stdout: BoundedBytes
  readonly #stderr: BoundedBytes
  #onPiece: (piece: Buffer) => void = () => undefined
  #readBytes = 0
  #readPieces = 0

  constructor(channel: ClientChannel, limit: number) {
    this.#channel = channel
    // A write to a channel that the server has closed meanwhile is no fault: the reader sees the close.
    channel.on('error', () => undefined)
    this.#stdout = new BoundedBytes(limit)
    this.#stderr = new BoundedBytes(limit)
    this.#collect(channel, this.#stdout)
    this.#collect(channel.stderr, this.#stderr)
    this.closed = new Promise((resolve) => {
      channel.once('close', () => {
        resolve()
      })
    })
    this.exited = new Promise((resolve) => {
      channel.once('exit', (code: number | null, signal?: string) => {
        this.exitCode = code
        this.signal = signal ?? null
        resolve()
      })
    })
  }

  write(input: Buffer): void {
    this.#channel.write(input)
  }

  /** Sends the end of the program's input, behind `input` if there is one. */
  end(input?: string): void {
    this.#channel.end(input)
  }

  close(): void {
    this.#channel.close()
  }

  get stdout(): Buffer {
    return this.#stdout.bytes
  }

  get stderr(): Buffer {
    return this.#stderr.bytes
  }

  /**
   * Resolves once the first bytes of stdout, `limit` at most, satisfy a test. It is asked again after each piece, of which there
   * may be one a byte: it must not look at more than a few bytes.
   */
  when(satisfied: (head: Buffer) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const ask = () => {
        try {
          if (satisfied(this.#stdout.head)) resolve()
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      this.#onPiece = ask
      ask()
    })
  }

  /** Resolves once a text of some bytes occurs on stdout, however it is cut into pieces. Every byte is looked at once. */
  says(text: string): Promise<void> {
    const wanted = Buffer.from(text)
    return new Promise((resolve) => {
      let end: Buffer = Buffer.alloc(0)
      const inspect = (piece: Buffer) => {
        const bytes = Buffer.concat([end, piece])
        if (bytes.includes(wanted)) resolve()
        end = bytes.subarray(Math.max(0, bytes.length - wanted.length + 1))
      }
      this.#onPiece = inspect
      inspect(this.stdout)
    })
  }

  #collect(stream: NodeJS.ReadableStream, into: BoundedBytes): void {
    stream.on('data', (piece: Buffer) => {
      into.add(piece)
      if (into === this.#stdout) this.#onPiece(piece)
      this.#readBytes += piece.length
      this.#readPieces += 1
      if (this.#readBytes > mostRead.bytes || this.#readPieces > mostRead.pieces) {
        this.#channel.pause()
        this.#channel.stderr.pause()
      }
    })
  }
}

/** What our command prints may come after megabytes of noise. */
const tailBytes = 32 * 1024
/** Left out at both sides of what was dropped: a part of a secret that is too short to be found would end there. */
const atGap = 64

/** The beginning of a stream, and its end where it is longer; what lies between is dropped. */
class BoundedBytes {
  readonly #head = new CollectedBytes()
  readonly #tail = new CollectedBytes()
  readonly #limit: number
  #dropped = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The beginning, without a copy. */
  get head(): Buffer {
    return this.#head.bytes
  }

  get bytes(): Buffer {
    if (!this.#dropped) return Buffer.concat([this.head, this.#tail.bytes])
    return Buffer.concat([
      this.head.subarray(0, -atGap),
      this.#tail.bytes.subarray(-tailBytes).subarray(atGap),
    ])
  }

  add(piece: Buffer): void {
    const first = piece.subarray(0, this.#limit - this.#head.length)
    this.#head.add(first)
    this.#tail.add(piece.subarray(first.length))
    this.#dropped ||= this.#tail.length > tailBytes
    if (this.#tail.length > 2 * tailBytes) this.#tail.drop(this.#tail.length - tailBytes)
  }
}

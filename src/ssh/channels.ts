import type { Client, ClientChannel } from 'ssh2'

/** What came of asking for a channel and a program on it (RFC 4254 sections 5.1 and 6.5). */
export type Opened =
  | { readonly kind: 'open'; readonly reader: ChannelReader }
  | { readonly kind: 'channel-refused'; readonly reason: number; readonly text: string }
  | { readonly kind: 'request-refused' }

/** Opens a session channel and starts a command on it, without a terminal. Keeps `limit` bytes of each of its streams. */
export function openExec(client: Client, command: string, limit: number): Promise<Opened> {
  return open((done) => client.exec(command, done), limit)
}

/** Opens a session channel and starts a subsystem on it (RFC 4254 section 6.5). */
export function openSubsystem(client: Client, name: string, limit: number): Promise<Opened> {
  return open((done) => client.subsys(name, done), limit)
}

type Done = (error: Error | undefined, channel: ClientChannel) => void

function open(start: (done: Done) => void, limit: number): Promise<Opened> {
  return new Promise((resolve) => {
    const done: Done = (error, channel) => {
      if (!error) {
        // Read from this very moment: output and exit status may stand in the same TCP segment as the answer.
        resolve({ kind: 'open', reader: new ChannelReader(channel, limit) })
        return
      }
      const reason: unknown = Reflect.get(error, 'reason')
      const refused = /^\(SSH\) Channel open failure: (.*)$/s.exec(error.message)
      if (typeof reason === 'number')
        resolve({ kind: 'channel-refused', reason, text: (refused?.[1] ?? '').slice(0, 1024) })
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

/** Everything that a program wrote and how it ended. Holds at most `limit` bytes of each stream and drops the rest. */
export class ChannelReader {
  readonly channel: ClientChannel
  /** Resolves when the channel is closed, after its last byte. */
  readonly closed: Promise<void>
  /** Resolves with the exit status or signal, which may come well before the close, or not at all. */
  readonly exited: Promise<void>
  exitCode: number | null = null
  signal: string | null = null
  readonly #stdout: Buffer[] = []
  readonly #stderr: Buffer[] = []
  #onData: () => void = () => undefined

  constructor(channel: ClientChannel, limit: number) {
    this.channel = channel
    this.#collect(channel, this.#stdout, limit)
    this.#collect(channel.stderr, this.#stderr, limit)
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

  get stdout(): Buffer {
    return Buffer.concat(this.#stdout)
  }

  get stderr(): Buffer {
    return Buffer.concat(this.#stderr)
  }

  /** Resolves once stdout satisfies a test, which is asked again after each piece. */
  when(satisfied: (stdout: Buffer) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onData = () => {
        if (satisfied(this.stdout)) resolve()
      }
      this.#onData()
    })
  }

  #collect(stream: NodeJS.ReadableStream, into: Buffer[], limit: number): void {
    let left = limit
    stream.on('data', (chunk: Buffer) => {
      if (left === 0) return
      const piece = chunk.subarray(0, left)
      left -= piece.length
      into.push(piece)
      this.#onData()
    })
  }
}

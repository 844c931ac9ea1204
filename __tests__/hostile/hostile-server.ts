import type { Duplex } from 'node:stream'
import type { Conduct } from './conduct'
import { Peer } from './peer'

/** What a server does with one connection. */
export type Serve = (stream: Duplex) => void

/** The promises that a case may loosen or tighten. */
export interface Holds {
  /** Most TCP connections to each of its servers. Default: 1. */
  readonly connections?: number
  /** The results that are right. Default: every one but `error`. */
  readonly result?: readonly ('pass' | 'warn' | 'fail')[]
  /** The cause of the first finding, whole or as a prefix such as `kex/`. */
  readonly cause?: readonly string[]
}

/** One hostile server, or two of them: what it does, how the action is called, and what must hold beyond the promises. */
export interface HostileCase {
  /** `phase: what is wrong with it`. */
  readonly name: string
  /** The server at `host`, or behind the jump host. Left out: nobody ever connects to it. */
  readonly serve: Serve
  /** The server at `proxy_host`. */
  readonly jump?: Serve
  /** A second host in `host`, with an address of its own. */
  readonly second?: Serve
  /** Inputs that differ from the usual ones. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly holds?: Holds
  /** Runs in `npm test` too: one of each kind, done in about a second. */
  readonly quick?: true
}

/** A server that speaks SSH, honestly but for its conduct. */
export const ssh =
  (conduct: Conduct = {}): Serve =>
  (stream) => {
    new Peer(stream, conduct)
  }

/** A server that sends bytes and then nothing. */
export const says =
  (...pieces: readonly (string | Buffer)[]): Serve =>
  (stream) => {
    stream.resume()
    for (const piece of pieces) stream.write(piece)
  }

/** A server that sends bytes and closes the connection. */
export const saysAndCloses =
  (...pieces: readonly (string | Buffer)[]): Serve =>
  (stream) => {
    stream.resume()
    stream.end(Buffer.concat(pieces.map((piece) => Buffer.from(piece))))
  }

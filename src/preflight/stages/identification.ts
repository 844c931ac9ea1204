import { parseIdentification } from '../../knowledge/identification'
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock'
import { type IdentificationFacts } from '../../facts'
import { type Raw, remote, remoteOrNull, type Unredacted, WholeText } from '../../facts/unredacted'
import { recognizeProtocol } from '../../knowledge/protocols'
import {
  type IdentificationReader,
  identificationReader,
  textOf,
} from '../../network/identification-reader'
import type { IdentifiedStream } from '../../ssh/session'
import { ourIdentification } from '../../ssh/identification-line'
import { type Fact, notChecked } from '../../facts/fact'

/** What OpenSSH writes before its line says why it drops a client; if we speak first, the reset eats the text. */
const listenFirstMs = 2_000
/** Behind bytes that are no identification nothing more comes after this silence; endlessh sends a line every 10 s. */
const quietMs = 12_000
const quietWhenRecognizedMs = 1_000
/** A server that ends its line with only a CR waits for us after this long. */
const lineFeedMs = 1_000
/** What the key exchange and the login need when the banner came late. */
const reserveMs = 3_000
/** A silence shorter than this says nothing of the server. */
const leastListeningMs = 1_000

/**
 * Listens for the server's identification (RFC 4253 section 4.2): first in silence, then once more after our own line.
 * A slow server may use all of the clock but a small reserve. Memory is bounded. The socket is returned in
 * `identified`, paused and without a listener of ours. In every other case it is destroyed.
 */
export async function listen(
  socket: Duplex,
  clock: Clock,
): Promise<{
  readonly fact: Raw<Fact<IdentificationFacts>>
  readonly identified: IdentifiedStream | null
}> {
  const remainingMs = clock.remainingMs()
  const reader = identificationReader()
  const heard =
    remainingMs < leastListeningMs ? null : await hear(socket, reader, clock, remainingMs)
  if (heard === null || clock.cancelled) {
    socket.destroy()
    return { fact: notChecked(clock.cancelled ? 'cancelled' : 'out-of-time'), identified: null }
  }
  const value = factsOf(heard, reader)
  const fact = { state: 'observed', value, ms: value.endedMs ?? heard.ms } as const
  if (value.outcome !== 'ssh-2') {
    socket.destroy()
    return { fact, identified: null }
  }
  const identified = { socket, received: reader.received(), spoke: heard.spokeMs !== null }
  return { fact, identified }
}

/** How the listening ended; times are milliseconds since it began, which is the connect. */
interface Heard {
  readonly end: 'found' | 'too-much' | 'closed' | 'reset' | 'waited'
  readonly ms: number
  readonly firstByteMs: number | null
  readonly lastByteMs: number
  /** Bytes came in so many separate moments. */
  readonly bursts: number
  readonly spokeMs: number | null
}

function hear(
  socket: Duplex,
  reader: IdentificationReader,
  clock: Clock,
  remainingMs: number,
): Promise<Heard> {
  const startedAt = performance.now()
  const now = () => Math.round(performance.now() - startedAt)
  const speakAt = Math.min(listenFirstMs, remainingMs / 4)
  const limit = remainingMs - Math.min(reserveMs, remainingMs / 5)
  let firstByteMs: number | null = null
  let lastByteMs = 0
  let bursts = 0
  let spokeMs: number | null = null

  return new Promise((resolve) => {
    const finish = (end: Heard['end']) => {
      clearTimeout(timer)
      clock.signal.removeEventListener('abort', gaveUp)
      socket.pause()
      socket.off('data', took).off('end', ended).off('error', failed).off('close', ended)
      resolve({ end, ms: now(), firstByteMs, lastByteMs, bursts, spokeMs })
    }
    const took = (chunk: Buffer) => {
      const at = now()
      if (firstByteMs === null || at - lastByteMs > burstGapMs) bursts += 1
      firstByteMs ??= at
      lastByteMs = at
      reader.push(chunk)
      if (reader.state === 'reading') wait()
      else finish(reader.state)
    }
    const ended = () => {
      finish('closed')
    }
    const failed = () => {
      finish('reset')
    }
    const gaveUp = () => {
      finish('waited')
    }
    /** Wakes for whatever is due next. */
    let timer: NodeJS.Timeout
    const wait = () => {
      clearTimeout(timer)
      const due = nextDue(reader, { firstByteMs, lastByteMs, spokeMs, speakAt, limit })
      timer = setTimeout(
        () => {
          act(due.what)
        },
        Math.max(0, due.at - now()),
      )
    }
    const act = (what: 'speak' | 'end-line' | 'give-up') => {
      if (what === 'give-up') gaveUp()
      else if (what === 'end-line') {
        reader.endLine()
        finish('found')
      } else {
        spokeMs = now()
        socket.write(`${ourIdentification}\r\n`)
        wait()
      }
    }
    if (socket.errored) failed()
    else if (socket.destroyed || clock.signal.aborted) ended()
    else {
      clock.signal.addEventListener('abort', gaveUp, { once: true })
      socket.on('data', took).on('end', ended).on('error', failed).on('close', ended)
      wait()
      socket.resume()
    }
  })
}

/** Bytes this far apart are two bursts. */
const burstGapMs = 500

/** What is to be done next, and when, if no more bytes come. */
function nextDue(
  reader: IdentificationReader,
  times: {
    readonly firstByteMs: number | null
    readonly lastByteMs: number
    readonly spokeMs: number | null
    readonly speakAt: number
    readonly limit: number
  },
): { readonly what: 'speak' | 'end-line' | 'give-up'; readonly at: number } {
  const { firstByteMs, lastByteMs, spokeMs, speakAt, limit } = times
  if (reader.awaitsLineFeed) return { what: 'end-line', at: lastByteMs + lineFeedMs }
  if (firstByteMs !== null && recognizeProtocol(reader.opening()))
    return { what: 'give-up', at: Math.min(limit, lastByteMs + quietWhenRecognizedMs) }
  if (spokeMs === null) return { what: 'speak', at: speakAt }
  if (firstByteMs === null) return { what: 'give-up', at: limit }
  return { what: 'give-up', at: Math.min(limit, Math.max(spokeMs, lastByteMs) + quietMs) }
}

function factsOf(heard: Heard, reader: IdentificationReader): Raw<IdentificationFacts> {
  const bytes = reader.received()
  const found = reader.line()
  const line = found && textOf(found)
  const parts = line === null ? null : parseIdentification(line)
  return {
    outcome: outcomeOf(heard, parts?.version ?? null),
    line: remoteOrNull(line, longestLine),
    software: partOf(line, parts?.software ?? null, /^SSH-[^-]*-?/.exec(line ?? '')?.[0].length),
    comments: partOf(line, parts?.comments ?? null),
    textBefore: remote(textOf(reader.before()), 4_096),
    firstBytes: remote(bytes.toString('hex'), 2 * 256),
    bytes: bytes.length,
    firstByteMs: heard.firstByteMs,
    endedMs: heard.end === 'closed' || heard.end === 'reset' ? heard.ms : null,
    spokeMs: heard.spokeMs,
  }
}

/** What RFC 4253 section 4.2 allows, in bytes. */
const longestLine = 255

/** A part of the line, at its end if not said otherwise: a secret in the line may lie across its parts. */
function partOf(line: string | null, part: string | null, at?: number): Unredacted | null {
  if (line === null || part === null) return null
  const start = at ?? line.lastIndexOf(part)
  return new WholeText(line).part(start, start + part.length, longestLine)
}

/** Bytes that went on coming, in at least three moments or in two far apart, are a trickle and no banner. */
function trickled({ bursts, firstByteMs, lastByteMs }: Heard): boolean {
  return bursts >= 3 || (bursts === 2 && lastByteMs - (firstByteMs ?? 0) >= 5_000)
}

function outcomeOf(
  heard: Heard,
  version: 'ssh-2' | 'ssh-1' | 'unknown' | null,
): IdentificationFacts['outcome'] {
  if (version !== null) return version === 'unknown' ? 'other' : version
  if (heard.end === 'closed' || heard.end === 'reset') return heard.end
  if (heard.firstByteMs === null) return 'silent'
  return heard.end === 'waited' && trickled(heard) ? 'trickling' : 'other'
}

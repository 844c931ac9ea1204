import type { View } from '../view'
import { type IdentificationFacts } from '../../facts'
import { type Protocol, recognizeProtocol } from '../../knowledge/protocols'
import { duration, say, type Words } from '../../text/words'
import { clip } from './clip'
import { readPort } from './port'

/** What came instead of an SSH-2 identification, read once for all causes that judge it. */
export interface BannerReading {
  /** Null when the connection was reset before anything could be listened to. */
  readonly heard: IdentificationFacts | null
  /** The connection ended first: closed in order (FIN) or reset. */
  readonly ended: 'closed' | 'reset' | null
  /** What sshd writes before it hangs up on a client that it drops. */
  readonly refusal: 'max-startups' | 'not-allowed-now' | 'denied' | null
  readonly protocol: Protocol | null
}

/** Null when SSH-2 was spoken, or when nothing was listened to. */
export function readBanner(view: View): BannerReading | null {
  const heard = view.banner
  if (!heard) {
    const wasReset = readPort(view)?.kind === 'reset'
    return wasReset ? { heard: null, ended: 'reset', refusal: null, protocol: null } : null
  }
  if (heard.outcome === 'ssh-2') return null
  const ended = heard.outcome === 'closed' || heard.outcome === 'reset' ? heard.outcome : null
  return {
    heard,
    ended,
    refusal: ended === null ? null : refusalIn(heard.textBefore),
    protocol: recognizeProtocol(Buffer.from(heard.firstBytes, 'hex')),
  }
}

/** OpenSSH's own phrases: sshd.c of 8.2 to 9.7, of 9.8 and later, and tcp_wrappers with a banner. */
function refusalIn(text: string): BannerReading['refusal'] {
  if (text.includes('Exceeded MaxStartups')) return 'max-startups'
  if (text.includes('Not allowed at this time')) return 'not-allowed-now'
  if (/^Access to service sshd? from .* has been denied/m.test(text)) return 'denied'
  return null
}

/** One sentence each: what was heard, and when it ended. */
export function bannerObserved({ heard, ended }: BannerReading): readonly Words[] {
  if (!heard) return [say`The port opened, and the connection was reset at once.`]
  const { bytes, firstByteMs, textBefore, line, spokeMs, endedMs } = heard
  const shown = clip(readable(line ?? textBefore), 120)
  const first = firstByteMs ?? 0
  return [
    bytes === 0
      ? say`The port opened, and not one byte came.`
      : say`After ${duration(first)} the server sent ${shown} (${bytes} bytes in all).`,
    ...(spokeMs === null ? [] : [say`We sent our own line after ${duration(spokeMs)}.`]),
    ...(ended === null || endedMs === null
      ? []
      : [
          ended === 'reset'
            ? say`The server reset the connection after ${duration(endedMs)}.`
            : say`The server closed the connection after ${duration(endedMs)}.`,
        ]),
  ]
}

/** The first line that says something; of binary protocols the bytes that can be read. */
function readable(text: string): string {
  const line = text.split(/[\r\n]+/).find((each) => each.trim() !== '') ?? text
  return line.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, '.').trim()
}

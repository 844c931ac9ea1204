import type { IdentificationFacts } from '../../facts'
import { type Protocol, recognizeProtocol } from '../../knowledge/protocols'
import { duration, say, type Words } from '../../text/words'
import type { View } from '../view'
import { clip } from './clip'

/** What came instead of an SSH-2 identification. */
export interface BannerReading {
  readonly heard: IdentificationFacts
  /** How the connection ended: in order (FIN) or by a reset. Null when it stayed open. */
  readonly ended: 'closed' | 'reset' | null
  /** What sshd writes before it closes the connection of a client that it drops. */
  readonly refusal: 'max-startups' | 'not-allowed-now' | 'denied' | null
  readonly protocol: Protocol | null
}

/** What came instead of an SSH-2 identification; null when one came. */
export function readBanner({ banner: heard }: View<'banner'>): BannerReading | null {
  if (heard.outcome === 'ssh-2') return null
  const ended = endOf(heard)
  return {
    heard,
    ended,
    refusal: ended === null ? null : refusalIn(heard.textBefore),
    protocol: recognizeProtocol(Buffer.from(heard.firstBytes, 'hex')),
  }
}

function endOf({ outcome }: IdentificationFacts): BannerReading['ended'] {
  return outcome === 'closed' || outcome === 'reset' ? outcome : null
}

/** OpenSSH's own phrases: sshd.c of 8.2 to 9.7, of 9.8 and later, and tcp_wrappers with a banner. */
function refusalIn(text: string): BannerReading['refusal'] {
  if (text.includes('Exceeded MaxStartups')) return 'max-startups'
  if (text.includes('Not allowed at this time')) return 'not-allowed-now'
  if (/^Access to service sshd? from .* has been denied/m.test(text)) return 'denied'
  return null
}

/** Whether the connection ended without a byte after the five seconds that libwrap sleeps (measured: 5024 ms three times). */
export function isWrappersDelay({ bytes, endedMs }: IdentificationFacts): boolean {
  return bytes === 0 && endedMs !== null && endedMs >= 4_900 && endedMs <= 6_000
}

/** How long we listened for a banner. */
export function listenedMs({ facts }: View<'banner'>): number {
  return facts.banner.state === 'observed' ? facts.banner.ms : 0
}

/** What came, and when the connection ended. */
export function bannerObserved(heard: IdentificationFacts): readonly Words[] {
  const { bytes, firstByteMs, textBefore, line, spokeMs, endedMs } = heard
  const ended = endOf(heard)
  const shown = clip(readable(line ?? textBefore), 120)
  return [
    bytes === 0
      ? say`The port opened, and not one byte came.`
      : say`After ${duration(firstByteMs ?? 0)} the server sent ${shown} (${bytes} bytes in all).`,
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

/** The first line that is not empty, with a dot for the bytes that cannot be shown. */
function readable(text: string): string {
  const line = text.split(/[\r\n]+/).find((each) => each.trim() !== '') ?? text
  return line.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, '.').trim()
}

/** From the start of the connection that was used to the first byte of the banner. */
export function bannerAfterMs({ tcp, banner }: View): number | null {
  const used = tcp?.attempts.find(({ outcome }) => outcome === 'connected')
  if (!used || typeof banner?.firstByteMs !== 'number') return null
  return used.ms + banner.firstByteMs
}

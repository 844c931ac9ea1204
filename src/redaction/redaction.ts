import type { HostKey } from '../facts'
import { type Raw, redacted, Unredacted, UnredactedKey, WholeText } from '../facts/unredacted'
import { isPublicWord } from './public-words'
import type { TextRange } from './fragments'
import { SecretFinder } from './secret-finder'

/** In base64 a shorter text is found by chance. */
const shortestInKey = 6

/**
 * The one way from what stages and inputs give to facts: takes the secrets of a run out of every string. They are plain text: those
 * of all hosts, jump hosts and other logins, as a server may say what another one received.
 */
export class Redaction {
  readonly #secrets: readonly string[]
  readonly #finder: SecretFinder
  readonly #places = new WeakMap<WholeText, readonly TextRange[]>()

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.map((secret) => secret.trim())
    this.#finder = new SecretFinder(secrets, isPublicWord)
  }

  /** The same value with strings in place of what was not redacted. */
  redact<T>(raw: Raw<T>): T
  redact(raw: unknown): unknown {
    return this.#plain(raw)
  }

  /** One text without the secrets, for the log. */
  text(text: string): string {
    return this.#show(new WholeText(text).part(0))
  }

  /** Whether a public key holds a secret, in its bytes or in what is written of them. */
  holdsSecret({ type, blob }: HostKey): boolean {
    const bytes = Buffer.from(blob, 'base64')
    return (
      [bytes.toString('latin1'), bytes.toString('utf8'), blob].some(
        (text) => this.#finder.rangesIn(text, 'ours').length > 0,
      ) ||
      this.#finder.rangesIn(isPublicWord(type) ? '' : type).length > 0 ||
      this.#secrets.some((secret) => secret.length >= shortestInKey && blob.includes(secret))
    )
  }

  #plain(raw: unknown): unknown {
    if (raw instanceof Unredacted) return this.#show(raw)
    if (raw instanceof UnredactedKey) return this.#key(raw.key)
    if (Array.isArray(raw)) return raw.map((each) => this.#plain(each))
    if (typeof raw !== 'object' || raw === null) return raw
    return Object.fromEntries(Object.entries(raw).map(([name, each]) => [name, this.#plain(each)]))
  }

  #key(key: HostKey): HostKey {
    if (!this.holdsSecret(key)) return key
    return {
      type: isPublicWord(key.type) ? key.type : redacted,
      fingerprint: redacted,
      blob: redacted,
    }
  }

  #show({ whole, extent }: Unredacted): string {
    const { start, end, keep } = extent
    const own = whole.text.slice(start, end)
    if (isPublicWord(own.toLowerCase())) return own
    const ranges = this.#placesIn(whole, extent.from)
    const pieces: string[] = []
    let at = start
    for (let index = firstAfter(ranges, start); index < ranges.length; index++) {
      const range = ranges[index]
      if (!range || range.start >= end) break
      pieces.push(whole.text.slice(at, Math.max(at, range.start)), redacted)
      at = Math.min(range.end, end)
    }
    pieces.push(whole.text.slice(at, end))
    return pieces.join('').slice(0, keep)
  }

  #placesIn(whole: WholeText, from: 'remote' | 'ours'): readonly TextRange[] {
    const known = this.#places.get(whole)
    if (known) return known
    const ranges = this.#finder.rangesIn(whole.text, from)
    this.#places.set(whole, ranges)
    return ranges
  }
}

/** The index of the first place that ends after a character. Binary, as a list may have thousands of names in one text. */
function firstAfter(ranges: readonly TextRange[], start: number): number {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.end ?? 0) > start) high = middle
    else low = middle + 1
  }
  return low
}

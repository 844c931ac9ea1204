import { type CanonicalText, canonicalText, decodedTexts } from './canonical-text'
import { EncodedSecrets } from './encoded-secrets'
import { fragmentLength, Fragments, type TextRange } from './fragments'
import { secretForms } from './secret-forms'

/** A secret that is shorter is looked for only as a word between spaces or punctuation. */
const shortestInside = 4
/** A shorter secret can be a word that the workflow says openly, such as `deploy` in a path. */
const shortestInOurs = 8

interface Needle {
  readonly text: string
  /** Whether spaces of the text can be inside it: it has some itself, or is an encoding. */
  readonly acrossSpaces: boolean
  readonly plain: boolean
}

/** Finds the secrets of a run in texts. `isPublicWord` says of which words everybody knows them, in lower case. */
export class SecretFinder {
  readonly #needles: readonly Needle[]
  readonly #words: RegExp | null
  readonly #fragments: Fragments
  /** Of secrets with spaces or controls, which count as characters of a fragment; null without such a secret. */
  readonly #spacedFragments: Fragments | null
  readonly #encodings: EncodedSecrets
  readonly #isPublicWord: (word: string) => boolean

  constructor(secrets: readonly string[], isPublicWord: (word: string) => boolean) {
    this.#isPublicWord = isPublicWord
    const given = [...new Set(secrets.map((secret) => secret.trim()))].filter(
      (secret) => secret !== '' && !isUnexpanded(secret),
    )
    const hidden = given.filter((secret) => !isPublicWord(secret.toLowerCase()))
    const words: string[] = []
    const needles: Needle[] = []
    for (const secret of hidden) {
      const { plain, encoded } = secretForms(secret)
      if (plain.length < shortestInside) words.push(secret)
      else needles.push({ text: plain, acrossSpaces: /\s/.test(secret), plain: true })
      for (const text of encoded) needles.push({ text, acrossSpaces: true, plain: false })
    }
    const spaced = hidden.filter((secret) => canonicalText(secret).text.length < secret.length)
    this.#spacedFragments =
      spaced.length === 0
        ? null
        : new Fragments(spaced.map((secret) => canonicalText(secret, 'kept').text))
    // A word that everybody knows is shown, and what encodes it is not.
    this.#encodings = new EncodedSecrets(given)
    const isShort = ({ text }: Needle) => text.length < fragmentLength
    this.#words = wordsOf(words)
    this.#needles = needles.filter(isShort)
    this.#fragments = new Fragments(
      needles.filter((needle) => !isShort(needle)).map(({ text }) => text),
    )
  }

  /** Every place, in order, none touching the next. Linear in the length of the text. */
  rangesIn(text: string, from: 'remote' | 'ours' = 'remote'): readonly TextRange[] {
    const found = [canonicalText(text), ...decodedTexts(text)].flatMap((canonical) => [
      ...this.#fragments
        .rangesIn(canonical.text)
        .map(({ start, end }) => rangeOf(canonical, start, end - start)),
      ...this.#needles
        .filter((needle) => from === 'remote' || needle.text.length >= shortestInOurs)
        .flatMap((needle) => this.#placesOf(needle, canonical, text)),
    ])
    if (this.#spacedFragments) {
      const canonical = canonicalText(text, 'kept')
      for (const { start, end } of this.#spacedFragments.rangesIn(canonical.text))
        found.push(rangeOf(canonical, start, end - start))
    }
    if (from === 'remote') found.push(...this.#encodings.rangesIn(text))
    if (from === 'remote' && this.#words)
      for (const { index, 0: word } of text.matchAll(this.#words))
        found.push({ start: index, end: index + word.length })
    return merged(found)
  }

  #placesOf(needle: Needle, canonical: CanonicalText, original: string): readonly TextRange[] {
    const ranges: TextRange[] = []
    const { text } = canonical
    for (let at = text.indexOf(needle.text); at >= 0; at = text.indexOf(needle.text, at + 1)) {
      const range = rangeOf(canonical, at, needle.text.length)
      const crosses =
        !needle.acrossSpaces && /[\s\p{Z}]/u.test(original.slice(range.start, range.end))
      if (crosses || (needle.plain && this.#isInPublicWord(original, range))) continue
      ranges.push(range)
    }
    return ranges
  }

  /** Whether the place lies in one word that everybody knows: a password `pass` in `Password:`. */
  #isInPublicWord(text: string, { start, end }: TextRange): boolean {
    const isLetter = (at: number) => /[a-z]/i.test(text.charAt(at))
    let first = start
    let last = end
    while (first > start - longestWord && isLetter(first - 1)) first -= 1
    while (last < end + longestWord && isLetter(last)) last += 1
    return this.#isPublicWord(text.slice(first, last).toLowerCase())
  }
}

const longestWord = 24

/** An expression that nobody replaced by its value is no secret, and the workflow's text has it too. */
const isUnexpanded = (secret: string) => secret === '***' || /^\$\{\{[^{}]*\}\}$/.test(secret)

/** Null when there are none. */
function wordsOf(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null
  const any = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')
  return new RegExp(`(?<![\\p{L}\\p{N}._/@+-])(?:${any})(?![\\p{L}\\p{N}._/@+-])`, 'gu')
}

function rangeOf({ starts, ends }: CanonicalText, at: number, length: number): TextRange {
  return { start: starts[at] ?? 0, end: ends[at + length - 1] ?? 0 }
}

function merged(ranges: readonly TextRange[]): readonly TextRange[] {
  const result: { start: number; end: number }[] = []
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}

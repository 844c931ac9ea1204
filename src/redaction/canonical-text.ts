/**
 * The form in which texts and secrets are compared. No report can put a secret together again from what this form takes
 * for the same: nothing invisible, no blanks, no case, no accents, and letters of one shape.
 */

/** A text in canonical form. Character `i` of it comes from `starts[i]` up to `ends[i]` of the original. */
export interface CanonicalText {
  readonly text: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** The text as it is. Linear in its length. */
export function canonicalText(text: string): CanonicalText {
  const builder = new Builder()
  builder.addAll(text, 0, text.length)
  return builder.result()
}

/**
 * The text with what it may be escaped by undone once: percent-encoding (RFC 3986 section 2.1), `\xNN`, `\NNN`, `\uNNNN` and
 * backslashes of JSON, JavaScript and shells, character references of HTML, colors of a terminal. Null when there is no escape.
 */
export function decodedText(text: string): CanonicalText | null {
  if (!/[%\\&\u001b]/.test(text)) return null
  const builder = new Builder()
  let at = 0
  for (const run of text.matchAll(escapes)) {
    const end = run.index + run[0].length
    builder.addAll(text, at, run.index)
    builder.addDecoded(decode(run[0]), run.index, end)
    at = end
  }
  builder.addAll(text, at, text.length)
  return builder.result()
}

/** A run of bytes, as one letter may be several of them, or one escape of another kind. */
const escapes =
  // eslint-disable-next-line no-control-regex -- colors of a terminal begin with ESC
  /(?:(?:%|\\x)[0-9a-f]{2}|\\[0-3][0-7]{2})+|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|&#x[0-9a-f]{1,6};|&#\d{1,7};|&(?:amp|lt|gt|quot|apos);|\u001b\[[\d;]*[a-z]|\\[^]/gi

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(escape: string): string {
  if (/^(?:%|\\x|\\[0-3][0-7]{2})/i.test(escape)) return decodeBytes(escape)
  const hex = /^(?:\\u\{?|&#x)([0-9a-f]+)/i.exec(escape)?.[1]
  if (hex !== undefined) return character(parseInt(hex, 16))
  const decimal = /^&#(\d+)/.exec(escape)?.[1]
  if (decimal !== undefined) return character(Number(decimal))
  if (escape.startsWith('&')) return named[escape.slice(1, -1).toLowerCase()] ?? ''
  return /^(?:\u001b|\\[nrtbf])/.test(escape) ? '' : escape.slice(1)
}

const character = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')

function decodeBytes(run: string): string {
  const codes = (run.match(/[0-9a-f]{2,3}/gi) ?? []).map((digits) =>
    parseInt(digits, digits.length === 3 ? 8 : 16),
  )
  const bytes = Buffer.from(codes)
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

class Builder {
  readonly #codes: number[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** Takes the characters of `text` from `start` up to `end`, each for itself. */
  addAll(text: string, start: number, end: number): void {
    let at = start
    while (at < end) {
      const code = text.codePointAt(at) ?? 0
      const next = at + (code > 0xffff ? 2 : 1)
      this.#add(code, at, next)
      at = next
    }
  }

  /** Takes a text that stands for what is from `start` up to `end` of the original. */
  addDecoded(text: string, start: number, end: number): void {
    for (const each of text) this.#add(each.codePointAt(0) ?? 0, start, end)
  }

  result(): CanonicalText {
    return { text: textOfCodes(this.#codes), starts: this.#starts, ends: this.#ends }
  }

  #add(code: number, start: number, end: number): void {
    if (code < 0x80) {
      if (code <= 0x20 || code === 0x7f) return
      this.#push(code >= 0x41 && code <= 0x5a ? code + 32 : code, start, end)
      return
    }
    const shape = shapeOf(code)
    for (let at = 0; at < shape.length; at++) this.#push(shape.charCodeAt(at), start, end)
  }

  #push(code: number, start: number, end: number): void {
    this.#codes.push(code)
    this.#starts.push(start)
    this.#ends.push(end)
  }
}

function textOfCodes(codes: readonly number[]): string {
  return Buffer.from(Uint16Array.from(codes).buffer).toString('utf16le')
}

const mostShapes = 4096
const shapes = new Map<number, string>()

/** What prints nothing (controls, formats, fillers), blanks, and marks, which a report may drop where they pile up. */
const leftOut = /[\p{C}\p{Z}\p{M}\u115f\u1160\u3164\uffa0]/gu

/** A letter outside of ASCII without accents and style (compatibility decomposition, Unicode UAX 15). */
function shapeOf(code: number): string {
  const known = shapes.get(code)
  if (known !== undefined) return known
  const shape = String.fromCodePoint(code).normalize('NFKD').replace(leftOut, '').toLowerCase()
  if (shapes.size >= mostShapes) shapes.clear()
  shapes.set(code, shape)
  return shape
}

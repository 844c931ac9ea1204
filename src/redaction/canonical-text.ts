/**
 * The form in which texts and secrets are compared. Texts that are equal in this form could rebuild a secret in a report, so it
 * ignores what is invisible, spaces, case and accents, and has one shape for each letter.
 */
import { terminalCodes } from '../text/terminal-codes'

/** A text in canonical form. Character `i` of it comes from `starts[i]` up to `ends[i]` of the original. */
export interface CanonicalText {
  readonly text: string
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** The text as it is. Linear in its length. With `kept`, a run of what this form leaves out is one space. */
export function canonicalText(text: string, spaces: 'kept' | 'removed' = 'removed'): CanonicalText {
  const builder = new Builder(text.length, spaces === 'kept')
  builder.addAll(text, 0, text.length)
  return builder.result()
}

/** What escapes of one kind look like: a run of bytes, as one letter may be several of them, or a letter. */
const kinds = {
  // RFC 3986 section 2.1.
  '%': String.raw`(?:%[0-9a-f]{2})+`,
  // JSON, JavaScript and shells. A backslash before anything else means that character.
  '\\': String.raw`(?:\\x[0-9a-f]{2}|\\[0-3][0-7]{2})+|\\u\{[0-9a-f]{1,6}\}|(?:\\u[0-9a-f]{4})+|\\[^]`,
  // Character references of HTML.
  '&': String.raw`&#x[0-9a-f]{1,6};|&#\d{1,7};|&(?:amp|lt|gt|quot|apos);`,
  '\u001b': terminalCodes,
  // The same codes in eight bits.
  '\u009b': terminalCodes,
  '\u009d': terminalCodes,
  // A terminal prints the next character over the one before a backspace.
  '\b': String.raw`[^\u0008]\u0008`,
} as const

const marks = ['%', '\\', '&', '\u001b', '\u009b', '\u009d', '\b'] as const

/**
 * The text with escapes undone once: those of each kind for themselves, as a secret may look like an escape of another kind, and
 * those of all kinds together. Empty when there are none.
 */
export function decodedTexts(text: string): readonly CanonicalText[] {
  const present = [
    ...new Set(marks.filter((mark) => text.includes(mark)).map((mark) => kinds[mark])),
  ]
  const together = present.length > 1 ? [present.join('|')] : []
  return [...present, ...together].map((pattern) => decoded(text, new RegExp(pattern, 'gi')))
}

function decoded(text: string, escapes: RegExp): CanonicalText {
  const builder = new Builder(text.length)
  let at = 0
  for (let run = escapes.exec(text); run !== null; run = escapes.exec(text)) {
    const end = run.index + run[0].length
    builder.addAll(text, at, run.index)
    builder.addDecoded(decode(run[0]), run.index, end)
    at = end
  }
  builder.addAll(text, at, text.length)
  return builder.result()
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(escape: string): string {
  if (escape.endsWith('\b')) return ''
  if (/^(?:%|\\x[0-9a-f]|\\[0-3][0-7]{2})/i.test(escape)) return decodeBytes(escape)
  // Two units are one character beyond the first 65,536.
  if (/^\\u[0-9a-f]/i.test(escape))
    return escape
      .split(/\\u/i)
      .slice(1)
      .map((unit) => String.fromCharCode(parseInt(unit, 16)))
      .join('')
  const hex = /^(?:\\u\{|&#x)([0-9a-f]+)/i.exec(escape)?.[1]
  if (hex !== undefined) return character(parseInt(hex, 16))
  const decimal = /^&#(\d+)/.exec(escape)?.[1]
  if (decimal !== undefined) return character(Number(decimal))
  if (escape.startsWith('&')) return named[escape.slice(1, -1).toLowerCase()] ?? ''
  return '\u001b\u009b\u009d'.includes(escape.charAt(0)) || /^\\[nrtbf]/.test(escape)
    ? ''
    : escape.slice(1)
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

/** Room for so many more characters where letters have several in canonical form. */
const moreRoom = 1024

class Builder {
  #codes: Uint16Array
  #starts: Uint32Array
  #ends: Uint32Array
  #length = 0
  readonly #keepsSpaces: boolean

  constructor(length: number, keepsSpaces = false) {
    this.#keepsSpaces = keepsSpaces
    this.#codes = new Uint16Array(length)
    this.#starts = new Uint32Array(length)
    this.#ends = new Uint32Array(length)
  }

  /** Takes the characters of `text` from `start` up to `end`, each for itself. */
  addAll(text: string, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at)
      if (code < 0x80) {
        this.#addAscii(code, at, at + 1)
        continue
      }
      const whole = text.codePointAt(at) ?? code
      const next = whole > 0xffff && at + 1 < end ? at + 2 : at + 1
      this.#addShape(whole, at, next)
      at = next - 1
    }
  }

  /** Takes a text in place of what is from `start` up to `end` of the original. */
  addDecoded(text: string, start: number, end: number): void {
    for (const each of text) {
      const code = each.codePointAt(0) ?? 0
      if (code < 0x80) this.#addAscii(code, start, end)
      else this.#addShape(code, start, end)
    }
  }

  result(): CanonicalText {
    const codes = this.#codes.subarray(0, this.#length)
    const text = Buffer.from(codes.buffer, 0, codes.byteLength).toString('utf16le')
    return { text, starts: this.#starts, ends: this.#ends }
  }

  #addAscii(code: number, start: number, end: number): void {
    if (code <= 0x20 || code === 0x7f) {
      this.#addSpace(start, end)
      return
    }
    this.#push(code >= 0x41 && code <= 0x5a ? code + 32 : code, start, end)
  }

  #addShape(code: number, start: number, end: number): void {
    const shape = shapeOf(code)
    if (shape === '') this.#addSpace(start, end)
    for (let at = 0; at < shape.length; at++) this.#push(shape.charCodeAt(at), start, end)
  }

  /** One space for a run of what is left out: a secret with many spaces must not be found in every indented text. */
  #addSpace(start: number, end: number): void {
    if (this.#keepsSpaces && this.#codes[this.#length - 1] !== 0x20) this.#push(0x20, start, end)
  }

  #push(code: number, start: number, end: number): void {
    if (this.#length === this.#codes.length) this.#grow()
    this.#codes[this.#length] = code
    this.#starts[this.#length] = start
    this.#ends[this.#length] = end
    this.#length += 1
  }

  #grow(): void {
    const room = 2 * this.#length + moreRoom
    const [codes, starts, ends] = [this.#codes, this.#starts, this.#ends]
    this.#codes = new Uint16Array(room)
    this.#starts = new Uint32Array(room)
    this.#ends = new Uint32Array(room)
    this.#codes.set(codes)
    this.#starts.set(starts)
    this.#ends.set(ends)
  }
}

const mostShapes = 4096
const shapes = new Map<number, string>()

/** What prints nothing (controls, formats, fillers), spaces, and marks, which a report can drop if there are many. */
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

import type { KeyCorruption } from '../facts'
import { decodeText, decodeWide } from '../text/decode-text'

/** A text after what it was wrapped in was taken off, outermost first. */
export interface Unwrapped {
  readonly text: string
  readonly corruption: readonly KeyCorruption[]
  /** Every text on the way, the given one first: all of them must be masked. */
  readonly layers: readonly string[]
}

/** Characters that no key has and no eye sees, by copying from web pages and office programs. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
const unusualSpaces = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g

const quotePairs: readonly (readonly [string, string])[] = [
  ['"""', '"""'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\u201c', '\u201d'],
  ['\u2018', '\u2019'],
]

/** Deep enough for base64 inside a quoted JSON string inside base64. */
const deepest = 4

/** Takes off UTF-16, byte order marks, invisible characters, quotes, escapes, base64 and carriage returns. */
export function unwrap(given: string): Unwrapped {
  const corruption: KeyCorruption[] = []
  const layers = [given]
  let text = given
  const step = (name: KeyCorruption, next: string) => {
    if (next === text) return
    corruption.push(name)
    text = next
    layers.push(next)
  }
  const wide = decodeWide(given)
  // What was cut at its first character is left as it is.
  if (wide === '') corruption.push('utf-16')
  else if (wide !== null) step('utf-16', wide)
  for (let depth = 0; depth < deepest; depth++) {
    if (text.startsWith('\ufeff')) step('byte-order-mark', text.slice(1))
    step('invisible-characters', text.replace(invisible, '').replace(unusualSpaces, ' '))
    step('quoted', withoutQuotes(text))
    step('url-encoded', withoutUrlEncoding(text))
    if (mayBePem(text)) step('escaped-newlines', withoutEscapes(text))
    const decoded = fromBase64(text)
    if (decoded === null) break
    step('base64-encoded', decoded)
  }
  if (text.includes('\r')) {
    const onlyReturns = !text.includes('\n')
    step(
      onlyReturns ? 'carriage-returns-only' : 'carriage-returns',
      text.replaceAll('\r', onlyReturns ? '\n' : ''),
    )
  }
  return { text, corruption: [...new Set(corruption)], layers }
}

function withoutQuotes(text: string): string {
  const trimmed = text.trim()
  for (const [open, close] of quotePairs) {
    if (trimmed.length > open.length + close.length && trimmed.startsWith(open)) {
      if (trimmed.endsWith(close)) return trimmed.slice(open.length, -close.length)
    }
  }
  return text
}

/** Literal `\n`, `\r\n`, `\\n`, `%0A` and, in JSON or YAML strings, `\u000a`. */
function withoutEscapes(text: string): string {
  if (!/\\[nr]|%0A|\\u000a/i.test(text)) return text
  return text
    .replace(/(?:\\{1,4}r)?\\{1,4}n(?:\r?\n)?|(?:%0D)?%0A|(?:\\{1,2}u000d)?\\{1,2}u000a/gi, '\n')
    .replace(/\\{1,4}r/g, '\n')
    .replace(/\\{1,4}(["'/])/g, '$1')
}

/** A form writes spaces as `+`, and then every `+` of the body as `%2B`. */
function withoutUrlEncoding(text: string): string {
  if (!/BEGIN(?:%20|\+)[A-Z%0-9+]{0,40}KEY/i.test(text)) return text
  const spaces = text.includes('%20') ? text : text.replaceAll('+', ' ')
  return spaces.replace(/%([\da-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

const mayBePem = (text: string) => /BEGIN|END[ A-Z]{0,30}KEY|PuTTY-User/i.test(text)

/** Decodes base64 of a text that is a key itself. A bare body is not: it decodes to bytes, and lost its markers only. */
function fromBase64(text: string, again = 2): string | null {
  const packed = text.replace(/\s+/g, '')
  if (packed.length < 24 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(packed)) return null
  const decoded = decodeText(Buffer.from(packed, 'base64'))
  const recognized =
    /-BEGIN [A-Z0-9 ]{0,40}(?:KEY|CERTIFICATE)|^PuTTY-User-Key-File-|^[ \t]{0,8}(?:ssh|ecdsa|sk)-[a-z0-9@.-]{3,50} AAAA/m
  return recognized.test(decoded) || (again > 0 && fromBase64(decoded, again - 1) !== null)
    ? decoded
    : null
}

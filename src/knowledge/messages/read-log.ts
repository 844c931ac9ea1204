/** Finds the message that decides in what a person pastes: one line, or the log of a whole job. */
import { messages, type Message } from './index'
import { strengths } from './message'

export interface FoundMessage {
  readonly message: Message
  /** The line that has it, without colors; what a client or a server printed. */
  readonly line: string
  /** Counted from 1; null for a text of one line. */
  readonly lineNumber: number | null
  /** What `adds` of the message says of this line, or empty. */
  readonly added: string
}

/** The end of a log decides, so this is of its end: characters, lines that differ, and characters of a line. */
const limits = { text: 400_000, lines: 4_000, line: 1_000 }

/**
 * The message that says most in a text; of several that say as much, that of the first line. A message that was broken over lines
 * is found as well. Null when none is known.
 */
export function readLog(text: string): FoundMessage | null {
  const lines = linesOf(text)
  const single = lines.length === 1
  const best = lines
    .map(({ line, number }) => inLine(line, single ? null : number))
    .reduce(better, null)
  if (single || (best !== null && best.message.strength !== 'noise')) return best
  const joined = lines.map(({ line }) => line).join(' ')
  return better(best, inLine(joined.slice(0, limits.line), null))
}

function better(a: FoundMessage | null, b: FoundMessage | null): FoundMessage | null {
  if (a === null || b === null) return a ?? b
  return rank(b) < rank(a) ? b : a
}

const rank = ({ message }: FoundMessage) => strengths.indexOf(message.strength)

/** A line that is known as harmless is nothing else. */
const harmlessFirst = messages.toSorted(
  (a, b) => Number(b.strength === 'noise') - Number(a.strength === 'noise'),
)

function inLine(line: string, lineNumber: number | null): FoundMessage | null {
  let best: FoundMessage | null = null
  for (const message of harmlessFirst) {
    if (best?.message.strength === 'noise') return best
    if (best !== null && strengths.indexOf(message.strength) >= rank(best)) continue
    for (const pattern of message.patterns) {
      const match = pattern.exec(line)
      if (!match) continue
      const added = match[1] === undefined ? '' : (message.adds?.(match[1]) ?? '')
      best = { message, line, lineNumber, added }
      break
    }
  }
  return best
}

/** Different lines of the end, without colors, time and the marks of runners. */
function linesOf(text: string): readonly { readonly line: string; readonly number: number }[] {
  const skipped = Math.max(0, text.length - limits.text)
  const before = text.slice(0, skipped).split('\n').length - 1
  const seen = new Map<string, number>()
  for (const [index, raw] of text.slice(skipped).split('\n').entries()) {
    const line = bare(raw.slice(0, limits.line))
    if (line !== '' && !seen.has(line)) seen.set(line, before + index + 1)
  }
  return [...seen].slice(-limits.lines).map(([line, number]) => ({ line, number }))
}

// eslint-disable-next-line no-control-regex -- The escape sequences of ECMA-48 begin with one.
const colors = /\u001b\[[\d;]*[A-Za-z]/g

/** Time stamps, `##[error]`, `::error::`, and the `err:`, `out:` and `Error:` that clients put before each line. */
const prefix =
  /^(?:\s|\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[\d.,]*(?:Z|[+-]\d\d:?\d\d)?\]?|\[\d\d:\d\d:\d\d\]|##\[\w+\]|::error[^:]*::|@@+|(?:err|out|error|stderr|fatal error|warning|npm ERR!):(?=\s)|[❌⚠✖×>|#*]\ufe0f?)+/i

function bare(raw: string): string {
  const line = raw
    .replace(colors, '')
    .replaceAll('\r', '')
    .replaceAll('’', "'")
    .replaceAll('‘', "'")
    .trim()
  const short = line.replace(prefix, '').replace(/@@+$/, '').trim()
  return short === '' ? line : short
}

/**
 * The only module that turns Words into output. Data may come from a hostile server: it is shown as text that
 * cannot issue a workflow command, break Markdown or HTML, or move a terminal, and that still reads.
 */
import { textOf, type Words } from './words'

/** Longest piece of data in a sentence, in characters as shown. */
const inlineLimit = 200

/** Longest piece of data in a column of facts: a public key of RSA 8192 still fits whole. */
export const columnLimit = 1_600

/** Controls, format characters (bidi, zero-width, tags), line and paragraph separators, lone surrogates, private use. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0]/gu

/** More than four combining marks on one letter paint over the lines around it. */
const piledMarks = /(\p{M}{4})\p{M}+/gu

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * One line of visible characters: everything that prints nothing, or moves what is printed, is written as `\x1b` or
 * `\u{202e}`; longer than the limit is clipped with an ellipsis.
 */
export function visible(text: string, limit = inlineLimit): string {
  const shown = clip(text, limit)
    .replace(unprintable, escapeCharacter)
    .replace(piledMarks, '$1')
    .replace(/\p{Zs}/gu, ' ')
  return clip(shown, limit)
}

function escapeCharacter(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`
}

/** Cuts between code points, so that no surrogate is left without its pair. */
function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit
  return `${text.slice(0, end)}…`
}

/** Words with adjacent data merged, so that no two code spans ever touch. */
function pieces(words: Words): readonly { readonly own: boolean; readonly text: string }[] {
  const joined: { own: boolean; text: string }[] = []
  for (const span of words) {
    const own = 'say' in span
    const text = textOf(span)
    const last = joined.at(-1)
    if (last?.own === own) last.text += text
    else joined.push({ own, text })
  }
  return joined
}

/** One line of plain text for the log and the terminal; data with spaces is in quotes. */
export function toPlain(words: Words): string {
  return joinPlain(words, (data) => quoted(visible(data)))
}

/** The same for a column with only data, where quotes would make copying harder. */
export function toColumn(words: Words): string {
  return joinPlain(words, (data) => visible(data, columnLimit))
}

function joinPlain(words: Words, show: (data: string) => string): string {
  return logLine(
    pieces(words)
      .map((piece) => (piece.own ? ownLine(piece.text) : show(piece.text)))
      .join(''),
  )
}

/** The message of an annotation: plain text, as in the log. */
export const toAnnotation = toPlain

function quoted(text: string): string {
  return text === '' || text.startsWith('::') || /\s/.test(text) ? `"${text}"` : text
}

/**
 * Our own words are one line too: a table cell or a log line never breaks by them. A word of a list of ours may come from a
 * saved report, and is anything there.
 */
function ownLine(text: string): string {
  const [first = '', ...others] = text.split(/[\r\n]/)
  const last = others.pop()
  const lines =
    last === undefined
      ? [first]
      : [first.trimEnd(), ...others.map((line) => line.trim()), last.trimStart()]
  return lines
    .filter((line, index) => line !== '' || index === 0 || index === lines.length - 1)
    .join(' ')
    .replace(unprintable, escapeCharacter)
}

/**
 * Makes one finished line safe for a runner, which reads `::name …::` at the start of a line (after any spaces) and
 * `##[name]` anywhere in it as a command. Everything that is printed to a log goes through here last.
 */
export function logLine(line: string): string {
  return line
    .replace(/^(\s*)::/u, '$1: :')
    .replace(/##(?=[a-z]*\[)/giu, '# #')
    .replace(unprintable, escapeCharacter)
}

/** Lines of something to copy or of remote text, each safe to print: tabs become spaces, controls visible. */
export function logBlock(text: string): readonly string[] {
  return blockLines(text).map(logLine)
}

/** A sentence in Markdown: our words escaped, data as code. For a table cell see `toCell`. */
export function toMarkdown(words: Words): string {
  return pieces(words)
    .map((piece, index) => (piece.own ? ownMarkdown(piece.text, index === 0) : code(piece.text)))
    .join('')
}

/** A sentence as a cell of a Markdown table, where a bar would end the cell even inside code. */
export function toCell(words: Words): string {
  return pieces(words)
    .map((piece) => (piece.own ? ownMarkdown(piece.text, false) : codeCell(piece.text)))
    .join('')
}

/** A sentence as HTML, for a line that Markdown does not read (`<summary>`). */
export function toHtml(words: Words): string {
  return pieces(words)
    .map((piece) =>
      piece.own
        ? references(ownLine(piece.text), htmlMarks)
        : `<code>${references(visible(piece.text), htmlMarks)}</code>`,
    )
    .join('')
}

/** No others: a name or an address stays whole, so that a runner's mask still fits. */
const htmlMarks = /[&<>"']/g

/**
 * A line of a label between double quotes in a Mermaid flowchart. Whatever Mermaid, or the Markdown and HTML that its
 * versions read in labels, could take for a mark is written as its entity, `#35;`. A name or an address stays whole, so
 * that a runner's mask still fits; what is before it keeps `www.` from being a link, and a mask from being a rule.
 */
export function toMermaid(words: Words): string {
  return pieces(words)
    .map((piece) => {
      const text = piece.own ? ownLine(piece.text) : visible(piece.text)
      return text.replace(/[^ ]+/g, (word) =>
        nameOrAddress.test(word) ? `${piece.own ? '' : noWidth}${word}` : mermaidEntities(word),
      )
    })
    .join('')
}

const nameOrAddress =
  /^(?:[0-9a-f]*:[0-9a-f:]*(?:\d+\.[0-9.]*\d)?|[\p{L}\p{N}]+(?:[._-]+[\p{L}\p{N}]+)*)$/iu

/** A zero-width space. */
const noWidth = '#8203;'

function mermaidEntities(text: string): string {
  return text.replace(allMarks, (mark) => `#${String(mark.codePointAt(0) ?? 0)};`)
}

/** Everything except letters, digits and spaces. */
const allMarks = /[^\p{L}\p{N} ]/gu

function references(text: string, which: RegExp): string {
  return text.replace(which, (mark) => `&#${String(mark.codePointAt(0) ?? 0)};`)
}

/** Data as a code span whose fence is longer than any run of backticks inside (CommonMark 0.31 section 6.1). */
export function code(data: string, limit = inlineLimit): string {
  const text = visible(data, limit)
  if (text.trim() === '') return '(empty)'
  const marks = '`'.repeat(longestRun(text) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') || /^ .* $/u.test(text) ? ' ' : ''
  return `${marks}${pad}${text}${pad}${marks}`
}

/**
 * Data as code in a table cell. A bar is written `\|`, which cells turn back even inside code; after a backslash of the
 * data itself that would not hold (`\\|` ends the cell), so there every mark becomes a character reference.
 */
export function codeCell(data: string, limit = inlineLimit): string {
  const text = visible(data, limit)
  if (!text.includes('\\|')) return code(data, limit).replaceAll('|', '\\|')
  return `<code>${references(text, allMarks)}</code>`
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}

/** Our own plain text, with what Markdown or HTML would read as marks made literal. */
function ownMarkdown(text: string, first: boolean): string {
  const escaped = ownLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('`', '&#96;')
    .replace(/[\\*[\]<>|~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    // GFM makes links of bare addresses.
    .replaceAll('://', ':\\//')
    .replace(/\bwww\./gi, (start) => start.replace('.', '\\.'))
  return first ? escaped.replace(/^(\s*)([#+=-]|\d+[.)](?=\s))/, '$1\\$2') : escaped
}

/** Most lines, and characters in a line, of a fenced block: a public key of 16,384 bits still fits whole. */
const blockLimit = { lines: 60, characters: 4_000 }

function blockLines(text: string): readonly string[] {
  const lines = text.trimEnd().split(/\r?\n/, blockLimit.lines + 1)
  const shown = lines
    .slice(0, blockLimit.lines)
    .map((line) => visible(line.replaceAll('\t', '    '), blockLimit.characters))
  return lines.length > blockLimit.lines ? [...shown, '…'] : shown
}

/** A fenced code block that its own text cannot end: the fence is longer than any run of backticks inside. */
export function fence(language: string, text: string): readonly string[] {
  const lines = blockLines(text)
  const marks = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${marks}${language}`, ...lines, marks]
}

/** Most characters of a paste that are read: an answer has some thousands. Of more, the last ones count. */
const pasteLimit = 1_000_000

/** OSC (titles, links), CSI (colours, cursor) and the short ones of ECMA-48, and what is left of colours without their ESC. */
const terminalCodes =
  // eslint-disable-next-line no-control-regex
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]|(?:\^\[)?\[\d{0,3}(?:;\d{1,3})*m/g

/** What prints nothing: controls but tab and line feed, zero-width marks, soft hyphens, byte order marks. */
const unprinted = /[^\P{Cc}\t\n]|\p{Cf}/gu

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}

/**
 * The lines of a pasted text as the script printed them, as far as that can be told: without colours, marks of quotes and
 * fences, time stamps of a job's log, typographic quotes and dashes, and HTML's escapes. Lines that something wrapped stay wrapped.
 */
export function pastedLines(text: string): readonly string[] {
  const printed = text
    .slice(-pasteLimit)
    .replace(terminalCodes, '')
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(unprinted, '')
    .replace(/[“”„‟″]/g, '"')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/[–—]/g, '--')
    .replace(/[\p{Zs}\t]/gu, ' ')
  const escaped = printed.includes('{&quot;') || printed.includes('{&#34;')
  return withoutEntities(printed, escaped)
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z /, '').replace(/^(?: *>)+ ?/, ''))
    .filter((line) => !/^ *(?:`{3,}|~{3,})\w* *$/.test(line))
}

/** Quotes are given back only where all of them were escaped: inside JSON, one more would end a string. */
function withoutEntities(text: string, quotes: boolean): string {
  return text.replace(/&(?:lt|gt|amp|quot|nbsp|#34|#39);/g, (entity) => {
    if (!quotes && (entity === '&quot;' || entity === '&#34;')) return entity
    return entities[entity] ?? entity
  })
}

/**
 * Puts lines together that were one line before something wrapped them. A terminal cuts at its width, wherever that is, so
 * that many lines are equally long; a mail client takes the place of a blank.
 */
export function unwrap(lines: readonly string[], hard: boolean): string {
  return hard ? lines.join('') : lines.map((line) => line.trim()).join(' ')
}

/** Whether lines were cut at a width: the longest length is that of several lines. */
export function isCutAtWidth(lines: readonly string[]): boolean {
  const width = lines.reduce((longest, line) => Math.max(longest, line.length), 0)
  return lines.filter((line) => line.length === width).length > 1
}

/** Lines without the blanks that all of them begin with. */
export function withoutIndent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const shared = indents.reduce((least, indent) => Math.min(least, indent), Infinity)
  return Number.isFinite(shared) ? lines.map((line) => line.slice(shared)) : lines
}

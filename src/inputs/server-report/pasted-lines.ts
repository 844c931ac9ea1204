import { terminalCodes } from '../../text/terminal-codes'

/** Codes for a terminal, and what is left of colors without their ESC. */
const codes = new RegExp(String.raw`${terminalCodes}|(?:\^\[)?\[\d{0,3}(?:;\d{1,3})*m`, 'g')

/** What prints nothing: controls but tab and line feed, zero-width marks, soft hyphens, byte order marks. */
const unprinted = /[^\P{Cc}\t\n]|\p{Cf}/gu

/**
 * The lines of a pasted text without colors, control characters, and typographic quotes, dashes and spaces. Marks around the lines
 * (quotes, time stamps) stay.
 */
export function pastedLines(text: string): readonly string[] {
  return text
    .replace(codes, '')
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(unprinted, '')
    .replace(/[“”„‟″]/g, '"')
    .replace(/\p{Pd}/gu, '-')
    .replace(/[\p{Zs}\t]/gu, ' ')
    .split('\n')
}

/** A line without what is around it: the time stamp of a job's log, marks of quotes and code (`> `, `| `, backticks), spaces. */
export function withoutMarks(line: string): string {
  const start = /^(?:\d{4}-\d\d-\d\dT[\d:.]{8,20}Z )?[ >|│┃`]*/.exec(line)?.[0].length ?? 0
  return line.slice(start).trimEnd()
}

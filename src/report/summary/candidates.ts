import { literal, say } from '../../text/words'
import { codeCell, fence, toCell, toMarkdown } from '../../text/escape'
import { repeats } from '../repeats'
import { serverCheck } from '../server-check'
import { type Blocks, details, table } from './blocks'
import { firstSentence, otherFix } from './fixes'
import type { Candidate, Fix } from '../../causes/finding'

/** Candidates in the open; rarer ones are folded, so that the table stays a glance. */
const openRows = 4

/**
 * What only the server can tell apart: one block to paste there, a table to read its output by, and each fix in full, folded.
 * `primary` is the fix that is above, so that it is not printed again.
 */
export function decision(
  candidates: readonly Candidate[],
  primary: Fix | undefined,
  heading: string,
): Blocks {
  if (candidates.length === 0) return []
  const rows = candidates.map(row)
  const rare = rows.slice(openRows)
  return [
    `${heading} ${candidates.length > 1 ? 'Which of these is it?' : 'How to be sure'}`,
    'Only the server can show which. The most likely is first:',
    rowsTable(rows.slice(0, openRows)),
    ...details(
      literal(`${String(rare.length)} less likely`),
      rare.length > 0 ? [rowsTable(rare)] : [],
    ),
    ...allAtOnce(candidates),
    ...details(
      literal('Each fix in full'),
      candidates.flatMap((each, index) => fullFix(candidates, index, each, primary)),
    ),
  ]
}

/** Folded: the table above it says the same. */
function allAtOnce(candidates: readonly Candidate[]): Blocks {
  if (candidates.length < 2) return []
  return details(literal('All of them at once, to paste on the server: it only reads'), [
    fence('sh', serverCheck(candidates)).join('\n'),
  ])
}

function row({ title, command, prints: look, fix }: Candidate, index: number): readonly string[] {
  return [
    `**${String(index + 1)}.** ${toCell(title)}`,
    `${commandCell(command)}<br>shows ${toCell(look)}<br>→ ${toCell(firstSentence(fix.what))}`,
  ]
}

function rowsTable(rows: readonly (readonly string[])[]): string {
  return table(
    ['It could be', 'On the server: this shows it → this fixes it'],
    ['left', 'left'],
    rows,
  )
}

function fullFix(
  candidates: readonly Candidate[],
  index: number,
  { title, fix }: Candidate,
  primary: Fix | undefined,
): Blocks {
  const repeated = repeats(candidates, index, primary)
  const { paste, ...rest } = fix
  return [
    `**${String(index + 1)}. ${toMarkdown(title)}**`,
    ...otherFix({
      ...rest,
      ...(repeated === null && paste && { paste }),
      what: repeated === null ? fix.what : say`${fix.what} ${literal(repeated)}`,
      diff: null,
    }),
  ]
}

/** Most lines of a command that a cell holds; the block to paste has all. */
const commandLines = 6

function commandCell(command: string): string {
  const lines = command.split('\n').filter((line) => line.trim() !== '')
  return lines
    .slice(0, commandLines)
    .map((line) => codeCell(line, 400))
    .join('<br>')
}

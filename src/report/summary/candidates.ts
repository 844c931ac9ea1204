import { literal, say } from '../../text/words'
import { fence, toCell, toMarkdown } from '../../text/escape'
import type { Report } from '../model'
import { repeats } from '../repeats'
import { serverCheck } from '../server-check'
import { type Blocks, table } from './blocks'
import { brokenCommands } from './broken-commands'
import { firstSentence, otherFix } from './fixes'
import type { Candidate, Fix } from '../../causes/finding'
import { placeLabel, whereToFix } from '../verdict'

/** What only the server can tell apart: one block to paste there, and a table to read its output by. */
export function stillFailing(candidates: readonly Candidate[], heading: string): Blocks {
  if (candidates.length === 0) return []
  return [`${heading} Still failing?`, ...toTellApart(candidates, 1)]
}

/** The candidates that have no room in the open, counted on, and the fix of each in full. */
export function rarer(
  report: Report,
  candidates: readonly Candidate[],
  open: number,
  primary: Fix | undefined,
): Blocks {
  const rest = candidates.slice(open)
  return [
    ...(rest.length === 0 ? [] : toTellApart(rest, open + 1)),
    ...candidates.flatMap((each, index) => fullFix(report, candidates, index, each, primary)),
  ]
}

function toTellApart(candidates: readonly Candidate[], first: number): Blocks {
  return [
    'Paste this on the server. It only reads:',
    fence('sh', brokenCommands(serverCheck(candidates, first))).join('\n'),
    table(
      ['You see', 'It means', 'Do this'],
      ['left', 'left', 'left'],
      candidates.map(({ title, prints, fix }, index) => [
        `${candidates.length > 1 || first > 1 ? `**${String(index + first)}.** ` : ''}${toCell(prints)}`,
        toCell(title),
        toCell(firstSentence(fix.what)),
      ]),
    ),
  ]
}

/** Nothing where the table says it all. */
function fullFix(
  report: Report,
  candidates: readonly Candidate[],
  index: number,
  { title, fix }: Candidate,
  primary: Fix | undefined,
): Blocks {
  const repeated = repeats(candidates, index, primary)
  const { paste, ...rest } = fix
  return [
    `**${String(index + 1)}. ${toMarkdown(title)}**`,
    ...otherFix(report, {
      ...rest,
      label: placeLabel(whereToFix(fix.place, 'target')),
      ...(repeated === null && paste && { paste }),
      what: repeated === null ? fix.what : say`${fix.what} ${literal(repeated)}`,
      diff: null,
    }),
  ]
}

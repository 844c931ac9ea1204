import { literal } from '../../text/words'
import { fence, toCell, toMarkdown } from '../../text/escape'
import type { Report } from '../model'
import { answerNotes, answerSeen } from '../server-answer'
import { wholeCheck } from '../whole-check'
import { type Blocks, details, icon, table } from './blocks'
import type { Finding } from '../../causes/finding'

const shownMarks = { ok: icon.pass, '!!': icon.fail, '--': '–' } as const

/** How to run the whole check, folded. Nothing where nothing is left for the server to tell. */
export function wholeCheckBlocks(report: Report, finding: Finding): Blocks {
  const check = wholeCheck(report, finding)
  if (check === null) return []
  return details(literal('Or the whole check, which decides by itself'), [
    toMarkdown(check.before),
    fence('sh', check.get).join('\n'),
    'Once it is read:',
    fence('sh', check.run).join('\n'),
    toMarkdown(check.after),
  ])
}

/** What the check on the server says, and folded what it saw. Nothing where no answer was read. */
export function serverAnswer(report: Report, heading: string, folded: boolean): Blocks {
  const notes = answerNotes(report)
  if (notes.length === 0) return []
  const rows = answerSeen(report.facts).map(({ mark, label, value }) => [
    shownMarks[mark],
    label,
    toCell(value),
  ])
  return [
    `${heading} The check on the server`,
    notes.map((note) => `- ${toMarkdown(note)}`).join('\n'),
    ...(folded && rows.length > 0
      ? details(literal('What it saw'), [
          table(['Mark', 'Where', 'Seen'], ['center', 'left', 'left'], rows),
        ])
      : []),
  ]
}

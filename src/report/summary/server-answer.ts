import { fence, toCell, toMarkdown } from '../../text/escape'
import type { Report } from '../model'
import { answerNotes, answerSeen } from '../server-answer'
import { wholeCheck } from '../whole-check'
import { type Blocks, icon, table } from './blocks'
import type { Finding } from '../../causes/finding'

const shownMarks = { ok: icon.pass, '!!': icon.fail, '--': '–' } as const

/** How to run the whole check. Nothing where nothing is left for the server to tell. */
export function wholeCheckBlocks(report: Report, finding: Finding): Blocks {
  const check = wholeCheck(report, finding)
  if (check === null) return []
  return [
    `**Or let a script decide.** ${toMarkdown(check.before)}`,
    fence('sh', check.get).join('\n'),
    'Once it is read:',
    fence('sh', check.run).join('\n'),
    toMarkdown(check.after),
  ]
}

/** What the check on the server says. Nothing where no answer was read. */
export function serverAnswer(report: Report, heading: string): Blocks {
  const notes = answerNotes(report)
  if (notes.length === 0) return []
  return [
    `${heading} The check on the server`,
    notes.map((note) => `- ${toMarkdown(note)}`).join('\n'),
  ]
}

/** What the check on the server saw. */
export function serverSaw(report: Report): Blocks {
  const rows = answerSeen(report.facts).map(({ mark, label, value }) => [
    shownMarks[mark],
    label,
    toCell(value),
  ])
  if (rows.length === 0) return []
  return [
    'What the check on the server saw:',
    table(['Mark', 'Where', 'Seen'], ['center', 'left', 'left'], rows),
  ]
}

/** What the log of a runner folds, and `-v` of the terminal prints. */
import type { Facts } from '../facts'
import type { Finding } from '../causes/finding'
import { literal, say } from '../text/words'
import { logLine, toColumn } from '../text/escape'
import { factEntries } from './fact-entries'
import { causePage } from './links'
import { block, fixLines, item, paragraph } from './log-lines'
import type { Report } from './model'
import { repeats } from './repeats'
import { answerNotes, answerSeen } from './server-answer'
import { serverCheck } from './server-check'
import { plainStyle, type Style, wrap } from './style'
import { asSentence, openCandidates, otherFindings, verdictOf } from './verdict'
import { shownFixes } from './visible-fixes'
import { wholeCheck } from './whole-check'

/** A title and its lines: the action opens a group of the runner's log for it, the terminal prints both. */
export interface Group {
  readonly title: string
  readonly lines: readonly string[]
}

/** What is folded in a log: facts, other findings and fixes. Print it before the verdict, which is best seen last. */
export function groups(report: Report, style: Style = plainStyle): readonly Group[] {
  const { finding } = verdictOf(report)
  const others = otherFindings(report)
  const more = finding === null ? [] : shownFixes(report, finding).slice(1)
  return [
    { title: 'What was observed', lines: factLines(report.facts, style) },
    { title: 'What the check on the server says', lines: answerLines(report, style) },
    { title: 'Other findings', lines: others.flatMap((each) => otherLines(report, each, style)) },
    { title: 'Other fixes', lines: more.flatMap((fix) => fixLines(fix, style)) },
    {
      title: 'What only the server can tell',
      lines: finding
        ? [...candidateLines(finding, style), ...wholeCheckLines(report, finding, style)]
        : [],
    },
  ].filter(({ lines }) => lines.length > 0)
}

function otherLines(report: Report, finding: Finding, style: Style): readonly string[] {
  const { verdict, why } = finding.explanation
  const [fix] = shownFixes(report, finding)
  return [
    ...paragraph(say`${literal(finding.severity)}: ${verdict}`, style, '  '),
    ...paragraph(asSentence(why), style, '    '),
    ...(fix ? fixLines(fix, style) : []),
    `    ${finding.id}  ${causePage(finding.id, report.facts.runner)}`,
  ]
}

/** What the check on the server says: its notes, then what it saw. */
function answerLines(report: Report, style: Style): readonly string[] {
  return [
    ...answerNotes(report).flatMap((note) => item('-', note, style, '  ')),
    ...answerSeen(report.facts).flatMap(({ mark, label, value }) =>
      wrap(toColumn(value), style.width, ' '.repeat(18)).map((line, index) =>
        logLine(index === 0 ? `  ${mark} ${label.padEnd(12)} ${line.trimStart()}` : line),
      ),
    ),
  ]
}

function factLines(facts: Facts, style: Style): readonly string[] {
  return factEntries(facts).flatMap(({ label, value }) =>
    wrap(toColumn(value), style.width, ' '.repeat(21)).map((line, index) =>
      index === 0 ? `  ${label.padEnd(18)} ${logLine(line.trimStart())}` : logLine(line),
    ),
  )
}

/** What to run on the server, what it shows, and what to do then. */
function candidateLines(finding: Finding, style: Style): readonly string[] {
  const { explanation } = finding
  const candidates = openCandidates(finding)
  if (candidates.length === 0) return []
  return [
    ...candidates.flatMap(({ title, command, prints: look, fix }, index) => {
      const repeated = repeats(candidates, index, explanation.fixes[0])
      return [
        ...item(`${String(index + 1)}.`, title, style, '  '),
        ...block(command),
        ...paragraph(
          say`shows ${look}. Then: ${fix.what} ${literal(repeated ?? '')}`,
          style,
          '     ',
        ),
        ...(fix.paste && repeated === null ? block(fix.paste.text) : []),
      ]
    }),
    '  All of them at once, to paste on the server (it only reads):',
    ...block(serverCheck(candidates)),
  ]
}

/** How to run the whole check, which decides by itself. */
function wholeCheckLines(report: Report, finding: Finding, style: Style): readonly string[] {
  const check = wholeCheck(report, finding)
  if (check === null) return []
  return [
    '  Or the whole check:',
    ...paragraph(check.before, style, '  '),
    ...block(check.get),
    '  Once it is read:',
    ...block(check.run),
    ...paragraph(check.after, style, '  '),
  ]
}

/** What `explain` prints: the page of a cause in short, or what a message means. */
import { catalog } from '../causes/catalog'
import { type KnownCause, knownCause } from '../causes/find-by-name'
import { stageLabel } from '../facts/stages'
import { type AnyCauseId, messagesOf } from '../knowledge/messages'
import type { FoundMessage } from '../knowledge/messages/read-log'
import { logLine } from '../text/escape'
import { causePage, messagePage } from './links'
import { type Style, wrap } from './style'

/** The step that finds out which of several causes it is, with the usual names of secrets. */
export const checkStep = [
  '- uses: ssh-preflight/ssh-preflight@v1',
  '  with:',
  '    host: ${{ secrets.SSH_HOST }}',
  '    username: ${{ secrets.SSH_USER }}',
  '    key: ${{ secrets.SSH_KEY }}',
]

const letItDecide = [
  'Let the check decide. Put this before the deploy step:',
  '',
  ...checkStep.map((line) => `  ${line}`),
  '',
  'Or run it here: ssh-preflight USER@HOST -p PORT -i KEYFILE',
]

/** What the cause means, how it is detected, the messages that clients show for it, and where its fixes are. One entry a line of output. */
export function explainedLines({ id, title, page }: KnownCause, style: Style): readonly string[] {
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', style.paint('strong', heading), ...lines]
  return [
    style.paint('strong', title),
    style.paint('faint', `${id}, ${consequenceOf(id)}`),
    ...part('What it means', wrap(page.means, style.width, '  ')),
    ...part('What to do first', wrap(page.firstMove, style.width, '  ')),
    ...part('How we know', wrap(page.detection, style.width, '  ')),
    ...part(
      'Error messages you may see',
      messagesOf(id).flatMap(({ shown }) => wrap(`- ${shown[0]}`, style.width, '  ', '    ')),
    ),
    ...part('How to fix it', [`  ${causePage(id, original)}`]),
  ].map(logLineUnlessPainted)
}

/** In a terminal nobody has a fork: links are to our own pages. */
const original = { platform: 'terminal', actionRepository: null } as const

/** Causes whose ids end in the same name, one a line. */
export function listedLines(causes: readonly KnownCause[], style: Style): readonly string[] {
  return [
    'Several causes have this name:',
    '',
    ...causes.flatMap(({ id, title }) => wrap(`${id}: ${title}`, style.width, '  ', '    ')),
    '',
    'Each has a page: ssh-preflight explain ID',
  ]
}

/** What a message means, its most likely causes with the first thing to do about each, and how to find out which one it is. */
export function messageLines(found: FoundMessage, style: Style): readonly string[] {
  const { message, line, lineNumber, added } = found
  const { says, move, causes, id } = message
  return [
    ...(lineNumber === null
      ? []
      : [
          style.paint(
            'faint',
            logLine(`Line ${String(lineNumber)}: ${line.slice(0, shownLength)}`),
          ),
          '',
        ]),
    ...wrap(logLine(`${says} ${added}`), style.width).map((each) => style.paint('strong', each)),
    ...(move === undefined ? [] : ['', ...wrap(move, style.width)]),
    ...(causes.length === 0 ? [] : ['', 'Most often it is:']),
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1, style)),
    ...(causes.length === 0 ? [] : ['', ...letItDecide]),
    '',
    `More about this message: ${messagePage(id)}`,
  ]
}

const shownLength = 160

function causeLines(id: AnyCauseId, number: number, style: Style): readonly string[] {
  const { title, page } = knownCause(id)
  return [
    '',
    ...wrap(`${String(number)}. ${title} (${id})`, style.width, '  ', '     '),
    ...wrap(page.firstMove, style.width, '     '),
    `     ${causePage(id, original)}`,
  ]
}

/** For a text in which no message is known; `near` are ids that are spelled like it. */
export function unknownLines(near: readonly string[], style: Style): readonly string[] {
  return [
    ...wrap(
      'No message that we know is in this text. Give the whole log of the failed step: ssh-preflight explain deploy.log',
      style.width,
    ),
    ...(near.length === 0 ? [] : [`Did you mean ${near.join(' or ')}?`]),
    '',
    ...letItDecide,
  ]
}

function consequenceOf(id: KnownCause['id']): string {
  const entry = catalog.find((each) => each.id === id)
  if (!entry) return 'only the server can tell'
  const words = {
    error: 'the deploy will fail',
    warning: 'a warning: it depends on the deploy',
    notice: 'good to know',
  } as const
  return `${words[entry.severity]}, stage: ${stageLabel[entry.stage]}`
}

/** Nothing here is remote text, and the colors must stay. */
function logLineUnlessPainted(line: string): string {
  return line.includes('\u001b[') ? line : logLine(line)
}

/** The page of a cause for the terminal: the same words as its page in docs/causes. */
import { catalog } from '../causes'
import type { Fix } from '../causes/cause'
import { candidateExample, exampleOf } from '../causes/example'
import type { CauseId, ServerCauseId } from '../causes/ids'
import type { KnownCause, LookUp } from '../causes/look-up'
import { serverCauses } from '../causes/server'
import { stageLabel } from '../facts/stages'
import { own, say, type Words } from '../text/words'
import { logBlock, logLine, toPlain } from '../text/escape'
import { causePage } from './links'
import { type Style, wrap } from './style'

/** Whole: what it means, how to fix it, how it is told apart, and the messages that clients show for it. */
export function explainedLines({ id, title, page }: KnownCause, style: Style): readonly string[] {
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', style.paint('strong', heading), ...lines]
  return [
    style.paint('strong', title),
    style.paint('faint', `${id}, ${consequenceOf(id)}`),
    ...part('What it means', paragraph(own(page.means), style)),
    ...part('How to fix it', isServer(id) ? onServer(id, style) : fixLines(id, style)),
    ...part('What only the server can tell', isServer(id) ? [] : candidateLines(id, style)),
    ...part('How it is told apart', paragraph(own(page.told), style)),
    ...part(
      'Also seen as',
      page.alsoSeenAs.flatMap((message) => wrap(`- ${message}`, style.width, '  ', '    ')),
    ),
    '',
    `  ${causePage(id, { platform: 'terminal', actionRepository: null })}`,
  ].map(logLineUnlessPainted)
}

/** One line a cause, for a name that several share or a message that several show. */
export function listedLines(found: Extract<LookUp, { kind: 'several' }>, style: Style) {
  const width = Math.max(...found.causes.map(({ id }) => id.length))
  return [
    found.by === 'name' ? 'Several causes have this name:' : 'Clients show this message for:',
    '',
    ...found.causes
      .flatMap(({ id, title }) =>
        wrap(
          `${id.padEnd(width).replaceAll(' ', blank)}${blank}${blank}${title}`,
          style.width,
          '  ',
          ' '.repeat(width + 4),
        ),
      )
      .map((line) => line.replaceAll(blank, ' ')),
    '',
    'Each has a page: ssh-preflight explain ID',
  ]
}

/** Keeps a column together while lines are broken at blanks. */
const blank = '\u00a0'

function isServer(id: KnownCause['id']): id is ServerCauseId {
  return serverCauses.some((each) => each.id === id)
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

function fixLines(id: CauseId, style: Style): readonly string[] {
  return exampleOf(id).fixes.flatMap((fix, index) => [
    ...(index === 0 ? [] : ['']),
    ...oneFix(fix, fix.who, style),
  ])
}

function oneFix({ what, paste }: Fix, who: string, style: Style): readonly string[] {
  return [
    ...paragraph(say`${own(capital(who))}: ${what}`, style),
    ...(paste ? block(paste.text) : []),
  ]
}

function candidateLines(id: CauseId, style: Style): readonly string[] {
  return exampleOf(id).candidates.flatMap((candidate) => {
    const title = serverCauses.find((each) => each.id === candidate)?.title ?? ''
    return paragraph(own(`${candidate}: ${title}`), style)
  })
}

function onServer(id: ServerCauseId, style: Style): readonly string[] {
  const example = candidateExample(id)
  if (example === null) return []
  return [
    ...paragraph(say`On the server, run`, style),
    ...block(example.command),
    ...paragraph(
      say`This is it when you see ${example.look}. The page has the commands of other systems.`,
      style,
    ),
    '',
    ...oneFix(example.fix, 'fix', style),
  ]
}

function paragraph(words: Words, style: Style): readonly string[] {
  return wrap(toPlain(words), style.width, '  ')
}

function block(text: string): readonly string[] {
  return logBlock(text).map((line) => `      ${line}`)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Nothing here is from outside, but our own colours must stay. */
function logLineUnlessPainted(line: string): string {
  return line.includes('\u001b[') ? line : logLine(line)
}

/** The page of a cause for the terminal: the general words of its page in docs/causes, which has the fixes as well. */
import { catalog } from '../causes/catalog'
import type { KnownCause, LookUp } from '../causes/find-by-message'
import { stageLabel } from '../facts/stages'
import { logLine } from '../text/escape'
import { causePage } from './links'
import { type Style, wrap } from './style'

/** What the cause means, how it is detected, the messages that clients show for it, and where its fixes are. One entry a line of output. */
export function explainedLines({ id, title, page }: KnownCause, style: Style): readonly string[] {
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', style.paint('strong', heading), ...lines]
  return [
    style.paint('strong', title),
    style.paint('faint', `${id}, ${consequenceOf(id)}`),
    ...part('What it means', wrap(page.means, style.width, '  ')),
    ...part('How we know', wrap(page.detection, style.width, '  ')),
    ...part(
      'Error messages you may see',
      page.alsoSeenAs.flatMap((message) => wrap(`- ${message}`, style.width, '  ', '    ')),
    ),
    ...part('How to fix it', [
      `  ${causePage(id, { platform: 'terminal', actionRepository: null })}`,
    ]),
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
          `${id.padEnd(width).replaceAll(' ', noBreakSpace)}${noBreakSpace}${noBreakSpace}${title}`,
          style.width,
          '  ',
          ' '.repeat(width + 4),
        ),
      )
      .map((line) => line.replaceAll(noBreakSpace, ' ')),
    '',
    'Each has a page: ssh-preflight explain ID',
  ]
}

/** Keeps a column together while lines are broken at spaces. */
const noBreakSpace = '\u00a0'

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

import type { ServerCause } from '../../src/causes/server-cause'
import { candidates } from '../../src/causes/server'
import { type ServerSystem, serverSystems } from '../../src/knowledge/server-systems'
import { placeLabel, whereToFix } from '../../src/report/verdict'
import { fence, toMarkdown } from '../../src/text/escape'
import { exampleServer } from './example-server'
import { linked, messagesSection, openingLines, page, section } from './markdown'

/** In the order of the page. `unknown` is any other Linux. */
const systems: readonly ServerSystem[] = [
  'ubuntu',
  'debian',
  'raspbian',
  'unknown',
  'freebsd',
  'windows',
  'dropbear',
]

/** The page of what only the server can tell: one command that decides and one fix, for each system. */
export function serverPage(cause: ServerCause): string {
  return page(
    `# ${cause.title}`,
    '',
    `\`${cause.id}\` · only the server can tell · [all causes](../README.md)`,
    ...openingLines(cause.id, cause.page.firstMove),
    ...section('What it means', linked(cause.page.means)),
    ...section('How to be sure, and how to fix it', ...bySystem(cause)),
    ...section('How we know', linked(cause.page.detection)),
    ...messagesSection(cause.id),
  )
}

/** Systems with the same words share a section. */
function bySystem(cause: ServerCause): string[] {
  const groups = new Map<string, ServerSystem[]>()
  for (const system of systems) {
    const words = wordsFor(cause, system)
    if (words !== null) groups.set(words, [...(groups.get(words) ?? []), system])
  }
  return [...groups].flatMap(([words, names], index) => [
    ...(index === 0 ? [] : ['']),
    ...(groups.size === 1 && names.length === systems.length
      ? []
      : [`### ${names.map(label).join(', ')}`, '']),
    words,
  ])
}

const label = (system: ServerSystem) =>
  system === 'unknown' ? 'Other Linux' : serverSystems[system].label

function wordsFor({ id }: ServerCause, system: ServerSystem): string | null {
  const [candidate] = candidates([id], { ...exampleServer, system })
  if (!candidate) return null
  const { command, prints: look, fix } = candidate
  const language = serverSystems[system].language
  return [
    ...fence(language, command),
    '',
    `This is it when you see ${toMarkdown(look)}.`,
    '',
    `**${placeLabel(whereToFix(fix.place, 'target'))}:** ${toMarkdown(fix.what)}`,
    ...(fix.paste ? ['', ...fence(fix.paste.language, fix.paste.text)] : []),
  ].join('\n')
}

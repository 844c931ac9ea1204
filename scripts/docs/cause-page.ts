import type { CatalogEntry } from '../../src/causes/cause'
import { diagnose } from '../../src/diagnosis/diagnose'
import type { Facts } from '../../src/facts'
import { stageLabel } from '../../src/facts/stages'
import { placeLabel, whereToFix } from '../../src/report/verdict'
import { fence, toCell, toMarkdown } from '../../src/text/escape'
import { linked, messagesSection, openingLines, page, section, table } from './markdown'
import type { Finding, Fix } from '../../src/causes/finding'

/** The page of one cause; the words of its example come from the code, given the facts of its fixture. */
export function causePage(cause: CatalogEntry, example: Facts): string {
  const finding = diagnose(example).findings.find(({ id }) => id === cause.id)
  if (!finding) throw new Error(`the fixture of ${cause.id} does not show it`)
  return page(
    `# ${cause.title}`,
    '',
    `\`${cause.id}\` · ${consequence[cause.severity]} · stage: ${stageLabel[cause.stage]} · [all causes](../README.md)`,
    ...openingLines(cause.id, cause.page.firstMove),
    ...section('What it means', linked(cause.page.means)),
    ...section('How to fix it', ...fixes(finding)),
    ...(finding.candidates.length === 0 ? [] : candidates(finding)),
    ...section('How we know', linked(cause.page.detection), ...lookalikes(cause)),
    ...messagesSection(cause.id),
    ...section('An example', ...exampleOf(finding)),
  )
}

const consequence = {
  error: 'the deploy will fail',
  warning: 'a warning: it depends on the deploy',
  notice: 'good to know',
} as const

/** Under one heading for each place, in the order in which the places come first. */
function fixes({ explanation, hop, isOfEitherHop }: Finding): string[] {
  const byPlace = new Map<string, readonly Fix[]>()
  for (const fix of explanation.fixes) {
    const label = placeLabel(whereToFix(fix.place, isOfEitherHop ? null : hop))
    byPlace.set(label, [...(byPlace.get(label) ?? []), fix])
  }
  return [...byPlace].flatMap(([label, list], index) => [
    ...(index === 0 ? [] : ['']),
    `### ${label}`,
    ...list.flatMap(({ what, paste }) => [
      '',
      toMarkdown(what),
      ...(paste ? ['', ...fence(paste.language, paste.text)] : []),
    ]),
  ])
}

function candidates(finding: Finding): string[] {
  return section(
    'What only the server can tell',
    'From the runner these look the same. Each command only reads. In a run, the order follows what was seen.',
    '',
    ...table(
      ['It could be', 'On the server, run', 'and see'],
      finding.candidates.map(({ id, title, command, prints: look }) => [
        `[${toCell(title)}](../${id}.md)`,
        toCell([{ data: command }]),
        toCell(look),
      ]),
    ),
  )
}

/** What would look the same, and why it is not that. */
function lookalikes({ lookalikes: all }: CatalogEntry): string[] {
  return Object.entries(all ?? {}).flatMap(([what, ruledOutBy]) => [
    '',
    `- ${what}: it is ruled out when the finding is proved. ${ruledOutBy}`,
  ])
}

function exampleOf({ explanation, certainty }: Finding): string[] {
  return [
    `> **${toMarkdown(explanation.verdict)}**`,
    '>',
    `> ${capital(certainty)}: ${toMarkdown(explanation.why)}`,
    ...explanation.observed.flatMap((line) => ['>', `> - ${toMarkdown(line)}`]).filter(isTight),
  ]
}

/** Bullets follow one another without empty lines; the first is set off. */
function isTight(line: string, index: number): boolean {
  return line !== '>' || index === 0
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

import { parse } from 'yaml'
import type { CatalogEntry } from '../../src/causes/cause'
import { stageLabel, stages } from '../../src/facts/stages'
import { stagePurpose } from './index-page'
import { aligned } from './markdown'

/** The README with its generated tables written again between their markers. Throws when a marker is missing. */
export function withTables(
  readme: string,
  actionYaml: string,
  causes: readonly CatalogEntry[],
): string {
  const action = parse(actionYaml) as ActionFile
  const tables: readonly (readonly [string, string[]])[] = [
    ['stages', stageTable(causes)],
    ['inputs', nameTable('Input', action.inputs)],
    ['outputs', nameTable('Output', action.outputs)],
  ]
  return tables.reduce((text, [name, lines]) => between(text, name, lines), readme)
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

/** The description of an input that nobody should set begins with these words. */
const isHidden = (description: string) => /^(Belongs to the deploy|Set by the runner)\b/.test(description)

function nameTable(
  heading: string,
  entries: Readonly<Record<string, { readonly description: string }>>,
): string[] {
  const rows = Object.entries(entries).filter(([, { description }]) => !isHidden(description))
  return aligned(
    [heading, 'What it is'],
    rows.map(([name, { description }]) => [`\`${name}\``, description.replaceAll('|', '\\|')]),
  )
}

function stageTable(causes: readonly CatalogEntry[]): string[] {
  const rows = stages.map((stage) => {
    const own = causes.filter((cause) => cause.stage === stage)
    const count = own.length === 0 ? '–' : String(own.length)
    return [stageLabel[stage], stagePurpose[stage], count]
  })
  return aligned(['Stage', 'What is checked', 'Causes'], rows)
}

function between(text: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md lacks the markers ${start} … ${end}`)
  // Empty lines around the table: without them GitHub treats it as part of the comment.
  return `${text.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`
}

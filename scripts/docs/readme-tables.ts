import { parse } from 'yaml'
import type { CatalogEntry } from '../../src/causes/cause'
import { stageLabel, stages } from '../../src/facts/stages'
import { stagePurpose } from './index-page'
import { aligned } from './markdown'

/** The pages, written by hand, that have generated tables. */
export const pagesWithTables = [
  'README.md',
  'docs/architecture.md',
  'docs/outputs.md',
  'docs/server-check.md',
  'docs/recipes/jump-host.md',
]

/** The tables of inputs by their names between the markers, and the inputs of each in the order of the page. */
const inputTables = {
  connection: ['host', 'port', 'protocol', 'timeout', 'wait', 'probe'],
  login: [
    ...['username', 'key', 'key_path', 'passphrase', 'password'],
    ...['fingerprint', 'known_hosts'],
  ],
  'jump host': /^proxy_/,
  deploy: ['deploy_steps', 'target', 'programs', 'sftp'],
  reports: ['fail_on', 'comment', 'report', 'github_token'],
  'server check': /^(?:server_|admin_)/,
} as const

/**
 * A page with its generated tables written again between their markers, those that it has: `<!-- stages -->`, `<!-- outputs -->`,
 * and for the inputs `<!-- login inputs -->`. Throws when a marker has no end.
 */
export function withTables(
  page: string,
  actionYaml: string,
  causes: readonly CatalogEntry[],
): string {
  const action = parse(actionYaml) as ActionFile
  const tables: readonly (readonly [string, string[]])[] = [
    ['stages', stageTable(causes)],
    ['outputs', nameTable('Output', Object.entries(action.outputs))],
    ...Object.entries(inputTables).map(
      ([name, inputs]) => [`${name} inputs`, inputTable(inputsOf(action, inputs))] as const,
    ),
  ]
  return tables.reduce((text, [name, lines]) => between(text, name, lines), page)
}

/** The inputs that no table has, though a workflow may set them. */
export function inputsWithoutTable(actionYaml: string): readonly string[] {
  const { inputs } = parse(actionYaml) as ActionFile
  const listed = Object.values(inputTables).flatMap((table) =>
    inputsOf({ inputs }, table).map(([name]) => name),
  )
  return Object.entries(inputs).flatMap(([name, { description }]) =>
    isHidden(description) || listed.includes(name) ? [] : [name],
  )
}

type Entry = readonly [string, { readonly description: string; readonly default?: string }]

interface ActionFile {
  readonly inputs: Readonly<Record<string, Entry[1]>>
  readonly outputs: Readonly<Record<string, Entry[1]>>
}

function inputsOf(
  { inputs }: Pick<ActionFile, 'inputs'>,
  names: readonly string[] | RegExp,
): readonly Entry[] {
  if (names instanceof RegExp)
    return Object.entries(inputs).filter(
      ([name, { description }]) => names.test(name) && !isHidden(description),
    )
  return names.flatMap((name) => {
    const input = inputs[name]
    return input === undefined ? [] : [[name, input] as const]
  })
}

/** The description of an input that nobody should set begins with these words. */
const isHidden = (description: string) =>
  /^(Belongs to the deploy|Set by the runner)\b/.test(description)

function inputTable(entries: readonly Entry[]): string[] {
  return aligned(
    ['Input', 'What it is', 'Default'],
    entries.map(([name, { description, default: value = '' }]) => [
      `\`${name}\``,
      cell(description),
      value === '' ? '' : `\`${value}\``,
    ]),
  )
}

function nameTable(heading: string, entries: readonly Entry[]): string[] {
  return aligned(
    [heading, 'What it is'],
    entries.map(([name, { description }]) => [`\`${name}\``, cell(description)]),
  )
}

const cell = (text: string) => text.replaceAll('|', '\\|')

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
  if (from < 0) return text
  const to = text.indexOf(end)
  if (to < from) throw new Error(`The marker ${start} has no ${end} after it`)
  // Empty lines around the table: without them GitHub treats it as part of the comment.
  return `${text.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`
}

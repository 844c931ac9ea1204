import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { serverCauses } from '../../src/causes/server'

const parts = path.join('src', 'server-check', 'parts')

/**
 * The text of server-check.sh: the shell parts of src/server-check/parts in the order of their numbers, with an empty line between
 * them. A line `# include FILE` is replaced by that file, and `# include titles` by the catalog's order and titles. It is one
 * file, because it must be one paste. Throws when an awk part has a single quote, which would end the shell's string around it.
 */
export function assembledScript(): string {
  return readdirSync(parts)
    .filter((name) => name.endsWith('.sh'))
    .sort()
    .map((name) => read(name).replace(/^# include (\S+)\n/gm, (_, file: string) => included(file)))
    .join('\n')
}

const read = (name: string) => readFileSync(path.join(parts, name), 'utf8')

function included(file: string): string {
  if (file === 'titles') return titles()
  const text = read(file)
  if (text.includes("'")) throw new Error(`${file} has a single quote: write \\047`)
  return text
}

/** ORDER and title() in shell. */
function titles(): string {
  const names = serverCauses.map(({ id, title }) => [id.slice('server/'.length), title] as const)
  return [
    `ORDER='${names.map(([name]) => name).join(' ')}'`,
    'title() {',
    '  case $1 in',
    ...names.map(([name, title]) => `    (${name}) say ${shellWord(title)} ;;`),
    '  esac',
    '}',
    '',
  ].join('\n')
}

const shellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

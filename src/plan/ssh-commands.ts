import { deployClient } from '../knowledge/deploy-clients'
import { namedCommand } from './command-name'
import type { CommandEntry } from './destination'
import { type OpensshCommand, readOpenssh } from './openssh-command'
import { gitRemotes, readOther, type Surroundings } from './other-command'
import { readRsync, type RsyncCommand } from './rsync-command'
import { readScript, type ScriptCommand } from './script'

/** A command that connects by SSH, as far as it can be read for certain. */
export type SshCommand = {
  /** Its id among the clients that are known. */
  readonly client: string
  /** Line of the script, from 0. */
  readonly index: number
  readonly entries: readonly CommandEntry[]
  /** The same in its script. */
  readonly command: ScriptCommand
  /** Its place among the commands of the script. */
  readonly position: number
} & (
  | { readonly program: 'rsync'; readonly read: RsyncCommand }
  | { readonly program: 'ssh' | 'scp' | 'sftp'; readonly read: OpensshCommand }
  | { readonly program: 'other' }
)

/**
 * The commands of a script that connect by SSH. `valueOf` gives the source text of a variable that the workflow sets in
 * `env:`; a script that sets the variable itself is not asked. Nothing for a script that cannot be read.
 */
export function sshCommands(
  script: string,
  valueOf: (name: string) => string | null,
): readonly SshCommand[] {
  const resolve = variableResolver(script, valueOf)
  const commands = readScript(script)?.commands ?? []
  const remotes = gitRemotes(commands)
  return commands.flatMap((command, position) => {
    const variable = (name: string) => {
      const set = [...commands.slice(0, position + 1)]
        .reverse()
        .flatMap(({ words }) => words)
        .find(({ text }) => text.startsWith(`${name}=`))
      if (set) return { ...set, text: set.text.slice(name.length + 1) }
      const text = resolve(`\${${name}}`)
      const index = command.words[0]?.index ?? 0
      return text === `\${${name}}` ? null : { text, index, known: true, quoted: true }
    }
    const found = readCommand(command, position, { variable, remotes })
    if (!found) return []
    const entries = found.entries.map((each) => ({ ...each, text: resolve(each.text) }))
    return [{ ...found, entries }]
  })
}

/** Reports show less of a value. */
const longestValue = 1_000

/** Puts the source text of a variable in the place of its name, where the workflow sets it and the script does not. */
export function variableResolver(
  script: string,
  valueOf: (name: string) => string | null,
): (text: string) => string {
  const values = new Map<string, string | null>([['_', null]])
  for (const name of namesSetIn(script)) values.set(name, null)
  const valueIn = (name: string) => {
    let value = values.get(name)
    if (value === undefined) {
      value = unquoted(valueOf(name))?.slice(0, longestValue) ?? null
      values.set(name, value)
    }
    return value
  }
  return (text) =>
    text.replace(/\$\{(\w+)\}/g, (variable, name: string) => valueIn(name) ?? variable)
}

/** The variables that a script sets: `NAME=`, `for NAME`, and every word after `read`. */
function namesSetIn(script: string): readonly string[] {
  const set = [...script.matchAll(/\b(\w+)=|\bfor\s+(\w+)/g)].map(
    ([, name, each]) => name ?? each ?? '',
  )
  const read = script.split(/[\r\n]/).flatMap((line) => {
    const at = line.search(/\bread\b/)
    return at < 0 ? [] : (line.slice(at + 'read'.length).match(/\w+/g) ?? [])
  })
  return [...set, ...read]
}

/** The value of a plain or quoted YAML scalar on one line; null for others. */
export function unquoted(source: string | null): string | null {
  const match = /^(?:"([^"\\\n]*)"|'([^'\n]*)'|([^"'|>&*!\n][^\n]*))$/.exec(source ?? '')
  return match ? (match[1] ?? match[2] ?? match[3] ?? null) : null
}

function readCommand(
  command: ScriptCommand,
  position: number,
  surroundings: Surroundings,
): SshCommand | null {
  const [name, ...rest] = namedCommand(command.words).words
  const client = name?.known === true ? (name.text.split('/').at(-1) ?? '') : ''
  if (!name) return null
  const place = { index: name.index, command, position, client }
  const program = programs.find((each) => each === client)
  if (program === undefined) {
    const words = deployClient(client)?.command
    const entries = words ? readOther(words, rest, surroundings) : null
    return entries && { ...place, program: 'other', entries }
  }
  if (program === 'rsync') {
    const read = readRsync(rest)
    return read && { ...place, program, entries: read.entries, read }
  }
  const read = readOpenssh(program, rest)
  return read && { ...place, program, entries: read.entries, read }
}

const programs = ['ssh', 'scp', 'sftp', 'rsync'] as const

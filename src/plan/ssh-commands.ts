import { readAnsible } from './ansible-command'
import { namedCommand } from './command-name'
import type { CommandEntry } from './destination'
import { type OpensshCommand, readOpenssh } from './openssh-command'
import { readRsync, type RsyncCommand } from './rsync-command'
import { readScript, type ScriptCommand } from './script'
import type { ScriptWord } from './script-word'

/** A command that connects by SSH, as far as it can be read for certain. */
export type SshCommand = {
  /** Line of the script, from 0. */
  readonly index: number
  readonly entries: readonly CommandEntry[]
  /** The same in its script. */
  readonly command: ScriptCommand
  /** Its place among the commands of the script. */
  readonly position: number
} & (
  | { readonly program: 'rsync'; readonly read: RsyncCommand }
  | { readonly program: 'ansible' | 'ansible-playbook' }
  | { readonly program: 'ssh' | 'scp' | 'sftp'; readonly read: OpensshCommand }
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
  return (readScript(script)?.commands ?? []).flatMap((command, position) => {
    const found = readCommand(command, position)
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

function readCommand(command: ScriptCommand, position: number): SshCommand | null {
  const [name, ...rest] = namedCommand(command.words).words
  const place = name && { index: name.index, command, position }
  const program = name?.known === true ? programOf(name) : null
  if (!place || program === null) return null
  if (program === 'rsync') {
    const read = readRsync(rest)
    return read && { ...place, program, entries: read.entries, read }
  }
  if (program === 'ansible' || program === 'ansible-playbook') {
    const entries = readAnsible(rest)
    return entries && { ...place, program, entries }
  }
  const read = readOpenssh(program, rest)
  return read && { ...place, program, entries: read.entries, read }
}

const programs = ['ssh', 'scp', 'sftp', 'rsync', 'ansible', 'ansible-playbook'] as const

const programOf = ({ text }: ScriptWord) =>
  programs.find((each) => text.split('/').at(-1) === each) ?? null

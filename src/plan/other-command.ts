import { posix } from 'node:path'
import type { CommandWords } from '../knowledge/deploy-clients'
import { type CommandEntry, entry, valueEntry } from './destination'
import { remoteShell } from './rsync-command'
import type { ScriptCommand } from './script'
import type { ScriptWord } from './script-word'

/** What a script says next to the words of a command. */
export interface Surroundings {
  /** A variable that the script or the workflow sets. */
  readonly variable: (name: string) => ScriptWord | null
  /** The URLs of the remotes of Git that the script adds, by name. */
  readonly remotes: ReadonlyMap<string, string>
}

/** Characters of an address. Nobody writes more. */
const longestAddress = 1_000

/**
 * The entries of a command that is described by its words, such as `git push ssh://deploy@host/srv/app.git`. Null for one that
 * does not connect by SSH, or whose address is somewhere else.
 */
export function readOther(
  known: CommandWords,
  words: readonly ScriptWord[],
  { variable, remotes }: Surroundings,
): readonly CommandEntry[] | null {
  const { entries, places, operands } = split(known, words)
  if (known.subcommands && !known.subcommands.test(operands[0]?.text ?? '')) return null
  const set = known.addressVariable === undefined ? null : variable(known.addressVariable)
  const byOption = Object.values(known.options).includes('destination')
  const candidates = byOption ? [...places, ...(places.length === 0 && set ? [set] : [])] : operands
  for (const word of candidates) {
    const text = remotes.get(word.text) ?? word.text
    const match =
      word.known && text.length <= longestAddress
        ? known.forms.map((form) => form.exec(text)).find((each) => each !== null)
        : null
    if (!match) continue
    const { user, host, port, path } = match.groups ?? {}
    const isUpload = known.uploads?.test(words.map((each) => each.text).join(' ')) === true
    const said = { user, host, port, path: isUpload ? targetOf(path ?? '', known) : undefined }
    const ssh = known.sshVariable === undefined ? null : variable(known.sshVariable)
    return [
      ...entries,
      ...(ssh ? remoteShell(ssh) : []),
      ...(['user', 'host', 'port', 'path'] as const).flatMap((input) => {
        const value = said[input]
        return value === undefined ? [] : [{ input, index: word.index, text: value }]
      }),
    ]
  }
  return null
}

function split({ options }: CommandWords, words: readonly ScriptWord[]) {
  const entries: CommandEntry[] = []
  const places: ScriptWord[] = []
  const operands: ScriptWord[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    const [, name = '', joined] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(word.text) ?? []
    const says = options[name]
    if (!word.text.startsWith('-')) operands.push(word)
    const value = says && joined === undefined ? words[++at] : { ...word, text: joined ?? '' }
    if (!says || !value || says === 'other') continue
    if (says === 'destination') places.push(value)
    else if (says === 'config') entries.push(entry('config', value))
    else entries.push(valueEntry(says, value, says === 'user' ? nameOf(value.text) : value.text))
  }
  return { entries, places, operands }
}

/** Without the password that curl and lftp take behind the name. */
const nameOf = (text: string) => /^(?:\$\{\{(?:(?!\}\}).)*\}\}|[^:,])*/s.exec(text)?.[0] ?? ''

/** The directory of a URL. `/~/` is the home directory. */
function targetOf(path: string, { uploadsFile }: CommandWords): string {
  const directory = uploadsFile && !path.endsWith('/') ? posix.dirname(path) : path
  return directory.replace(/^\/~(?=\/|$)/, '~')
}

/** The URLs of `git remote add NAME URL`, by name. */
export function gitRemotes(commands: readonly ScriptCommand[]): ReadonlyMap<string, string> {
  return new Map(
    commands.flatMap(({ words }) => {
      const [git, remote, verb, ...rest] = words.map(({ text }) => text)
      const [name, url] = rest.filter((text) => !text.startsWith('-'))
      const adds = git === 'git' && remote === 'remote' && /^(add|set-url)$/.test(verb ?? '')
      return adds && name !== undefined && url !== undefined ? [[name, url] as const] : []
    }),
  )
}

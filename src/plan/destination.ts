import type { ScriptWord } from './script-word'

/**
 * host, port, user, identity (`-i`) and path (of a URL that is written to) say what they are. algorithms: an option names some. config: the command connects in a way
 * that cannot be followed from here, such as another configuration file, a jump host or options in a variable. The text of
 * these two is empty. The others are options of ssh_config(5).
 */
export interface CommandEntry {
  readonly input:
    | 'host'
    | 'port'
    | 'user'
    | 'identity'
    | 'path'
    | 'algorithms'
    | 'config'
    | 'stricthostkeychecking'
    | 'userknownhostsfile'
    | 'connecttimeout'
    | 'identitiesonly'
    | 'batchmode'
  readonly index: number
  readonly text: string
}

/** The remote side of a copy. */
export interface Copy {
  readonly entries: readonly CommandEntry[]
  /** The path there, as it is written after the colon; null for a download, and where there are two hosts. */
  readonly upload: ScriptWord | null
  /** What is copied there. */
  readonly sources: readonly ScriptWord[]
}

/** The remote end of a copy, `[user@]host:path`. Null without one; two hosts are more than can be judged. */
export function copyOf(
  entries: readonly CommandEntry[],
  operands: readonly ScriptWord[],
): Copy | null {
  const remote = operands.flatMap((word) => {
    const place = remoteOf(word.text)
    return place === null ? [] : [{ word, place }]
  })
  const [first] = remote
  if (!first) return null
  if (remote.some(({ place }) => place !== first.place)) {
    const [word] = [first.word]
    return { entries: [...entries, entry('config', word)], upload: null, sources: [] }
  }
  const { word, place } = first
  const path = word.text.slice(place.length + 1)
  return {
    entries: [...entries, ...destinationEntries(word, place)],
    upload: operands.at(-1) === word ? { ...word, text: path } : null,
    sources: operands.slice(0, -1),
  }
}

/** A whole expression, with any characters in it. Two ways to read the same text would take exponential time with many of them. */
const expression = String.raw`\$\{\{(?:(?!\}\}).)*\}\}`
const outside = String.raw`(?!\$\{\{)`
const remote = new RegExp(String.raw`^((?:${expression}|${outside}[^:/\s])+):(?!:|//)`)
const destination = new RegExp(
  String.raw`^(?:((?:${expression}|${outside}[^@])*)@)?((?:${expression}|${outside}[^@])+)$`,
)

/** `user@host` of `user@host:path`; null for a local path, a daemon of rsync (`::`) and a URL. */
export function remoteOf(text: string): string | null {
  return remote.exec(text)?.[1] ?? null
}

/** A path may hold a command substitution; a host that does is not known. */
export function destinationEntries(word: ScriptWord, place: string): readonly CommandEntry[] {
  if (/^(ssh|sftp|scp):\/\//.test(word.text) || place.includes('${_}'))
    return [entry('config', word)]
  if (!word.known && !word.text.startsWith(`${place}:`)) return [entry('config', word)]
  const match = destination.exec(place)
  if (!match) return [entry('config', word)]
  const [, user, host = ''] = match
  return [
    ...(user === undefined ? [] : [{ input: 'user' as const, index: word.index, text: user }]),
    { input: 'host', index: word.index, text: host },
  ]
}

/** Words that may be options or nothing at all, as they stand unquoted in a variable. */
export function loneVariables(operands: readonly ScriptWord[]): readonly CommandEntry[] {
  return operands.filter(isLoneVariable).map((word) => entry('config', word))
}

/** Whether a word is an unquoted variable or expression and nothing else. */
export const isLoneVariable = ({ text, quoted }: ScriptWord) =>
  !quoted && /^\$\{\{?[^}]*\}\}?$/.test(text)

/** Without the text, in which anything may be. */
export function entry(input: 'algorithms' | 'config', { index }: ScriptWord): CommandEntry {
  return { input, index, text: '' }
}

/** A value that is only known at run time cannot be followed. */
export function valueEntry(
  input: CommandEntry['input'],
  word: ScriptWord,
  text: string,
): CommandEntry {
  return word.known ? { input, index: word.index, text } : entry('config', word)
}

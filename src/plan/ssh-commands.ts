import { scriptCommands } from './script'
import type { ScriptWord } from './script-word'

/** A command that connects by SSH, as far as it can be read for certain. */
export interface SshCommand {
  readonly program: Program
  /** Line of the script, from 0. */
  readonly index: number
  readonly entries: readonly CommandEntry[]
}

/**
 * host, port, user and identity (`-i`) say what they are. algorithms: an option names some. config: the command goes a way
 * that cannot be followed from here, such as another configuration file, a jump host or options in a variable. The text of
 * these two is empty.
 */
interface CommandEntry {
  readonly input: 'host' | 'port' | 'user' | 'identity' | 'algorithms' | 'config'
  readonly index: number
  readonly text: string
}

const programs = ['ssh', 'scp', 'sftp', 'rsync'] as const
type Program = (typeof programs)[number]

/** Options that take a value. Source: the getopt strings of ssh.c, scp.c and sftp.c, OpenSSH 9.6. */
const withValue: Readonly<Record<'ssh' | 'scp' | 'sftp', string>> = {
  ssh: 'BbcDEeFIiJLlmOopQRSWw',
  scp: 'cDFiJloPSX',
  sftp: 'BbcDFiJloPRSsX',
}

/** Options of rsync whose value is the next word, when there is no `=`. Source: rsync(1), version 3.2. */
const rsyncWithValue =
  /^(-[a-zA-Z]*[BefMT]|--(rsh|rsync-path|exclude|include|exclude-from|include-from|files-from|filter|chown|chmod|usermap|groupmap|(temp|partial|backup)-dir|suffix|(compare|copy|link)-dest|log-file(-format)?|out-format|password-file|bwlimit|timeout|contimeout|port|sockopts|(max|min)-size|max-delete|block-size|modify-window|compress-level|skip-compress|info|debug|remote-option|iconv|checksum-choice|compress-choice|address|protocol|stop-after|stop-at|(only-)?write-batch|read-batch|outbuf))$/

/**
 * The commands of a script that connect by SSH. `valueOf` gives the source text of a variable that the workflow sets in
 * `env:`; a script that sets the variable itself is not asked. Nothing for a script that cannot be read.
 */
export function sshCommands(
  script: string,
  valueOf: (name: string) => string | null,
): readonly SshCommand[] {
  const values = new Map<string, string | null>()
  for (const name of namesSetIn(script)) values.set(name, null)
  const valueIn = (name: string) => {
    let value = values.get(name)
    if (value === undefined) {
      value = unquoted(valueOf(name))?.slice(0, longestValue) ?? null
      values.set(name, value)
    }
    return value
  }
  const resolve = (text: string) =>
    text.replace(/\$\{(\w+)\}/g, (variable, name: string) => valueIn(name) ?? variable)
  return (scriptCommands(script) ?? []).flatMap(({ words }) => {
    const command = readCommand(words)
    if (!command) return []
    const entries = command.entries.map((entry) => ({ ...entry, text: resolve(entry.text) }))
    return [{ ...command, entries }]
  })
}

/** Reports show less of a value. */
const longestValue = 1_000

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
function unquoted(source: string | null): string | null {
  const match = /^(?:"([^"\\\n]*)"|'([^'\n]*)'|([^"'|>&*!\n][^\n]*))$/.exec(source ?? '')
  return match ? (match[1] ?? match[2] ?? match[3] ?? null) : null
}

function readCommand(words: readonly ScriptWord[]): SshCommand | null {
  const start = withoutWrappers(words)
  const [name] = start
  const program = programs.find((each) => name?.known && name.text.split('/').at(-1) === each)
  if (!name || program === undefined) return null
  const rest = start.slice(1)
  const entries = program === 'rsync' ? readRsync(rest) : readSsh(program, rest)
  return entries && { program, index: name.index, entries }
}

/** Without assignments, keywords of the shell, and programs that run another one. */
function withoutWrappers(words: readonly ScriptWord[]): readonly ScriptWord[] {
  let at = 0
  for (let word = words[at]; word; word = words[at]) {
    if (/^[A-Za-z_]\w*\+?=/.test(word.text) || isPrefix.test(word.text)) at += 1
    else if (word.text === 'timeout')
      at = after(words, at + 1, /^(-[ks]|--(kill-after|signal))$/) + 1
    else if (word.text === 'sshpass') at = after(words, at + 1, /^-[pfdP]$/)
    else break
  }
  return words.slice(at)
}

const isPrefix = /^(if|then|else|elif|do|while|until|!|\{|time|sudo|exec|command|nohup|env)$/

/** The place behind the options that begin at `start`, those of the pattern with their value. */
function after(words: readonly ScriptWord[], start: number, takesValue: RegExp): number {
  let at = start
  for (let word = words[at]; word?.text.startsWith('-'); word = words[at]) {
    at += takesValue.test(word.text) ? 2 : 1
  }
  return at
}

/** Null for what makes no connection: `ssh -V`, `ssh -G host`, or no host at all. */
function readSsh(
  program: 'ssh' | 'scp' | 'sftp',
  words: readonly ScriptWord[],
): readonly CommandEntry[] | null {
  const { options, operands } = split(words, withValue[program], program === 'ssh')
  if (program === 'ssh' && options.some(({ letter }) => 'VGQO'.includes(letter))) return null
  const entries = [
    ...options.flatMap((option) => entriesOf(option, program)),
    ...lone(operands, program),
  ]
  if (program === 'scp') return withRemote(entries, operands)
  const [destination, command] = operands
  if (!destination) return null
  // `ssh $OPTIONS user@host`: the first word may be options, or none.
  const isUnsure = isLone(destination) && /^[^\s:/]+@[^\s:/]+$/.test(command?.text ?? '')
  if (isUnsure) return [...entries, entry('config', destination)]
  const place = program === 'sftp' ? remoteOf(destination.text) : null
  return [...entries, ...destinationEntries(destination, place ?? destination.text)]
}

interface Option {
  readonly letter: string
  readonly value: string
  readonly word: ScriptWord
}

/** Options may follow the host; for ssh everything after the second operand is the remote command. */
function split(words: readonly ScriptWord[], takes: string, isSsh: boolean) {
  const options: Option[] = []
  const operands: ScriptWord[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    if (isSsh && operands.length > 1) break
    if (word.text === '--') {
      operands.push(...words.slice(at + 1))
      break
    }
    if (!/^-./.test(word.text) || (isSsh && operands.length > 1)) {
      operands.push(word)
      continue
    }
    const letters = word.text.slice(1)
    const valued = letters.search(new RegExp(`[${takes}]`))
    for (const letter of valued < 0 ? letters : letters.slice(0, valued)) {
      options.push({ letter, value: '', word })
    }
    if (valued < 0) continue
    const joined = letters.slice(valued + 1)
    const value = joined === '' ? words[++at] : { ...word, text: joined }
    if (value) options.push({ letter: letters.charAt(valued), value: value.text, word: value })
  }
  return { options, operands }
}

function entriesOf(
  { letter, value, word }: Option,
  program: 'ssh' | 'scp' | 'sftp',
): readonly CommandEntry[] {
  if (letter === (program === 'ssh' ? 'p' : 'P')) return [valueEntry('port', word, value)]
  if (letter === 'i') return [valueEntry('identity', word, value)]
  if (letter === 'o') return configEntries(value, word)
  if (letter === 'l' && program === 'ssh') return [valueEntry('user', word, value)]
  if (letter === 'c' || (letter === 'm' && program === 'ssh')) return [entry('algorithms', word)]
  return (program === 'ssh' ? 'FJW' : 'FJSD').includes(letter) ? [entry('config', word)] : []
}

/** `-o Port=2222` or `-o 'Port 2222'`, ssh_config(5). */
function configEntries(option: string, word: ScriptWord): readonly CommandEntry[] {
  const match = /^(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(option.trim())
  if (!match) return [entry('config', word)]
  const [, name = '', value = ''] = match
  switch (name.toLowerCase()) {
    case 'port':
      return [valueEntry('port', word, value)]
    case 'user':
      return [valueEntry('user', word, value)]
    case 'identityfile':
      return [valueEntry('identity', word, value)]
    case 'hostname':
    case 'proxyjump':
    case 'proxycommand':
      return [entry('config', word)]
    case 'kexalgorithms':
    case 'hostkeyalgorithms':
    case 'ciphers':
    case 'macs':
      return [entry('algorithms', word)]
    default:
      return []
  }
}

function readRsync(words: readonly ScriptWord[]): readonly CommandEntry[] | null {
  const operands: ScriptWord[] = []
  const entries: CommandEntry[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    const shell = /^(?:--rsh=|-[a-zA-Z]*e(?==?.))=?(.+)$/s.exec(word.text)?.[1]
    if (shell !== undefined) entries.push(...remoteShell({ ...word, text: shell }))
    else if (rsyncWithValue.test(word.text)) {
      const value = words[++at]
      if (value && /^(-[a-zA-Z]*e|--rsh)$/.test(word.text)) entries.push(...remoteShell(value))
    } else if (!/^-./.test(word.text)) operands.push(word)
  }
  return withRemote([...entries, ...lone(operands, 'rsync')], operands)
}

/** The program of `-e`, with its options. */
function remoteShell(word: ScriptWord): readonly CommandEntry[] {
  const [command = []] = (scriptCommands(word.text) ?? []).map(({ words }) => words)
  const [name, ...rest] = withoutWrappers(command)
  if (!word.known || name?.text.split('/').at(-1) !== 'ssh') return [entry('config', word)]
  const { options, operands } = split(rest, withValue.ssh, true)
  const found = options.flatMap((option) => entriesOf(option, 'ssh'))
  return [...found, ...operands.map((each) => entry('config', each))].map((each) => ({
    ...each,
    index: word.index,
  }))
}

/** The remote end of a copy, `[user@]host:path`. Null without one; two hosts are more than can be judged. */
function withRemote(
  entries: readonly CommandEntry[],
  operands: readonly ScriptWord[],
): readonly CommandEntry[] | null {
  const remote = operands.flatMap((word) => {
    const place = remoteOf(word.text)
    return place === null ? [] : [{ word, place }]
  })
  const [first] = remote
  if (!first) return null
  if (remote.some(({ place }) => place !== first.place))
    return [...entries, entry('config', first.word)]
  return [...entries, ...destinationEntries(first.word, first.place)]
}

/** A whole expression, with any characters in it. Two ways to read the same text would take exponential time with many of them. */
const expression = String.raw`\$\{\{(?:(?!\}\}).)*\}\}`
const outside = String.raw`(?!\$\{\{)`
const remote = new RegExp(String.raw`^((?:${expression}|${outside}[^:/\s])+):(?!:|//)`)
const destination = new RegExp(
  String.raw`^(?:((?:${expression}|${outside}[^@])*)@)?((?:${expression}|${outside}[^@])+)$`,
)

/** `user@host` of `user@host:path`; null for a local path, a daemon of rsync (`::`) and a URL. */
function remoteOf(text: string): string | null {
  return remote.exec(text)?.[1] ?? null
}

/** A path may hold a command substitution; a host that does is not known. */
function destinationEntries(word: ScriptWord, place: string): readonly CommandEntry[] {
  if (/^(ssh|sftp|scp):\/\//.test(word.text) || (!word.known && !word.text.startsWith(`${place}:`)))
    return [entry('config', word)]
  const match = destination.exec(place)
  if (!match) return [entry('config', word)]
  const [, user, host = ''] = match
  return [
    ...(user === undefined ? [] : [{ input: 'user' as const, index: word.index, text: user }]),
    { input: 'host', index: word.index, text: host },
  ]
}

/** Words that may be options or nothing at all, as they stand unquoted in a variable. */
function lone(operands: readonly ScriptWord[], program: Program): readonly CommandEntry[] {
  if (program === 'ssh' || program === 'sftp') return []
  return operands.filter(isLone).map((word) => entry('config', word))
}

const isLone = ({ text, quoted }: ScriptWord) => !quoted && /^\$\{\{?[^}]*\}\}?$/.test(text)

/** Without the text, in which anything may stand. */
function entry(input: 'algorithms' | 'config', { index }: ScriptWord): CommandEntry {
  return { input, index, text: '' }
}

/** What is only known at run time is a way that cannot be followed. */
function valueEntry(input: CommandEntry['input'], word: ScriptWord, text: string): CommandEntry {
  return word.known ? { input, index: word.index, text } : entry('config', word)
}

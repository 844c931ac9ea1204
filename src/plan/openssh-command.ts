import {
  type CommandEntry,
  type Copy,
  copyOf,
  destinationEntries,
  entry,
  isLoneVariable,
  loneVariables,
  remoteOf,
  valueEntry,
} from './destination'
import type { ScriptWord } from './script-word'

export type OpensshProgram = 'ssh' | 'scp' | 'sftp'

/** What a command of OpenSSH says. */
export interface OpensshCommand extends Copy {
  /** The words of the command that ssh runs on the server; none for a login shell. */
  readonly remote: readonly ScriptWord[]
  /** The letters of its options. */
  readonly letters: string
}

/** Options that take a value. Source: the getopt strings of ssh.c, scp.c and sftp.c, OpenSSH 9.6. */
const withValue: Readonly<Record<OpensshProgram, string>> = {
  ssh: 'BbcDEeFIiJLlmOopQRSWw',
  scp: 'cDFiJloPSX',
  sftp: 'BbcDFiJloPRSsX',
}

/** Null for what makes no connection: `ssh -V`, `ssh -G host`, or no host at all. */
export function readOpenssh(
  program: OpensshProgram,
  words: readonly ScriptWord[],
): OpensshCommand | null {
  const { options, operands } = split(words, program)
  const letters = options.map(({ letter }) => letter).join('')
  if (program === 'ssh' && /[VGQO]/.test(letters)) return null
  const entries = options.flatMap((option) => entriesOf(option, program))
  const nothing = { upload: null, sources: [], remote: [], letters }
  if (program === 'scp') {
    const copy = copyOf([...entries, ...loneVariables(operands)], operands)
    return copy && { ...nothing, ...copy }
  }
  const [destination, ...remote] = operands
  if (!destination) return null
  // `ssh $OPTIONS user@host`: the first word may be options, or none.
  const isUnsure = isLoneVariable(destination) && /^[^\s:/]+@[^\s:/]+$/.test(remote[0]?.text ?? '')
  if (isUnsure) return { ...nothing, entries: [...entries, entry('config', destination)] }
  const place = program === 'sftp' ? remoteOf(destination.text) : null
  const to = destinationEntries(destination, place ?? destination.text)
  return { ...nothing, entries: [...entries, ...to], remote: program === 'ssh' ? remote : [] }
}

/** The entries of the options of `ssh -p 2222 -i key`, as rsync starts it; its operands cannot be followed. */
export function optionEntries(words: readonly ScriptWord[]): readonly CommandEntry[] {
  const { options, operands } = split(words, 'ssh')
  return [
    ...options.flatMap((option) => entriesOf(option, 'ssh')),
    ...operands.map((each) => entry('config', each)),
  ]
}

interface Option {
  readonly letter: string
  readonly value: string
  readonly word: ScriptWord
}

/** Options may follow the host; for ssh everything after the second operand is the remote command. */
function split(words: readonly ScriptWord[], program: OpensshProgram) {
  const isSsh = program === 'ssh'
  const options: Option[] = []
  const operands: ScriptWord[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    if (isSsh && operands.length > 1) {
      operands.push(word)
      continue
    }
    if (word.text === '--') {
      operands.push(...words.slice(at + 1))
      break
    }
    if (!/^-./.test(word.text)) {
      operands.push(word)
      continue
    }
    const letters = word.text.slice(1)
    const valued = letters.search(new RegExp(`[${withValue[program]}]`))
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
  program: OpensshProgram,
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
  const keyword = name.toLowerCase()
  switch (keyword) {
    case 'port':
    case 'user':
    case 'stricthostkeychecking':
    case 'userknownhostsfile':
    case 'connecttimeout':
    case 'identitiesonly':
    case 'batchmode':
      return [valueEntry(keyword, word, value)]
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

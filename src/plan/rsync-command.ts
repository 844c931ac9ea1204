import { namedCommand } from './command-name'
import { type CommandEntry, type Copy, copyOf, entry, loneVariables } from './destination'
import { optionEntries } from './openssh-command'
import { readScript } from './script'
import type { ScriptWord } from './script-word'

/** What a command of rsync says. */
export interface RsyncCommand extends Copy {
  /** How many missing directories it creates. */
  readonly creates: 'last' | 'all'
  /** It sets the times of the directory itself, which only its owner can do. */
  readonly setsTimes: boolean
  /** What it starts on the server instead of `rsync`; null without `--rsync-path`. */
  readonly rsyncPath: string | null
}

/** Options of rsync whose value is the next word, when there is no `=`. Source: rsync(1), version 3.2. */
const withValue =
  /^(-[a-zA-Z]*[BefMT]|--(rsh|rsync-path|exclude|include|exclude-from|include-from|files-from|filter|chown|chmod|usermap|groupmap|(temp|partial|backup)-dir|suffix|(compare|copy|link)-dest|log-file(-format)?|out-format|password-file|bwlimit|timeout|contimeout|port|sockopts|(max|min)-size|max-delete|block-size|modify-window|compress-level|skip-compress|info|debug|remote-option|iconv|checksum-choice|compress-choice|address|protocol|stop-after|stop-at|(only-)?write-batch|read-batch|outbuf))$/

/** Null for a copy on this machine, or to a daemon of rsync. */
export function readRsync(words: readonly ScriptWord[]): RsyncCommand | null {
  const operands: ScriptWord[] = []
  const entries: CommandEntry[] = []
  const switches: string[] = []
  let rsyncPath: string | null = null
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    const shell = /^(?:--rsh=|-[a-zA-Z]*e(?==?.))=?(.+)$/s.exec(word.text)?.[1]
    rsyncPath = /^--rsync-path=(.*)$/s.exec(word.text)?.[1] ?? rsyncPath
    if (shell !== undefined) entries.push(...remoteShell({ ...word, text: shell }))
    else if (withValue.test(word.text)) {
      const value = words[++at]
      if (value && /^(-[a-zA-Z]*e|--rsh)$/.test(word.text)) entries.push(...remoteShell(value))
      if (word.text === '--rsync-path') rsyncPath = value?.text ?? null
      switches.push(word.text)
    } else if (/^-./.test(word.text)) switches.push(word.text)
    else operands.push(word)
  }
  const copy = copyOf([...entries, ...loneVariables(operands)], operands)
  if (!copy) return null
  const makesPath = switches.includes('--mkpath') || /\bmkdir -p\b/.test(rsyncPath ?? '')
  return {
    ...copy,
    creates: makesPath ? 'all' : 'last',
    setsTimes: keepsTimes(switches) && copy.sources.some(isContent),
    rsyncPath,
  }
}

/** `dist/` copies what is in the directory, and its own attributes to the target; `dist` creates a directory in the target. */
const isContent = ({ text }: ScriptWord) => /(^|\/)\.?$/.test(text)

/** Whether switches make rsync set the times of directories; a later one counts. Source: rsync(1), `-a` is `-rlptgoD`. */
export function keepsTimes(switches: readonly string[]): boolean {
  let times = false
  for (const each of switches) {
    if (each === '--archive' || each === '--times') times = true
    else if (/^--(no-(times|t)|omit-dir-times)$/.test(each)) times = false
    else if (/^-[a-zA-Z]/.test(each)) {
      if (/[at]/.test(each)) times = true
      if (each.includes('O')) times = false
    }
  }
  return times && !switches.some((each) => each === '--omit-dir-times' || /^-[a-zA-Z]*O/.test(each))
}

/** The entries of the program of `-e`, or of a variable such as `GIT_SSH_COMMAND`, with its options. */
export function remoteShell(word: ScriptWord): readonly CommandEntry[] {
  const [command] = readScript(word.text)?.commands ?? []
  const [name, ...rest] = namedCommand(command?.words ?? []).words
  if (!word.known || name?.text.split('/').at(-1) !== 'ssh') return [entry('config', word)]
  return optionEntries(rest).map((each) => ({ ...each, index: word.index }))
}

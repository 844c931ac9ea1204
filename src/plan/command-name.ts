import type { ScriptWord } from './script-word'

/** A command without what only changes how it runs. */
export interface NamedCommand {
  /** The name and the arguments. */
  readonly words: readonly ScriptWord[]
  /** The program that runs it as another user, which is not the account's own way to find programs. */
  readonly runAs: 'sudo' | 'doas' | null
  /** The options of sudo, with their values. */
  readonly options: readonly ScriptWord[]
}

/** Programs that run the command behind them, with the options of theirs that have a value. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ['sudo', /^(-[ughpCcDRTtrU]|--(user|group|host|prompt|chdir|chroot|role|type|close-from))$/],
  ['doas', /^-[uC]$/],
  ['timeout', /^(-[ks]|--(kill-after|signal))$/],
  ['sshpass', /^-[pfdP]$/],
  ['nice', /^-n$/],
  ['ionice', /^-[cn]$/],
  ['env', /^-[uSC]$/],
  ...['time', 'exec', 'command', 'nohup', 'stdbuf', 'builtin', 'setsid'].map(
    (name) => [name, /^-[a]$/] as const,
  ),
])

/** Without assignments before the name, and without programs such as `sudo` and `timeout` that run another one. */
export function namedCommand(words: readonly ScriptWord[]): NamedCommand {
  let at = 0
  let runAs: NamedCommand['runAs'] = null
  let options: readonly ScriptWord[] = []
  for (let word = words[at]; word; word = words[at]) {
    if (/^[A-Za-z_]\w*\+?=/.test(word.text)) {
      at += 1
      continue
    }
    const withValue = wrappers.get(word.text)
    // `command -v` and `sudo -l` run nothing.
    const option = words[at + 1]?.text ?? ''
    if (withValue === undefined || /^-[vVlK]$/.test(option)) break
    const start = at + 1
    at = afterOptions(words, start, withValue)
    if (word.text === 'sudo' || word.text === 'doas') {
      runAs = word.text
      options = words.slice(start, at)
    }
    if (word.text === 'timeout') at += 1
  }
  return { words: words.slice(at), runAs, options }
}

/** The place behind the options that begin at `start`, those of the pattern with their value. */
function afterOptions(words: readonly ScriptWord[], start: number, withValue: RegExp): number {
  let at = start
  for (let word = words[at]; word?.text.startsWith('-'); word = words[at]) {
    at += withValue.test(word.text) ? 2 : 1
  }
  return at
}

import { fromHome, type JobCommand, type JobStep } from './job-scripts'
import { usualKeyFiles } from '../knowledge/usual-key-files'

/**
 * Whether something between our own step and a command may give it a private key: a file that ssh looks for, or a key in an agent.
 * What is not understood counts.
 *
 * @param between the steps after our own, and of the command's own step what comes before it
 * @param named the files of its `-i`, as `fromHome` gives them
 */
export function changesKeys(between: readonly JobStep[], named: readonly string[]): boolean {
  const givesKeys =
    /ssh-add|ssh-agent|SSH_AUTH_SOCK|ssh_config|\.ssh\/config|keychain|sshpass|ASKPASS|\bHOME=|\bexpect\b/i
  return (
    between.some(({ text }) => givesKeys.test(text)) ||
    // ssh takes its usual files where the named one is not there.
    changesFiles(between, [...named, ...usualKeyFiles])
  )
}

/** Whether something in these steps may write one of the files, as `fromHome` gives them. What is not understood counts. */
export function changesFiles(between: readonly JobStep[], files: readonly string[]): boolean {
  const names = files.map((path) => path.split('/').at(-1) ?? '')
  const isRelative = files.some((path) => !/^[~/]/.test(path))
  const isElsewhere = isRelative && between.at(-1)?.isInWorkspace !== true
  return (
    isElsewhere ||
    between.some(({ uses, commands }) =>
      uses === null
        ? (commands?.some((command) => mayWrite(command, names)) ?? true)
        : !writesNoKey.test(uses) || (isRelative && !uses.includes('/setup-')),
    )
  )
}

/** Actions that write nothing for programs of OpenSSH, and start no agent. */
const writesNoKey =
  /^(actions\/(?!cache|github-script)|(docker|pnpm|ruby|shivammathur|oven-sh|astral-sh|appleboy|burnett01|wlixcc|garygrossgarten)\/)/

/** Programs that write nothing but what their redirections name. */
const writesNoFile =
  /^(mkdir|chmod|chown|echo|printf|cat|tr|base64|umask|set|export|ls|rm|true|test|\[|sleep|ssh|scp|sftp|rsync|ssh-keyscan)$/

/** Programs that run what is not in the script. */
const runsOthers = /^(make|source|\.|eval|just|task|rake|bash|sh|zsh|dash|ansible.*|fab|invoke)$/

function mayWrite({ name, text, args, command }: JobCommand, names: readonly string[]): boolean {
  const isNamed = (words: string) => names.some((each) => words.includes(each))
  const targets = command.redirects.map(({ target }) => target?.text ?? '')
  if ([...targets].some((path) => isNamed(path) || path.includes('${_}'))) return true
  if (name === '') return !command.words.every((word) => /^\w+\+?=/.test(word.text))
  if (writesNoFile.test(name)) return false
  if (/^(tee|install|touch)$/.test(name))
    return args.some((each) => isNamed(fromHome(each)) || each.includes('${_}'))
  return (
    runsOthers.test(name) ||
    isNamed(text) ||
    /ssh|key|secret|deploy|\.sh\b|(^|\s)\.{0,2}\//i.test(text)
  )
}

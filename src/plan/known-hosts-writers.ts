import type { HostKeyScan, OpensshPreparation } from '../facts'
import { filesWritten, type JobCommand, type JobStep, pipeOf } from './job-scripts'

type Writers = Pick<OpensshPreparation, 'knownHosts' | 'scans'>

/**
 * What the steps between our own and a command do to known_hosts. Whatever could write it and is not understood counts as a change.
 *
 * @param between the steps after our own, and of the command's own step what comes before it
 */
export function knownHostsWriters(between: readonly JobStep[]): Writers {
  const scans: HostKeyScan[] = []
  for (const { uses, text, commands } of between) {
    if (uses !== null && !isHarmlessAction(uses)) return changed
    if (commands === null && /ssh|known|deploy|\.sh\b/i.test(text)) return changed
    for (const command of commands ?? []) {
      const found = writes(command, commands ?? [])
      if (found === 'unsure') return changed
      if (found !== 'nothing') scans.push(found)
    }
  }
  return { knownHosts: scans.length > 0 ? 'scanned' : 'as-found', scans }
}

const changed: Writers = { knownHosts: 'changed', scans: [] }

/**
 * Actions that do not write the known_hosts file of the runner. easingthemes/ssh-deploy does: it runs ssh with
 * `StrictHostKeyChecking=no`, which adds the key.
 */
const isHarmlessAction = (uses: string) =>
  /^(actions|docker|pnpm|ruby|shivammathur|oven-sh|astral-sh|appleboy|burnett01|wlixcc|garygrossgarten)\//.test(
    uses,
  ) || uses === 'webfactory/ssh-agent'

/** Programs that write nothing but what their words and redirections name. */
const plainPrograms =
  /^(mkdir|chmod|chown|echo|printf|cat|tee|tr|base64|install|touch|umask|set|export|cd|ls|rm|cp|mv|true|test|\[|sleep|sed|ssh|scp|sftp|rsync|git|ssh-add|ssh-agent|ssh-keyscan)$/

function writes(
  command: JobCommand,
  all: readonly JobCommand[],
): HostKeyScan | 'nothing' | 'unsure' {
  const { name, text } = command
  const written = filesWritten(command)
  if (written.some(isKnownHosts)) return scanOf(command, all) ?? 'unsure'
  // Such an option also adds the key to the file.
  if (/StrictHostKeyChecking|ssh_config|\.ssh\/config|RSYNC_RSH|\bHOME\+?=/i.test(text))
    return 'unsure'
  if (/known_?hosts/i.test(text))
    return /^(mkdir|touch|chmod|ls|cat)$/.test(name) ? 'nothing' : 'unsure'
  if (/^(ssh|scp|sftp|rsync|alias)(\(\)|$)/.test(name) && /\(\)|^alias/.test(name)) return 'unsure'
  // `$_` is in the place of what nobody can know from the script.
  if (written.some((path) => /\$\{(?!GITHUB_|RUNNER_)/.test(path))) return 'unsure'
  if (name === '' && command.command.words.every((word) => /^\w+\+?=/.test(word.text)))
    return 'nothing'
  if (plainPrograms.test(name)) return 'nothing'
  // Only these options change known_hosts.
  if (name === 'ssh-keygen') return /\s-[a-zA-Z]*[RH]/.test(text) ? 'unsure' : 'nothing'
  // `eval "$(ssh-agent -s)"` is usual. The text of a variable can be anything.
  if (name === 'eval') return /\$\{(?!_\})/.test(text) ? 'unsure' : 'nothing'
  return /ssh|deploy|setup|\.sh\b|(^|\s)\.{0,2}\//i.test(text) || startsOthers.test(name)
    ? 'unsure'
    : 'nothing'
}

/** Programs that run what is not in the script. */
const startsOthers = /^(|make|source|\.|just|task|rake|bash|sh|zsh|dash|ansible.*|fab|invoke)$/

const isKnownHosts = (path: string) => /known_?hosts2?$/.test(path)

/** `ssh-keyscan … >> known_hosts`, or through programs that only sort and copy. */
function scanOf(writer: JobCommand, all: readonly JobCommand[]): HostKeyScan | null {
  const chain = pipeOf(writer, all)
  if (!chain) return null
  const [scan, ...others] = chain.filter(({ name }) => name === 'ssh-keyscan')
  const isPlain = chain.every(({ name }) => /^(ssh-keyscan|tee|sort|uniq|cat)$/.test(name))
  if (!scan || others.length > 0 || !isPlain || scan.runs === 'maybe' || scan.asOther) return null
  const { hosts, ...options } = keyscanArguments(scan.args)
  const [host] = hosts
  if (host === undefined || hosts.length > 1 || scan.text.includes('${_}')) return null
  const inHome = filesWritten(writer).some((path) => path.startsWith('~/'))
  return { line: scan.line, host, ...options, inHome }
}

/** Options of ssh-keyscan with a value. Source: the getopt string of ssh-keyscan.c, OpenSSH 9.6. */
function keyscanArguments(args: readonly string[]) {
  const hosts: string[] = []
  let port: string | null = null
  let types: string | null = null
  let timeout: string | null = null
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    const match = /^-([A-Za-z0-9]*?)([fOpTt])(.*)$/s.exec(word)
    if (!match) {
      if (!word.startsWith('-')) hosts.push(word)
      continue
    }
    const value = match[3] === '' ? (args[++at] ?? '') : (match[3] ?? '')
    if (match[2] === 'p') port = value
    if (match[2] === 't') types = value
    if (match[2] === 'T') timeout = value
    // With a file, its hosts are unknown.
    if (match[2] === 'f') hosts.push('', '')
  }
  return { hosts, port, types, timeout }
}

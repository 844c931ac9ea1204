import type { OpensshPreparation } from '../facts'
import { changesFiles, changesKeys } from './file-changes'
import { fromHome, type JobStep, mostCommands } from './job-scripts'
import { usualKeyFiles } from '../knowledge/usual-key-files'
import { otherFiles, writtenKeyFile } from './key-files'
import { knownHostsWriters } from './known-hosts-writers'
import type { SshCommand } from './ssh-commands'

/** Where a command is among the steps of its job. */
export interface CommandPlace {
  /** The steps in their order. */
  readonly job: readonly JobStep[]
  /** The number of the step of this check. */
  readonly own: number
  /** The number of the command's step. */
  readonly step: number
}

/** What the job does for a command that runs ssh on the runner, before it. Null for a job that is too long. */
export function opensshPreparation(
  { job, own, step }: CommandPlace,
  { entries, command, position }: SshCommand,
): OpensshPreparation | null {
  const count = job.reduce((sum, { commands }) => sum + (commands?.length ?? 0), 0)
  if (count > mostCommands) return null
  const steps = job
    .slice(0, step + 1)
    .map((each, at) =>
      at === step ? { ...each, commands: each.commands?.slice(0, position) ?? null } : each,
    )
  const between = steps.slice(own + 1)
  const ownFile = entries.find(({ input }) => input === 'userknownhostsfile')
  const writers = ownFile
    ? ownFileWriters(between, fromHome(ownFile.text))
    : knownHostsWriters(between)
  const words = command.words.map(({ text }) => text).join(' ')
  const decides =
    /GlobalKnownHosts|KnownHostsCommand|HostKeyAlias|VerifyHostKeyDNS|Control(Path|Master)|RSYNC_RSH|(^|\s)-S/i.test(
      words,
    ) ||
    entries.some(
      ({ input, text }) => input === 'stricthostkeychecking' && !/^(yes|ask)$/i.test(text),
    )
  const identities = entries.filter(({ input }) => input === 'identity')
  const paths = identities.map(({ text }) => fromHome(text))
  const before = steps.flatMap(({ commands }) => commands ?? [])
  return {
    ...(decides ? { knownHosts: 'not-used', scans: [] } : writers),
    changesKeys: /IdentityAgent|PKCS11|(^|\s)-I/.test(words) || changesKeys(between, paths),
    keyFile: writtenKeyFile(before, paths.length > 0 ? paths : usualKeyFiles),
    otherFiles: otherFiles(before, [...paths, ...usualKeyFiles]),
    isAssisted: job.some(({ uses, text }) => assists.test(uses ?? text)),
    mayInstall: job
      .slice(own + 1, step + 1)
      .some(({ uses, text }) => uses !== null || installs.test(text)),
  }
}

/** A file of host keys that the command names is as it was found, or nobody knows what is in it. */
const ownFileWriters = (between: readonly JobStep[], files: string) => ({
  knownHosts: changesFiles(between, files.split(' '))
    ? ('changed' as const)
    : ('as-found' as const),
  scans: [],
})

const assists =
  /ssh-add|ssh-agent|ssh-setup-action|SSH_ASKPASS|SSH_AUTH_SOCK|sshpass|\bexpect\b|keychain|ssh-keygen/i

const installs =
  /\b(apt|apt-get|apk|yum|dnf|microdnf|zypper|brew|nix|choco|install|add)\b|\.sh\b|\bmake\b|GITHUB_PATH|PATH=/

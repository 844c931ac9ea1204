import { accessSync, constants, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import type { InputFacts, RunnerSshFacts, WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import { deployClient } from '../knowledge/deploy-clients'
import { fromHome } from '../plan/job-scripts'
import { runChild } from './child'
import { fingerprints, keyFilesThere } from './key-files'
import { isKnownInHome, knownHostKeys } from './known-host-keys'
import { sshConfig } from './ssh-config'

/**
 * The OpenSSH of this machine as later steps will find it for a host: read, never judged. Null where no later command runs it, or on
 * Windows, where scripts of other shells run it.
 */
export async function runnerSsh(
  { host, port }: Pick<InputFacts, 'host' | 'port'>,
  workflow: Fact<WorkflowFacts>,
): Promise<RunnerSshFacts | null> {
  const steps = (seen(workflow)?.deploySteps ?? []).filter(({ client }) => {
    const known = deployClient(client)
    return known?.kind === 'command' && known.lists === 'runner'
  })
  const commands = steps.map(({ client }) => client)
  const named = (option: string) => [
    ...new Set(
      steps.flatMap(({ entries }) =>
        entries.flatMap(({ input, text }) => (input === option ? [text] : [])),
      ),
    ),
  ]
  if (commands.length === 0 || host === null || process.platform === 'win32') return null
  const accountHome = ownHome()
  const home = accountHome ?? ''
  const hasAgent = (process.env['SSH_AUTH_SOCK'] ?? '') !== ''
  const [version, read, agent] = await Promise.all([
    runChild('ssh', ['-V']),
    sshConfig(host),
    hasAgent ? runChild('ssh-add', ['-l', '-E', 'sha256']) : null,
  ])
  const homeDiffers = accountHome !== null && (process.env['HOME'] ?? accountHome) !== accountHome
  return {
    version: /OpenSSH_[\w.]{1,40}/.exec(version?.errors ?? '')?.[0] ?? null,
    missing: [...new Set(['ssh', ...commands])].filter((name) => !isInPath(name)),
    accountHome,
    homeDiffers,
    newFilesAreOpen: newFilesAreOpen(),
    config: read?.config ?? null,
    hostKeys: read && knownHostKeys([...read.files, ...read.globalFiles], home, host, port),
    namedHostKeys: named('userknownhostsfile').map((file) => ({
      file,
      hostKeys:
        read &&
        knownHostKeys([...fromHome(file).split(' '), ...read.globalFiles], home, host, port),
    })),
    keyFiles: await keyFilesThere(
      [...named('identity'), ...(read?.config.identityFiles ?? [])],
      home,
    ),
    isKnownInHome: homeDiffers && isKnownInHome(host, port),
    agentKeys: agent && agent.status < 2 ? fingerprints(agent.text) : null,
  }
}

/** Null under a uid without an account. */
function ownHome(): string | null {
  try {
    return userInfo().homedir
  } catch {
    return null
  }
}

/** By the umask, which only Linux gives without changing it (proc(5), since Linux 4.7). */
function newFilesAreOpen(): boolean {
  try {
    const [, umask] = /^Umask:\s*([0-7]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return umask !== undefined && (~parseInt(umask, 8) & 0o044) !== 0
  } catch {
    return false
  }
}

function isInPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder === '' ? '.' : folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

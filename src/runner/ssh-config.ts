import { accessSync, constants } from 'node:fs'
import type { SshConfigFacts } from '../facts'
import { runChild } from './child'

/** What `ssh -G` says for a host, and the files with host keys that it names. Null where ssh does not say it. */
export async function sshConfig(
  host: string,
  accountHome: string,
): Promise<{ readonly config: SshConfigFacts; readonly files: readonly string[] } | null> {
  const answer = host.startsWith('-') ? null : await runChild('ssh', ['-G', host])
  if (answer?.status !== 0) return null
  const lines = answer.text.split('\n').map((line) => /^(\S+) (.*)$/.exec(line.trim()) ?? [])
  const all = (name: string) =>
    lines.flatMap(([, key, value]) => (key === name && value !== undefined ? [value] : []))
  const given = (name: string) => {
    const value = all(name)[0] ?? ''
    return value === '' || value === 'none' ? null : value
  }
  const port = Number(given('port'))
  const hostName = given('hostname')
  if (hostName === null || !Number.isInteger(port)) return null
  const isSet = (name: string) => !['false', 'no', null].includes(given(name))
  return {
    config: {
      hostName,
      port,
      proxyJump: given('proxyjump'),
      hasProxyCommand: given('proxycommand') !== null,
      strictHostKeyChecking: checking(given('stricthostkeychecking') ?? 'ask'),
      knowsOtherwise:
        given('hostkeyalias') !== null ||
        given('knownhostscommand') !== null ||
        isSet('verifyhostkeydns') ||
        given('controlpath') !== null,
      identityFiles: all('identityfile').filter((file) => exists(file, accountHome)),
    },
    files: [...all('userknownhostsfile'), ...all('globalknownhostsfile')].flatMap((value) =>
      value.split(' '),
    ),
  }
}

/** `ssh -G` writes `true` and `false` for yes and no. */
function checking(value: string): SshConfigFacts['strictHostKeyChecking'] {
  if (value === 'ask' || value === 'accept-new') return value
  return value === 'true' || value === 'yes' ? 'yes' : 'off'
}

function exists(file: string, accountHome: string): boolean {
  try {
    accessSync(file.replace(/^~(?=\/)/, accountHome), constants.F_OK)
    return true
  } catch {
    return false
  }
}

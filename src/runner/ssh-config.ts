import type { SshConfigFacts } from '../facts'
import { runChild } from './child'

/** What `ssh -G` says for a host, and the files with host keys that it names. Null where ssh does not say it. */
export async function sshConfig(host: string): Promise<{
  readonly config: SshConfigFacts
  readonly files: readonly string[]
  readonly globalFiles: readonly string[]
} | null> {
  const answer = host.startsWith('-') ? null : await runChild('ssh', ['-G', host])
  if (answer?.status !== 0) return null
  const lines = answer.text.split('\n').map((line) => /^(\S+) (.*)$/.exec(line.trim()) ?? [])
  const all = (name: string) =>
    lines.flatMap(([, key, value]) => (key === name && value !== undefined ? [value] : []))
  const words = (name: string) => all(name).flatMap((value) => value.split(' '))
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
      user: given('user') ?? '',
      identityFiles: all('identityfile'),
      identitiesOnly: isSet('identitiesonly'),
      keysElsewhere: given('identityagent') !== null || given('pkcs11provider') !== null,
    },
    files: words('userknownhostsfile'),
    globalFiles: words('globalknownhostsfile'),
  }
}

/** `ssh -G` writes `true` and `false` for yes and no. */
function checking(value: string): SshConfigFacts['strictHostKeyChecking'] {
  if (value === 'ask' || value === 'accept-new') return value
  return value === 'true' || value === 'yes' ? 'yes' : 'off'
}

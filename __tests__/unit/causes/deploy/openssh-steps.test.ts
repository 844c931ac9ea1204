import { describe, expect, it } from '@jest/globals'
import type { HostKeyScan, OpensshPreparation, DeployStep } from '../../../../src/facts'
import { change } from '../../../fixtures/change'
import { followedBy, laterStep, same } from '../../../fixtures/following'
import { healthy, observed } from '../../../fixtures/healthy'
import { known, laterSsh, written } from '../../../fixtures/runner-ssh'
import { summary } from '../../../fixtures/summary'
import { valueOf } from '../../../fixtures/value-of'

type Given = Parameters<typeof laterSsh>[0]

const scan = (changes: Partial<HostKeyScan> = {}): Partial<OpensshPreparation> => ({
  knownHosts: 'scanned',
  scans: [
    {
      line: 18,
      host: '${{ secrets.SSH_HOST }}',
      port: null,
      types: null,
      timeout: null,
      inHome: true,
      ...changes,
    },
  ],
})

const unknown = { hostKeys: [] }
const other = { ...known, fingerprint: 'SHA256:other' }
const { fingerprint } = valueOf(healthy.hops.target.key)
const ed25519 = { path: '~/.ssh/id_ed25519', fingerprint }
const rsa = { path: '~/.ssh/id_rsa', fingerprint: 'SHA256:other' }
describe('the host key of a later ssh', () => {
  it.each<readonly [string, Given, string]>([
    ['is known', {}, 'pass'],
    ['is in no file', { ssh: unknown }, 'fail, deploy/host-unverified no-entry'],
    ['is another one', { ssh: { hostKeys: [other] } }, 'fail, deploy/host-unverified other-key'],
    ['is one of two', { ssh: { hostKeys: [other, known] } }, 'pass'],
    [
      'is known by a certificate',
      { ssh: { hostKeys: [{ ...other, marker: 'cert-authority' }] } },
      'pass',
    ],
    [
      'is of a type that was not shown',
      { ssh: { hostKeys: [{ ...other, type: 'ssh-rsa' }] } },
      'pass',
    ],
    ['is known by the plain name', { ssh: { hostKeys: [{ ...other, isForPort: false }] } }, 'pass'],
    [
      'is below HOME',
      { ssh: { hostKeys: [], isKnownInHome: true, homeDiffers: true } },
      'fail, deploy/host-unverified other-home',
    ],
    ['is not asked for', { ssh: unknown, config: { strictHostKeyChecking: 'off' } }, 'pass'],
    ['is accepted once', { ssh: unknown, config: { strictHostKeyChecking: 'accept-new' } }, 'pass'],
    ['is accepted by an option', { ssh: unknown, openssh: { knownHosts: 'not-used' } }, 'pass'],
    ['is in another file', { ssh: unknown, entries: { userknownhostsfile: 'known' } }, 'pass'],
    ...(
      [
        ['is in no line of another file', [], 'fail, deploy/host-unverified no-entry'],
        ['is in a line of another file', [known], 'pass'],
        ['is in another file that could not be read', null, 'pass'],
      ] as const
    ).map(
      ([name, hostKeys, expected]) =>
        [
          name,
          {
            ssh: { ...unknown, namedHostKeys: [{ file: 'known', hostKeys }] },
            entries: { userknownhostsfile: 'known' },
          },
          expected,
        ] as const,
    ),
    [
      'is asked for strictly',
      { ssh: unknown, entries: { stricthostkeychecking: 'yes' } },
      'fail, deploy/host-unverified no-entry',
    ],
    ['has an alias', { ssh: unknown, config: { knowsOtherwise: true } }, 'pass'],
    ['could not be read', { ssh: { hostKeys: null } }, 'pass'],
    ['is scanned', { ssh: unknown, openssh: scan() }, 'pass'],
    ['is scanned for another host', { ssh: unknown, openssh: scan({ host: 'x' }) }, 'pass'],
    [
      'is scanned on another port',
      { ssh: unknown, openssh: scan({ port: '2222' }) },
      'warn, deploy/host-unverified scan-port',
    ],
    [
      'is scanned for less time than the server takes',
      { ssh: unknown, openssh: scan({ timeout: '0.01' }) },
      'warn, deploy/host-unverified scan-time',
    ],
    ['is scanned without an end', { ssh: unknown, openssh: scan({ timeout: '0' }) }, 'pass'],
    [
      'is scanned for a type that is there',
      { ssh: unknown, openssh: scan({ types: 'rsa,ed25519' }) },
      'pass',
    ],
    [
      'is scanned for a type that is not',
      { ssh: unknown, openssh: scan({ types: 'dsa' }) },
      'fail, deploy/host-unverified scan-types',
    ],
    [
      'is scanned into HOME',
      { ssh: { hostKeys: [], homeDiffers: true }, openssh: scan() },
      'fail, deploy/host-unverified other-home',
    ],
    [
      'is in no file, for a step that may not run',
      { ssh: unknown, step: { runs: 'maybe' } },
      'warn, deploy/host-unverified no-entry',
    ],
    [
      'is in no file, for a step that may fail',
      { ssh: unknown, step: { mayFail: true } },
      'warn, deploy/host-unverified no-entry',
    ],
    [
      'is that of a jump host',
      { ssh: unknown, config: { proxyJump: 'gate' } },
      'warn, deploy/ssh-config jump host',
    ],
    [
      'is that of another name',
      { ssh: unknown, config: { hostName: 'x.example' } },
      'warn, deploy/ssh-config host',
    ],
  ])('%s', (_case, given, expected) => {
    expect(summary(laterSsh(given))).toBe(expected)
  })
})

describe('the key file of a later ssh', () => {
  const encrypted = {
    key: observed({ ...valueOf(healthy.hops.target.key), passphrase: 'accepted' as const }),
  }
  const file = (changes: object = {}) => ({ keyFile: { ...written, ...changes } })
  it.each<readonly [string, Given, string]>([
    ['is private', { openssh: file() }, 'pass'],
    ['can be read by others', { openssh: file({ mode: 'open' }) }, 'fail, deploy/key-file mode'],
    [
      'is private by the umask',
      { openssh: file({ mode: 'open' }), ssh: { newFilesAreOpen: false } },
      'pass',
    ],
    [
      'was loaded before chmod',
      { openssh: file({ readOpenAt: 17 }) },
      'fail, deploy/key-file mode',
    ],
    [
      'was loaded, private by the umask',
      { openssh: file({ readOpenAt: 17 }), ssh: { newFilesAreOpen: false } },
      'pass',
    ],
    ['has a mode that nobody knows', { openssh: file({ mode: 'unknown' }) }, 'pass'],
    [
      'is one of several',
      { openssh: file({ mode: 'open' }), ssh: { keyFiles: [rsa, ed25519] } },
      'pass',
    ],
    [
      'is there already',
      { openssh: file({ mode: 'open' }), ssh: { keyFiles: [ed25519] } },
      'fail, deploy/key-file mode',
    ],
    [
      'is not needed with an agent',
      { openssh: file({ mode: 'open' }), ssh: { agentKeys: ['SHA256:x'] } },
      'pass',
    ],
    [
      'is below HOME',
      { openssh: file(), ssh: { homeDiffers: true } },
      'fail, deploy/key-file home',
    ],
    [
      'is below HOME and named',
      { openssh: file(), ssh: { homeDiffers: true }, entries: { identity: '~/.ssh/id_ed25519' } },
      'pass',
    ],
    [
      'has its lines joined',
      { openssh: file({ splits: true }) },
      'fail, deploy/key-file line-breaks',
    ],
    [
      'has another key',
      { openssh: file({ splits: true, source: '${{ secrets.OTHER }}' }) },
      'pass',
    ],
  ])('%s', (_case, given, expected) => {
    expect(summary(laterSsh(given))).toBe(expected)
  })

  it('is encrypted, and nobody types its passphrase', () => {
    expect(summary(change(laterSsh({ openssh: file() }), encrypted))).toContain(
      'fail, deploy/key-file passphrase',
    )
    const agent = laterSsh({ openssh: { ...file(), isAssisted: true } })
    expect(summary(change(agent, encrypted))).not.toContain('deploy/key-file')
  })
})

it('a later command without a user logs in as the one of the configuration', () => {
  const withoutUser = (user: string) => {
    const { workflow, ...facts } = laterSsh({ config: { user } })
    const deploySteps = valueOf(workflow).deploySteps?.map((step) => ({
      ...step,
      entries: step.entries.filter(({ input }) => input !== 'user'),
    }))
    return summary({
      ...facts,
      workflow: observed({ ...valueOf(workflow), ...(deploySteps && { deploySteps }) }),
    })
  }
  expect(withoutUser('runner')).toBe('warn, deploy/inputs-differ')
  expect(withoutUser('deploy')).toBe('pass')
})

describe('a key in base64', () => {
  const encoded = {
    key: observed({
      ...valueOf(healthy.hops.target.key),
      corruption: ['base64-encoded' as const],
      readBy: { openssh: false, go: false, ssh2: false },
    }),
  }
  const facts = (step: DeployStep) => {
    const { workflow, ...rest } = change(followedBy([step]), encoded)
    const decodes = ['${{ secrets.SSH_KEY }}']
    return summary({ ...rest, workflow: observed({ ...valueOf(workflow), decodes }) })
  }

  it('is right where a script of the job decodes it, and wrong for a step that gets it as it is', () => {
    expect(summary(change(healthy, encoded))).toMatch(/^fail, key\/encoded/)
    expect(facts(laterStep('ssh', { host: same.host }))).toBe('pass')
    expect(facts(laterStep('appleboy/ssh-action', same))).toMatch(/^fail, key\/encoded/)
  })
})

it('the port of the configuration is that of a step without one', () => {
  expect(summary(laterSsh({ config: { port: 2222 } }))).toBe('warn, deploy/ssh-config port')
  expect(summary(laterSsh({}))).toBe('pass')
})

import { describe, expect, it } from '@jest/globals'
import type { KeyCorruption } from '../../../../src/facts'
import { change } from '../../../fixtures/change'
import { healthy, observed } from '../../../fixtures/healthy'
import { laterSsh, written } from '../../../fixtures/runner-ssh'
import { summary } from '../../../fixtures/summary'
import { valueOf } from '../../../fixtures/value-of'

type Given = Parameters<typeof laterSsh>[0]

const { fingerprint } = valueOf(healthy.hops.target.key)
const ed25519 = { path: '~/.ssh/id_ed25519', fingerprint }
const rsa = { path: '~/.ssh/id_rsa', fingerprint: 'SHA256:other' }
const empty = { keyFiles: [] }
const agentOf = (...others: readonly string[]) => ({
  ...empty,
  agentKeys: [...others, ...(fingerprint === null ? [] : [fingerprint])],
})

describe('the key of a later ssh', () => {
  const stray = { otherFiles: [{ ...written, path: '~/.ssh/deploy_key' }] }
  const named = { identity: 'deploy_key' }
  const namedFile = { path: 'deploy_key', fingerprint }
  it.each<readonly [string, Given, string]>([
    ['is in no file', { ssh: empty }, 'fail, deploy/no-key none'],
    [
      'is in an agent without keys',
      { ssh: { ...empty, agentKeys: [] } },
      'fail, deploy/no-key none',
    ],
    [
      'is in no file, for a step that may fail',
      { ssh: empty, step: { mayFail: true } },
      'warn, deploy/no-key none',
    ],
    [
      'is in a file with another name',
      { ssh: empty, openssh: stray },
      'fail, deploy/no-key other-name',
    ],
    ['may be written', { ssh: empty, openssh: { changesKeys: true } }, 'pass'],
    ['is in the agent', { ssh: agentOf() }, 'pass'],
    ['is the third in the agent', { ssh: agentOf('a', 'b') }, 'pass'],
    ['is the fourth in the agent', { ssh: agentOf('a', 'b', 'c') }, 'warn, deploy/no-key too-many'],
    [
      'is the fourth in the agent, and in a file',
      { ssh: { ...agentOf('a', 'b', 'c'), keyFiles: [ed25519] } },
      'pass',
    ],
    [
      'is in an agent that is not asked',
      { ssh: agentOf(), config: { identitiesOnly: true } },
      'fail, deploy/no-key none',
    ],
    [
      'is in an agent of the configuration',
      { ssh: empty, config: { keysElsewhere: true } },
      'pass',
    ],
    [
      'is another one in the agent',
      { ssh: { ...empty, agentKeys: ['a'] } },
      'warn, deploy/no-key other-key',
    ],
    ['is another one in a file', { ssh: { keyFiles: [rsa] } }, 'warn, deploy/no-key other-key'],
    ['is one of two files', { ssh: { keyFiles: [rsa, ed25519] } }, 'pass'],
    [
      'is in a file that nobody can read',
      { ssh: { keyFiles: [{ ...rsa, fingerprint: null }] } },
      'pass',
    ],
    ['is in the named file', { ssh: { keyFiles: [namedFile] }, entries: named }, 'pass'],
    [
      'is in a file although a missing one is named',
      { ssh: { keyFiles: [ed25519] }, entries: named },
      'pass',
    ],
    ['is neither in the named file', { ssh: empty, entries: named }, 'fail, deploy/no-key none'],
    [
      'is in a file that is not the named one',
      { ssh: { keyFiles: [ed25519, { ...namedFile, fingerprint: 'x' }] }, entries: named },
      'warn, deploy/no-key other-key',
    ],
  ])('%s', (_case, given, expected) => {
    expect(summary(laterSsh(given))).toBe(expected)
  })
})

describe('the key file of a later ssh', () => {
  const file = (changes: object = {}) => ({ keyFile: { ...written, ...changes } })
  it.each<readonly [string, object, KeyCorruption, string]>([
    ['by echo', { written: 'with-newline' }, 'missing-newline', 'pass'],
    ['as it is', { written: 'as-given' }, 'missing-newline', 'fail, deploy/key-unread'],
    ['through tr', { written: 'edited' }, 'carriage-returns', 'warn, key/carriage-returns'],
    [
      'by echo with its returns',
      { written: 'with-newline' },
      'carriage-returns',
      'fail, deploy/key-unread',
    ],
  ])('is written %s', (_case, changes, corruption, expected) => {
    const key = {
      ...valueOf(healthy.hops.target.key),
      corruption: [corruption],
      readBy: { openssh: false, go: true, ssh2: true },
    }
    const facts = change(laterSsh({ openssh: file(changes) }), { key: observed(key) })
    expect(summary(facts)).toBe(expected)
  })

  it.each([
    ['OpenSSH_9.6p1', 'pass'],
    ['OpenSSH_8.9p1', 'fail, deploy/key-unread'],
    ['OpenSSH_10.0p1', 'pass'],
  ])('is Ed25519 in PKCS#8 for %s', (version, expected) => {
    const key = {
      ...valueOf(healthy.hops.target.key),
      form: 'pkcs8' as const,
      readBy: { openssh: null, go: true, ssh2: true },
    }
    const facts = laterSsh({ openssh: file(), ssh: { version } })
    expect(summary(change(facts, { key: observed(key) }))).toBe(expected)
  })
})

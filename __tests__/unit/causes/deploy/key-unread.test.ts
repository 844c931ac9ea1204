import { describe, expect, it } from '@jest/globals'
import { keyUnread } from '../../../../src/causes/deploy/key-unread'
import { carriageReturns } from '../../../../src/causes/key/carriage-returns'
import { missingNewline } from '../../../../src/causes/key/missing-newline'
import { unsupportedType } from '../../../../src/causes/key/unsupported-type'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { DeployStep, Facts, KeyFacts } from '../../../../src/facts'
import { exact } from '../../../fixtures/facts/deploy/key-unread'
import { followedBy, laterStep, same, withOwnEntry } from '../../../fixtures/following'
import { healthy, observed } from '../../../fixtures/healthy'
import { valueOf } from '../../../fixtures/value-of'

const causes = [keyUnread, carriageReturns, missingNewline, unsupportedType]
const brief = (facts: Facts) =>
  diagnose(facts, causes).findings.map(({ id, severity, line }) => [id, severity, line].join(' '))

const withKey = (changes: Partial<KeyFacts>, steps: readonly DeployStep[]) =>
  followedBy(steps, { key: observed({ ...valueOf(healthy.hops.target.key), ...changes }) })

const ssh = (changes: Readonly<Record<string, string>> = {}) =>
  laterStep('appleboy/ssh-action', { ...same, ...changes })
const agent = laterStep('webfactory/ssh-agent', { 'ssh-private-key': same.key })
const sftp = laterStep('wlixcc/SFTP-Deploy-Action', {
  server: same.host,
  username: 'deploy',
  ssh_private_key: same.key,
})
const noNewline = {
  corruption: ['missing-newline'],
  readBy: { openssh: false, go: true, ssh2: true },
} as const
const crlf = {
  corruption: ['carriage-returns'],
  readBy: { openssh: false, go: true, ssh2: true },
} as const

describe('a key that a later step gets', () => {
  it('is an error where its client does not read it, instead of a notice', () => {
    expect(brief(exact)).toEqual(['deploy/key-unread error 24'])
  })

  it.each<readonly [string, Partial<KeyFacts>, readonly DeployStep[], readonly string[]]>([
    ['Go reads without its last newline', noNewline, [ssh()], []],
    ['an action repairs', noNewline, [agent], []],
    ['an action writes as it is', noNewline, [sftp], ['deploy/key-unread error 24']],
    ['Go reads with Windows line breaks', crlf, [ssh()], []],
    ['an action does not repair', crlf, [agent], ['deploy/key-unread error 22']],
    [
      'may also be in a file',
      crlf,
      [ssh(), laterStep('ssh', { host: same.host, user: 'deploy' }, { line: 40 })],
      ['key/carriage-returns warning '],
    ],
    ['is encrypted', { passphrase: 'accepted' }, [ssh()], ['deploy/key-unread error 24']],
    [
      'is encrypted, and an expression gives the passphrase',
      { passphrase: 'accepted' },
      [ssh({ passphrase: '${{ secrets.P }}' })],
      [],
    ],
    ['is not needed', { passphrase: 'accepted' }, [ssh({ password: '${{ secrets.P }}' })], []],
  ])('and %s', (_name, changes, steps, expected) => {
    expect(brief(withKey(changes, steps))).toEqual(expected)
  })

  it('and that is not encrypted, though Go gets a passphrase', () => {
    const passphrase = '${{ secrets.P }}'
    const steps = [ssh({ passphrase })]
    const { input } = healthy.hops.target
    const given = followedBy(steps, { input: { ...input, given: [...input.given, 'passphrase'] } })
    expect(brief(withOwnEntry(given, 'passphrase', passphrase))).toEqual([
      'deploy/key-unread error 24',
    ])
    expect(brief(withOwnEntry(followedBy(steps), 'passphrase', passphrase))).toEqual([])
  })
})

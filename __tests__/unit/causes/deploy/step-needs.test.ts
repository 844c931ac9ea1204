import { describe, expect, it } from '@jest/globals'
import type { DeployStep, Facts, NeededDirectory, TargetFacts } from '../../../../src/facts'
import { notChecked } from '../../../../src/facts/fact'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import { change } from '../../../fixtures/change'
import { followedBy, laterStep, same, uses } from '../../../fixtures/following'
import { observed } from '../../../fixtures/healthy'
import { session } from '../../../fixtures/login'
import { lost, needs, target } from '../../../fixtures/needs'
import { valueOf } from '../../../fixtures/value-of'

const summary = (facts: Facts) => {
  const { result, findings } = diagnose(facts)
  return [result, ...findings.map(({ id, line }) => `${id}:${String(line)}`)]
}

const step = (of: Partial<DeployStep['needs']>, changes: Partial<DeployStep> = {}) =>
  laterStep('appleboy/ssh-action', same, {
    needs: uses(of),
    ...changes,
  })

function job(steps: readonly DeployStep[], seen: { lost?: string; place?: TargetFacts }): Facts {
  const nothing = notChecked('not-needed')
  const deploy = {
    target: nothing,
    commands: nothing,
    programs: seen.lost ? observed({ commands: [lost(seen.lost)], loginAsked: true }) : nothing,
    directories: seen.place ? observed([seen.place]) : nothing,
  }
  return change(followedBy(steps), {
    deploy: observed({ ...valueOf(needs().hops.target.deploy), ...deploy }),
  })
}

describe('a program that a later step starts, and that is not there', () => {
  const php = [{ name: 'php', line: 27, isRequired: true }]
  it.each<readonly [string, Partial<DeployStep>, readonly string[]]>([
    ['fails the check', {}, ['fail', 'deploy/command-missing:27']],
    [
      'is a warning where the step may not run',
      { runs: 'maybe' },
      ['warn', 'deploy/command-missing:27'],
    ],
    [
      'is a warning where the job goes on',
      { mayFail: true },
      ['warn', 'deploy/command-missing:27'],
    ],
  ])('%s', (_case, changes, expected) => {
    expect(summary(job([step({ programs: php }, changes)], { lost: 'php' }))).toEqual(expected)
  })

  it('is a warning where the script goes on without it', () => {
    const programs = [{ name: 'php', line: 27, isRequired: false }]
    expect(summary(job([step({ programs })], { lost: 'php' }))[0]).toBe('warn')
  })

  it('is nothing where no step to this host needs it', () => {
    expect(summary(job([step({})], { lost: 'php' }))).toEqual(['pass'])
    const elsewhere = laterStep(
      'appleboy/ssh-action',
      { ...same, host: 'other.example' },
      {
        needs: uses({ programs: php }),
      },
    )
    expect(summary(job([elsewhere], { lost: 'php' }))).toEqual(['pass'])
  })
})

describe('a directory that a later step uses', () => {
  const use = (changes: Partial<NeededDirectory>): NeededDirectory => ({
    path: '/srv/app',
    use: 'write',
    creates: 'none',
    setsTimes: false,
    through: 'shell',
    line: 29,
    isRequired: true,
    ...changes,
  })
  const place = (changes: Partial<TargetFacts>) =>
    target({ path: '/srv/app', nearest: '/srv/app', ...changes })
  const missing = { kind: 'missing', nearest: '/srv', writable: true } as const
  const one = (changes: Partial<NeededDirectory>, facts: Partial<TargetFacts>) =>
    summary(job([step({ directories: [use(changes)] })], { place: place(facts) }))

  it.each<readonly [string, Partial<NeededDirectory>, Partial<TargetFacts>, readonly string[]]>([
    ['is fine', {}, {}, ['pass']],
    ['is missing', {}, missing, ['fail', 'deploy/target-missing:29']],
    ['is missing, and the client creates it', { creates: 'all' }, missing, ['pass']],
    ['is missing, and the client creates this level', { creates: 'last' }, missing, ['pass']],
    [
      'is missing with the level above, and the client creates one',
      { creates: 'last' },
      { ...missing, nearest: '/' },
      ['fail', 'deploy/target-missing:29'],
    ],
    [
      'is missing where the user cannot create it',
      { creates: 'all' },
      { ...missing, writable: false },
      ['fail', 'deploy/target-missing:29'],
    ],
    [
      'belongs to somebody else',
      {},
      { writable: false },
      ['fail', 'deploy/target-not-writable:29'],
    ],
    ['is only entered', { use: 'enter' }, { writable: false }, ['pass']],
    [
      'cannot be entered',
      { use: 'enter' },
      { kind: 'hidden', nearest: '/srv' },
      ['fail', 'deploy/target-not-writable:29'],
    ],
    ['is entered and missing', { use: 'enter' }, missing, ['fail', 'deploy/target-missing:29']],
    [
      'is entered by a script that goes on',
      { use: 'enter', isRequired: false },
      missing,
      ['warn', 'deploy/target-missing:29'],
    ],
  ])('%s', (_case, need, facts, expected) => {
    expect(one(need, facts)).toEqual(expected)
  })
})

describe('an account for SFTP only, and a server without SFTP', () => {
  const sftpOnly = 'This service allows sftp connections only.'
  const noCommand = { tokenSeen: false, before: sftpOnly, exitCode: 1 }
  const noSftp = { outcome: 'subsystem-refused' } as const
  it.each<readonly [string, DeployStep['needs']['channel'], readonly string[], readonly string[]]>([
    ['a shell', 'shell', ['fail', 'session/sftp-only'], ['pass']],
    ['SFTP', 'sftp', ['pass'], ['fail', 'session/sftp-missing']],
    ['both', 'both', ['fail', 'session/sftp-only'], ['fail', 'session/sftp-missing']],
    ['neither', 'none', ['warn', 'session/sftp-only'], ['warn', 'session/sftp-missing']],
  ])('for a step that uses %s', (_case, channel, withSftp, withShell) => {
    const given = (facts: Facts) => {
      const { result, findings } = diagnose({
        ...facts,
        workflow: job([step({ channel })], {}).workflow,
      })
      return [result, ...findings.slice(0, 1).map(({ id }) => id)]
    }
    expect(given(session(noCommand))).toEqual(withSftp)
    expect(given(session({}, noSftp))).toEqual(withShell)
  })
})

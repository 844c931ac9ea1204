import { describe, expect, it } from '@jest/globals'
import type { Given } from '../../lab/disagreements'
import type { Compared } from '../../lab/run-lab'
import type { Scenario } from '../../lab/scenario'
import { accuracyPage } from '../../lab/scoreboard'

const given = {
  result: 'pass',
  cause: 'pass',
  causes: [],
  certainty: '',
  exitCode: 0,
  ms: 1200,
  connections: 1,
  failedLogins: 0,
  normalFailedLogins: 0,
  behind: null,
}

const outcome = (
  scenario: Pick<Scenario, 'name' | 'cause' | 'failedLoginsWhy'>,
  changes: Partial<Given> = {},
  problems: readonly string[] = [],
  otherTools: Compared['otherTools'] = null,
): Compared => ({
  scenario,
  given: { ...given, ...changes },
  problems,
  summary: '',
  logs: '',
  otherTools,
})

const refused = { result: 'fail', cause: 'auth/key-rejected', certainty: 'likely', failedLogins: 2 }

/** Needs no server. */
describe('the scoreboard', () => {
  const page = accuracyPage(
    [
      outcome({ name: 'a healthy one', cause: 'pass' }),
      outcome({ name: 'a false alarm', cause: 'pass' }, refused, ['wanted pass']),
      outcome(
        { name: 'the wrong key', cause: 'auth/key-rejected', failedLoginsWhy: 'Two lines of log.' },
        refused,
        [],
        { ssh: 'Permission denied' },
      ),
      outcome(
        { name: 'a second factor', cause: 'auth/second-factor' },
        { ...refused, cause: 'auth/second-factor' },
        [],
        { ssh: 'Permission denied' },
      ),
      outcome({ name: 'a | b', cause: 'tcp/silent' }, { ...refused, failedLogins: null }, [
        'wanted x',
      ]),
    ],
    [{ name: 'openssh-server', version: '1:9.2p1-2' }],
  )

  it('counts what is right and what is a false alarm', () => {
    expect(page).toContain('| Scenarios | 5 |')
    expect(page).toContain('| Faults named right by the first finding | 2 of 3 (66.7 %) |')
    expect(page).toContain('| False alarms on healthy shapes | 1 of 2 |')
    expect(page).toContain('| 0 in 1, 2 in 3 scenarios |')
  })

  it('shows what is not as declared, in the table and below it', () => {
    expect(page).toContain('| **differs** | [tcp/silent](causes/tcp/silent.md) | a \\| b |')
    expect(page).toContain('- a \\| b: wanted x')
  })

  it('gives the reason for more than one failed login', () => {
    expect(page).toContain('| the wrong key | 2 | Two lines of log. |')
  })

  it('says how many faults each tool tells apart, and which it does not', () => {
    expect(page).toContain('| SSH Preflight | 2 | 2 of 2 (100.0 %) |')
    expect(page).toContain('| ssh | 1 | 0 of 2 (0.0 %) |')
    expect(page).toContain('| ssh | Permission denied | [auth/key-rejected]')
  })

  it('says whose fix was applied, and which fixes are not', () => {
    expect(page).toMatch(/\| the wrong key \|.*\| yes \|/)
    expect(page).toMatch(/\| Put the fingerprint of the \|.*does not run the later steps/)
  })

  it('names the versions', () => {
    expect(page).toContain('| openssh-server | 1:9.2p1-2 |')
  })
})

import { describe, expect, it } from '@jest/globals'
import type { Given } from './disagreements'
import type { Outcome } from './run-scenario'
import type { Scenario } from './scenario'
import { accuracyPage } from './scoreboard'

const given = {
  result: 'pass',
  cause: 'pass',
  causes: [],
  certainty: '',
  exitCode: 0,
  ms: 1200,
  connections: 1,
  strikes: 0,
  normalStrikes: 0,
  behind: null,
}

const outcome = (
  scenario: Pick<Scenario, 'name' | 'cause' | 'strikesWhy'>,
  changes: Partial<Given> = {},
  problems: readonly string[] = [],
): Outcome => ({ scenario, given: { ...given, ...changes }, problems, logs: '' })

const refused = { result: 'fail', cause: 'auth/key-rejected', certainty: 'likely', strikes: 2 }

/** Needs no server. */
describe('the scoreboard', () => {
  const page = accuracyPage(
    [
      outcome({ name: 'a healthy one', cause: 'pass' }),
      outcome({ name: 'a false alarm', cause: 'pass' }, refused, ['wanted pass']),
      outcome(
        { name: 'the wrong key', cause: 'auth/key-rejected', strikesWhy: 'Two lines of log.' },
        refused,
      ),
      outcome({ name: 'a | b', cause: 'tcp/silent' }, { ...refused, strikes: null }, ['wanted x']),
    ],
    [{ name: 'openssh-server', version: '1:9.2p1-2' }],
  )

  it('counts what is right and what is a false alarm', () => {
    expect(page).toContain('| Scenarios | 4 |')
    expect(page).toContain('| Faults named right by the first finding | 1 of 2 (50.0 %) |')
    expect(page).toContain('| False alarms on healthy shapes | 1 of 2 |')
    expect(page).toContain('| 0 in 1, 2 in 2 scenarios |')
  })

  it('shows what is not as declared, in the table and below it', () => {
    expect(page).toContain('| **differs** | [tcp/silent](causes/tcp/silent.md) | a \\| b |')
    expect(page).toContain('- a \\| b: wanted x')
  })

  it('gives the reason for more than one strike', () => {
    expect(page).toContain('| the wrong key | 2 | Two lines of log. |')
  })

  it('names the versions', () => {
    expect(page).toContain('| openssh-server | 1:9.2p1-2 |')
  })
})

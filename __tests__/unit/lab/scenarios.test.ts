import { describe, expect, it } from '@jest/globals'
import { causeIds } from '../../../src/facts/cause-ids'
import { mostFailedLogins } from '../../lab/scenario'
import { scenarios } from '../../lab/scenarios'
import { notPossible } from '../../lab/scenarios/not-possible'

/** Needs no server, so that a cause without a scenario is found on every machine. */
describe('the list of scenarios', () => {
  const covered = new Set([
    ...scenarios.map(({ cause }) => cause),
    ...scenarios.flatMap(({ also }) => also ?? []),
  ])

  it.each(causeIds)('%s has a scenario, or a line that says why it has none', (id) => {
    expect(covered.has(id)).not.toBe(notPossible.some((entry) => entry.id === id))
  })

  it('has no name twice', () => {
    const names = scenarios.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it('says why wherever a server counts more than one failed login, and nowhere else', () => {
    const more = scenarios.filter((scenario) => mostFailedLogins(scenario) > 1)
    const reasons = scenarios.filter(({ failedLoginsWhy }) => failedLoginsWhy !== undefined)
    expect(reasons.map(({ name }) => name)).toEqual(more.map(({ name }) => name))
  })

  it('has at least 100 healthy shapes that must pass', () => {
    expect(scenarios.filter(({ cause }) => cause === 'pass').length).toBeGreaterThanOrEqual(100)
  })
})

import type { Lab } from './prepare'
import { type Outcome, runScenario } from './run-scenario'
import type { Scenario } from './scenario'

/** Most scenarios wait for a clock, not for a processor. */
const lanes = 4

/**
 * Runs scenarios a few at a time, each in namespaces of its own.
 *
 * @returns for each scenario, in order, a promise of its outcome; it rejects when the fault could not be set
 */
export function runLab(scenarios: readonly Scenario[], lab: Lab): readonly Promise<Outcome>[] {
  let free = lanes
  const waiting: (() => void)[] = []
  const enter = (): Promise<void> => {
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve) => waiting.push(resolve))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return scenarios.map(async (scenario) => {
    await enter()
    try {
      return await runScenario(scenario, lab)
    } finally {
      leave()
    }
  })
}

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
  return inLanes(scenarios, (scenario) => runScenario(scenario, lab))
}

/** Starts the work on each item in order, a few at a time, and gives a promise for each. */
export function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): readonly Promise<Result>[] {
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
  return items.map(async (item, index) => {
    await enter()
    try {
      return await work(item, index)
    } finally {
      leave()
    }
  })
}

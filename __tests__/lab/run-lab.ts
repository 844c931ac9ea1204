import { type OtherToolLines, isCompared, runOtherTools, type Tool } from './other-tools'
import type { Lab } from './prepare'
import { type Outcome, runScenario } from './run-scenario'
import type { Scenario } from './scenario'

/** Most scenarios wait for a clock, not for a processor. */
export const lanes = 4

/**
 * Runs scenarios a few at a time, each in namespaces of its own.
 *
 * @param tools other tools that are asked as well, each in a place of its own
 * @returns for each scenario, in order, a promise of its outcome; it rejects when the fault could not be set
 */
export function runLab(
  scenarios: readonly Scenario[],
  lab: Lab,
  tools: readonly Tool[] = [],
): readonly Promise<Compared>[] {
  return inLanes(scenarios, async (scenario) => {
    const outcome = await runScenario(scenario, lab)
    if (tools.length === 0 || !isCompared(scenario, lab)) return { ...outcome, otherTools: null }
    return { ...outcome, otherTools: await runOtherTools(scenario, lab, tools) }
  })
}

/** An outcome, and what other tools say of the same fault; null where they were not asked. */
export type Compared = Outcome & { readonly otherTools: OtherToolLines | null }

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

import fc from 'fast-check'
import { checkInput } from './check-input'
import { corpusOf } from './corpus'
import type { FuzzTarget } from './fuzz-target'

/** What to run: a seed, and for how long. */
export interface FuzzPlan {
  readonly name: string
  readonly seed: number
  readonly seconds: number
  /** The place of one input in the sequence of the seed, as a failure prints it; null for all. */
  readonly path: string | null
}

export interface FuzzFailure {
  /** `corpus entry NAME`, or how to make the input again from the seed. */
  readonly from: { readonly corpus: string } | { readonly path: string }
  readonly input: unknown
  readonly message: string
}

export interface FuzzResult {
  readonly runs: number
  readonly seconds: number
  /** The most CPU time that one input took. */
  readonly longestMs: number
  readonly failures: readonly FuzzFailure[]
}

/** How long a failing input is made smaller. */
const shrinkMs = 5_000

/** Called before each input: its number among the random ones, from 0; null for one of the corpus, or a smaller one. */
export type Started = (run: number | null) => void

/**
 * Replays the corpus of a target, then runs it on random inputs until the time is over or one fails. A failing input is made
 * smaller.
 */
export async function fuzz(
  target: FuzzTarget,
  plan: FuzzPlan,
  started: Started = () => undefined,
): Promise<FuzzResult> {
  const { seed, path } = plan
  const begin = performance.now()
  const failures: FuzzFailure[] = []
  let runs = 0
  let longestMs = 0
  const check = async (input: unknown) => {
    runs++
    longestMs = Math.max(longestMs, await checkInput(target, input))
  }
  for (const { name, input } of path === null ? corpusOf(plan.name) : []) {
    started(null)
    try {
      await check(input)
    } catch (error) {
      failures.push({ from: { corpus: name }, input, message: messageOf(error) })
    }
  }
  // A corpus that takes long leaves half of the time.
  const leftMs = Math.max(plan.seconds * 500, plan.seconds * 1000 - (performance.now() - begin))
  let count = 0
  const all = fc.asyncProperty(target.inputs, (input) => {
    started(count++)
    return check(input)
  })
  const found = await fc.check(all, {
    seed,
    ...(path === null
      ? { numRuns: 2 ** 31 - 1, endOnFailure: true, interruptAfterTimeLimit: leftMs }
      : { path, numRuns: 1, endOnFailure: true }),
  })
  const seconds = (performance.now() - begin) / 1000
  if (found.failed && found.counterexamplePath !== null) {
    const failure = await shrunk(target, seed, found.counterexamplePath, started)
    if (failure) failures.push(failure)
  }
  return { runs, seconds, longestMs, failures }
}

/** Null when the input does not fail again: a busy machine may have slowed it. */
async function shrunk(
  target: FuzzTarget,
  seed: number,
  path: string,
  started: Started,
): Promise<FuzzFailure | null> {
  const property = fc.asyncProperty(target.inputs, async (input) => {
    started(null)
    await checkInput(target, input)
  })
  const found = await fc.check(property, {
    seed,
    path,
    numRuns: 1,
    interruptAfterTimeLimit: shrinkMs,
  })
  if (!found.failed || found.counterexample === null) return null
  return {
    from: { path: found.counterexamplePath },
    input: found.counterexample[0],
    message: messageOf(found.errorInstance),
  }
}

/** The input of a seed and a path, or of a seed and the number of its run. */
export function inputAt(target: FuzzTarget, seed: number, path: string): unknown {
  return fc.sample(target.inputs, { seed, path, numRuns: 1 })[0]
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type FuzzTarget, hasTarget } from './fuzz-target'

/** Where the targets are, from the root of the repository. */
export const fuzzFolder = join('__tests__', 'fuzz')

/** The targets of `__tests__/fuzz/` by name. Throws when a file exports none. */
export async function loadTargets(): Promise<ReadonlyMap<string, FuzzTarget>> {
  const names = readdirSync(fuzzFolder).flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? [])
  const targets = new Map<string, FuzzTarget>()
  for (const name of names) {
    const module: unknown = await import(`../${name}.ts`)
    if (!hasTarget(module)) throw new Error(`${name}.ts exports no target: see CONTRIBUTING.md`)
    targets.set(name, module.target)
  }
  return targets
}

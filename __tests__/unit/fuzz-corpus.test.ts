import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from '@jest/globals'
import { checkInput } from '../fuzz/harness/check-input'
import { corpusOf } from '../fuzz/harness/corpus'
import type { FuzzTarget } from '../fuzz/harness/fuzz-target'
import { fuzzFolder, loadTargets } from '../fuzz/harness/load-targets'

let targets: ReadonlyMap<string, FuzzTarget>
beforeAll(async () => {
  targets = await loadTargets()
})

const entries = readdirSync(join(fuzzFolder, 'corpus')).flatMap((name) =>
  corpusOf(name).map((entry) => ({ what: `${name}/${entry.name}`, name, input: entry.input })),
)

it.each(entries)('what random inputs once broke holds: $what', async ({ name, input }) => {
  const target = targets.get(name)
  if (target === undefined) throw new Error(`there is no target ${name}`)
  await expect(checkInput(target, input)).resolves.toBeGreaterThanOrEqual(0)
})

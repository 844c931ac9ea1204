import { expect, it } from '@jest/globals'
import { checkInput } from '../fuzz/harness/check-input'
import { corpusOf } from '../fuzz/harness/corpus'
import { loadTargets } from '../fuzz/harness/load-targets'

const targets = await loadTargets()
const entries = [...targets].flatMap(([name, target]) =>
  corpusOf(name).map((entry) => ({ what: `${name}/${entry.name}`, target, input: entry.input })),
)

it.each(entries)('what random inputs once broke holds: $what', async ({ target, input }) => {
  await expect(checkInput(target, input)).resolves.toBeGreaterThanOrEqual(0)
})

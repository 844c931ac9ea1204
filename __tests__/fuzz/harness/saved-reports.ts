import fc from 'fast-check'
import { jsonReport } from '../../../src/report/json'
import { reportsOf, samples } from '../../fixtures/golden-samples'

const saved: readonly unknown[] = Object.values(samples).map((facts): unknown =>
  JSON.parse(jsonReport(reportsOf(facts))),
)

type Path = readonly (string | number)[]

/** The places of all values in it, lists and records too. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    path,
    ...Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...path, name])),
  ]
}

const paths = saved.map((report) => pathsIn(report).filter((path) => path[2] === 'facts'))

/** The same value with another one at the path. */
function withValue(value: unknown, path: Path, put: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return put
  if (typeof value !== 'object' || value === null) return value
  const changed = (key: string, inner: unknown) =>
    key === String(name) ? withValue(inner, rest, put) : inner
  if (Array.isArray(value)) return value.map((inner, index) => changed(String(index), inner))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(key, inner)]))
}

/** JSON reports of all kinds with a few values replaced, by the texts among others, or cut off. */
export function savedReport(texts: readonly string[]): fc.Arbitrary<string> {
  const put = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<unknown>(...texts) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<unknown>(
        null,
        '',
        0,
        -1,
        65_536,
        1e21,
        true,
        [],
        {},
        '__proto__',
        'constructor',
      ),
    },
    { weight: 1, arbitrary: fc.integer() },
    { weight: 1, arbitrary: fc.array(fc.string(), { maxLength: 3 }) },
  )
  const change = fc.tuple(fc.nat(), put)
  return fc
    .tuple(
      fc.nat(saved.length - 1),
      fc.array(change, { maxLength: 4 }),
      fc.option(fc.nat(), { freq: 30 }),
    )
    .map(([which, changes, end]) => {
      const places = paths[which] ?? []
      const report = changes.reduce(
        (all, [place, value]) => withValue(all, places[place % places.length] ?? [], value),
        saved[which],
      )
      const text = JSON.stringify(report)
      return end === null ? text : text.slice(0, end % text.length)
    })
}

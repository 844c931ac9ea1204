import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type RealCase, realCasesPage, verdicts } from '../../scripts/docs/real-cases'
import { causeIds, serverCauseIds } from '../../src/facts/cause-ids'
import { setUps, titleOf } from '../lab/deploys/set-ups'
import { scenarios } from '../lab/scenarios'

const folder = path.join(import.meta.dirname, '..', '..', 'docs')
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const cases = JSON.parse(read('real-cases.json')) as readonly RealCase[]
const ids: readonly string[] = [...causeIds, ...serverCauseIds]

describe('the real cases', () => {
  it('are 287, each judged once', () => {
    expect(cases).toHaveLength(287)
    expect(new Set(cases.map(({ id }) => id)).size).toBe(287)
  })

  it('each have a verdict, a source, one sentence and the causes that go with the verdict', () => {
    expect(cases.filter((each) => !isSound(each)).map(({ id }) => id)).toEqual([])
  })

  it('that were run name scenarios and set-ups of the lab that declare one of their causes', () => {
    const declared = new Map<string, string | undefined>([
      ...scenarios.map(({ name, cause }) => [name, cause] as const),
      ...setUps.map((setUp) => [titleOf(setUp), setUp.cause] as const),
    ])
    const wrong = cases.flatMap(({ id, causes, run = [] }) =>
      run.flatMap((title) =>
        causes.includes(declared.get(title) ?? 'none') ? [] : [`${id}: ${title}`],
      ),
    )
    expect(wrong).toEqual([])
  })

  it('were run for the most part', () => {
    expect(cases.filter(({ run }) => run !== undefined).length).toBeGreaterThan(143)
  })

  it('are the page that the code renders', () => {
    expect(read('real-cases.md')).toBe(realCasesPage(cases))
  })
})

function isSound({ source, what, verdict, causes }: RealCase): boolean {
  const [first] = causes
  return (
    verdicts.includes(verdict) &&
    /^\S.*\S$/.test(source) &&
    /^[^|\n]{8,140}[^.\s]$/.test(what) &&
    causes.every((id) => ids.includes(id)) &&
    // What the program can't see it names nowhere; everything else begins with a cause that it can find itself.
    causes.length > 0 === (verdict !== "can't see") &&
    first?.startsWith('server/') !== true
  )
}

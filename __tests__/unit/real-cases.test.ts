import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type RealCase, realCasesPage, verdicts } from '../../scripts/docs/real-cases'
import { causeIds, serverCauseIds } from '../../src/facts/cause-ids'

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

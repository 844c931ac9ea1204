import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type RealCase, realCasesPage, verdicts } from '../../scripts/docs/real-cases'
import { causeIds, serverCauseIds } from '../../src/causes/ids'

const folder = path.join(import.meta.dirname, '..', '..', 'docs')
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const cases = JSON.parse(read('real-cases.json')) as readonly RealCase[]
const ids: readonly string[] = [...causeIds, ...serverCauseIds]

describe('the real cases', () => {
  it('are 287, each judged once', () => {
    expect(cases).toHaveLength(287)
    expect(new Set(cases.map(({ id }) => id)).size).toBe(287)
  })

  it.each(cases)('$id $source: $verdict', ({ source, what, verdict, causes }) => {
    expect(verdicts).toContain(verdict)
    expect(source).toMatch(/^\S.*\S$/)
    expect(what).toMatch(/^[^|\n]{8,140}[^.\s]$/)
    expect(causes.filter((id) => !ids.includes(id))).toEqual([])
    // What the program can't see it names nowhere; everything else begins with a cause that it can find itself.
    expect(causes.length > 0).toBe(verdict !== "can't see")
    expect(causes[0]?.startsWith('server/') ?? false).toBe(false)
  })

  it('are the page that the code renders', () => {
    expect(read('real-cases.md')).toBe(realCasesPage(cases))
  })
})

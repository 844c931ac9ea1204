import { describe, expect, it } from '@jest/globals'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { plain, type Words } from '../../../../src/text/words'
import { healthy } from '../../../fixtures/healthy'
import { networkCauses } from './network-causes'

interface Fixture {
  readonly exact: Facts
  readonly nearMiss: Facts
}

const fixtures = await Promise.all(
  networkCauses.map(async (cause) => {
    const path = `../../../fixtures/facts/${cause.id}.ts`
    return { cause, fixture: (await import(path)) as Fixture }
  }),
)

describe.each(fixtures)('$cause.id', ({ cause, fixture }) => {
  it('is the first finding of its exact facts, and alone', () => {
    const diagnosis = diagnose(fixture.exact, networkCauses)
    expect(diagnosis.findings.map(({ id }) => id)).toEqual([cause.id])
    expect(diagnosis.result).toBe(cause.severity === 'error' ? 'fail' : 'warn')
  })

  it('is not found in what only looks like it', () => {
    const diagnosis = diagnose(fixture.nearMiss, networkCauses)
    expect(diagnosis.findings.map(({ id }) => id)).not.toContain(cause.id)
    expect(diagnosis.masked.map(({ id }) => id)).not.toContain(cause.id)
  })

  it('says everything in full sentences of our own, and a fix for somebody', () => {
    const explanation = firstFinding(diagnose(fixture.exact, networkCauses))?.explanation
    const sentences: Words[] = [
      ...(explanation?.observed ?? []),
      ...(explanation?.fixes.map(({ what }) => what) ?? []),
    ]
    expect(sentences.length).toBeGreaterThan(1)
    for (const sentence of sentences) expect(plain(sentence)).toMatch(/^\S.*[.?:"]$/s)
    expect(plain(explanation?.verdict ?? [])).not.toMatch(/\.$|undefined|null|NaN|\[object/)
    expect(plain(explanation?.why ?? [])).toMatch(/^[^.].*\.\)?$/)
    expect(JSON.stringify(explanation)).not.toMatch(/undefined|NaN|\[object/)
  })
})

it('finds nothing in a healthy host', () => {
  expect(diagnose(healthy, networkCauses).findings).toEqual([])
})

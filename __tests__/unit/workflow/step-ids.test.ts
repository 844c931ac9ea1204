import { describe, expect, it } from '@jest/globals'
import { stepIds } from '../../../src/workflow/step-ids'

const ids = (...steps: readonly (string | { id: string })[]) =>
  stepIds(
    steps.map((step) =>
      typeof step === 'string' ? { id: null, uses: step || null } : { id: step.id, uses: null },
    ),
  )

describe('the ids that a runner gives to steps', () => {
  it('names them after what they use, without path and ref', () => {
    expect(ids('acme/ssh-preflight/sub@v1', './', './tool', '', 'docker://alpine:3')).toEqual([
      '__acme_ssh-preflight',
      '__self',
      '__self_2',
      '__run',
      '__alpine_3',
    ])
  })

  it('numbers repeats in any case, and leaves own ids their names', () => {
    expect(ids('a/b@v1', 'A/B@v2', 'a/b@v1')).toEqual(['__a_b', '__A_B_2', '__a_b_3'])
    expect(ids('a/b@v1', { id: '__A_b' }, 'a/b@v1')).toEqual(['__a_b_2', '__A_b', '__a_b_3'])
  })

  it('counts a row of ten thousand equal steps at once', () => {
    const row = ids(...Array.from({ length: 10_000 }, () => 'a/b@v1'), { id: '__a_b_2' }, 'a/b@v1')
    expect(row.slice(0, 3)).toEqual(['__a_b', '__a_b_3', '__a_b_4'])
    expect(row.at(-1)).toBe('__a_b_10002')
    expect(new Set(row).size).toBe(row.length)
  })

  it('keeps them at 100 characters', () => {
    const long = `a/${'b'.repeat(120)}@v1`
    expect(ids(long, long).map((id) => id.length)).toEqual([100, 100])
  })
})

import { describe, expect, it } from '@jest/globals'
import { getEventListeners } from 'node:events'
import { late, withDeadline } from '../../../src/network/deadline'

const never = new Promise<string>(() => undefined)
const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length

describe('a deadline', () => {
  it.each<readonly [string, () => Promise<string>]>([
    ['the work is done', () => Promise.resolve('done')],
    ['the work rejects', () => Promise.reject(new Error('broken'))],
  ])('leaves no timer and no listener behind when %s', async (_what, work) => {
    const { signal } = new AbortController()
    const before = timers()
    await withDeadline(work(), 60_000, signal).catch(() => null)
    expect(timers()).toBe(before)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('gives what the work gives, or its error', async () => {
    expect(await withDeadline(Promise.resolve('done'), Infinity)).toBe('done')
    await expect(withDeadline(Promise.reject(new Error('broken')), 1)).rejects.toThrow('broken')
  })

  it('ends with the time, with an abort, and at once after one', async () => {
    expect(await withDeadline(never, 1)).toBe(late)
    const controller = new AbortController()
    const waiting = withDeadline(never, Infinity, controller.signal)
    controller.abort()
    expect(await waiting).toBe(late)
    expect(await withDeadline(never, Infinity, AbortSignal.abort())).toBe(late)
  })
})

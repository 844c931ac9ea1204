import { describe, expect, it } from '@jest/globals'
import { startClock } from '../../../src/preflight/clock'

describe('the clock', () => {
  it('runs out, and ends every sleep', async () => {
    const clock = startClock(100, new AbortController().signal)
    expect(clock.remainingMs()).toBeGreaterThan(50)
    await clock.sleep(60_000)
    expect(clock.signal.aborted).toBe(true)
    expect(clock.cancelled).toBe(false)
    expect(clock.remainingMs()).toBe(0)
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(95)
    await clock.sleep(60_000)
    clock.stop()
  })

  it('ends with a cancel, before or after its start', async () => {
    const cancel = new AbortController()
    const clock = startClock(60_000, cancel.signal)
    const slept = clock.sleep(60_000)
    cancel.abort()
    await slept
    expect(clock.cancelled).toBe(true)
    expect(clock.remainingMs()).toBe(0)
    clock.stop()
    const late = startClock(60_000, cancel.signal)
    expect(late.signal.aborted).toBe(true)
    late.stop()
  })

  it('sleeps no longer than asked', async () => {
    const clock = startClock(60_000, new AbortController().signal)
    await clock.sleep(20)
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(15)
    expect(clock.signal.aborted).toBe(false)
    clock.stop()
  })

  it('leaves nothing behind when it is stopped', async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
    const before = timers()
    const clock = startClock(60_000, new AbortController().signal)
    const slept = clock.sleep(60_000)
    expect(timers()).toBe(before + 2)
    clock.stop()
    await slept
    expect(timers()).toBe(before)
  })
})

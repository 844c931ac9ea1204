import { expect, it } from '@jest/globals'
import { timeoutsFor } from '../../../src/network/timeouts'

it.each([6_000, 10_000, 30_000])(
  'lets Windows take its two seconds to say that a port is refused, of %d ms',
  (remainingMs) => {
    const { silentMs, portProbeMs } = timeoutsFor(remainingMs, 1, 'win32')
    expect(Math.min(silentMs, portProbeMs)).toBeGreaterThan(2_500)
    expect(silentMs + portProbeMs).toBeLessThanOrEqual(remainingMs)
    expect(timeoutsFor(6_000, 1, 'linux').portProbeMs).toBe(1_200)
  },
)

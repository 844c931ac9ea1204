import { describe, expect, it } from '@jest/globals'
import { readDuration } from '../../../src/inputs/duration'

describe('readDuration', () => {
  it.each([
    ['30', 30_000],
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['0', 0],
    ['0s', 0],
    ['1500us', 2],
    ['24h', 86_400_000],
    ['3600', 3_600_000],
  ])('reads %j', (text, ms) => {
    expect(readDuration(text)).toBe(ms)
  })

  it.each(['', 's', '-5s', '30 s', '30sec', '1m30', '25h', '1e3', 'Infinity', '3601', '30000'])(
    'refuses %j',
    (text) => {
      expect(readDuration(text)).toBeNull()
    },
  )
})

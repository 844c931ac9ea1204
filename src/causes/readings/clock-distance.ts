import type { ClockFacts } from '../../facts'

/** How far apart two clocks are at least, whatever the network added. */
export interface ClockDistance {
  readonly leastMs: number
  /** The server's clock is ahead of the runner's. */
  readonly ahead: boolean
  /** The middle of what is possible, in words: `95 seconds`, `3 hours`. */
  readonly text: string
}

/** Reads the fact of the clock; `leastMs` is 0 when both may show the same time. */
export function clockDistance({ offsetMs, marginMs }: ClockFacts): ClockDistance {
  return {
    leastMs: Math.max(0, Math.abs(offsetMs) - marginMs),
    ahead: offsetMs > 0,
    text: inWords(Math.abs(offsetMs) / 1000),
  }
}

function inWords(seconds: number): string {
  const day = 86_400
  if (seconds < 120) return count(seconds, 'second')
  if (seconds < 7200) return count(seconds / 60, 'minute')
  if (seconds < 2 * day) return count(seconds / 3600, 'hour')
  return seconds < 730 * day ? count(seconds / day, 'day') : count(seconds / (365.25 * day), 'year')
}

const count = (number: number, unit: string) => {
  const whole = Math.round(number)
  return `${String(whole)} ${unit}${whole === 1 ? '' : 's'}`
}

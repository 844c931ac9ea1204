import { pause } from '../network/deadline'

/** One clock for the whole preflight of a host: every wait of every stage is bounded by it. */
export interface Clock {
  /** Whole milliseconds since the start. */
  elapsedMs(): number
  /** Whole milliseconds that are left, never negative. */
  remainingMs(): number
  /** Aborts when the clock runs out or the run is cancelled (SIGINT). */
  readonly signal: AbortSignal
  /** Whether the run was cancelled from outside, as opposed to running out of time. */
  readonly cancelled: boolean
  /** Resolves after ms, or earlier when the signal aborts or the clock is stopped. */
  sleep(ms: number): Promise<void>
  /** Releases every timer and listener, so that the process can end by itself. Ends pending sleeps. */
  stop(): void
}

/**
 * Starts a clock of `timeoutMs` that also ends when `cancel` aborts. `spentMs` of it have passed already. Monotonic: the wall
 * clock may jump.
 */
export function startClock(timeoutMs: number, cancel: AbortSignal, spentMs = 0): Clock {
  const startedAt = performance.now() - spentMs
  const ended = new AbortController()
  const stopped = new AbortController()
  const end = () => {
    ended.abort()
  }
  const timer = setTimeout(end, timeoutMs - spentMs)
  if (cancel.aborted) end()
  else cancel.addEventListener('abort', end, { once: true })

  const elapsedMs = () => Math.round(performance.now() - startedAt)
  return {
    elapsedMs,
    remainingMs: () => (ended.signal.aborted ? 0 : Math.max(0, timeoutMs - elapsedMs())),
    signal: ended.signal,
    get cancelled() {
      return cancel.aborted
    },
    sleep: async (ms) => {
      await pause(ms, AbortSignal.any([ended.signal, stopped.signal]))
    },
    stop: () => {
      clearTimeout(timer)
      cancel.removeEventListener('abort', end)
      stopped.abort()
    },
  }
}

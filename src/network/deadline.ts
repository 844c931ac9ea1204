/** The time that is left for something. */
export interface Deadline {
  /** Whole milliseconds, never negative. */
  remainingMs(): number
  /** Aborts when none is left. */
  readonly signal: AbortSignal
}

/** What `withDeadline` gives in place of a value when the time is over. */
export const late = Symbol('late')

/**
 * Waits for `work`, for `ms` milliseconds at most, and no longer than until `signal` aborts. Rejects when `work` does. Leaves no
 * timer and no listener behind.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  ms: number,
  signal?: AbortSignal,
): Promise<T | typeof late> {
  const over = new AbortController()
  const deadline = new Promise<typeof late>((resolve) => {
    const end = () => {
      resolve(late)
    }
    if (signal?.aborted) end()
    signal?.addEventListener('abort', end, { once: true, signal: over.signal })
    if (ms === Infinity) return
    const alarm = setTimeout(end, ms)
    over.signal.addEventListener('abort', () => {
      clearTimeout(alarm)
    })
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    over.abort()
  }
}

/** Resolves with true after `ms` milliseconds, with false as soon as `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await withDeadline(new Promise<never>(() => undefined), ms, signal)
  return !signal.aborted
}

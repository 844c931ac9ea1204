/**
 * A fact is observed, or the check itself failed (our fault or the machine's: never the server's), or it was not
 * checked. A refused connection is an observation. "Not checked" is never "no".
 */
export type Fact<T> = Observed<T> | Failed | NotChecked

export interface Observed<T> {
  readonly state: 'observed'
  readonly value: T
  readonly ms: number
}

/** The check could not be made: an error of this program or of the machine it runs on. */
export interface Failed {
  readonly state: 'failed'
  readonly error: { readonly message: string; readonly code: string | null }
  readonly ms: number
}

export interface NotChecked {
  readonly state: 'not-checked'
  readonly why: NotCheckedReason
}

/**
 * stopped: an earlier stage failed; not-needed: nothing asks for it; out-of-time: the clock ran out before it; no-way: the
 * server offers no way to check it, which is no fault of it; out-of-memory: what the server sent took too much memory to go on.
 */
export type NotCheckedReason =
  | 'stopped'
  | 'not-needed'
  | 'switched-off'
  | 'out-of-time'
  | 'out-of-memory'
  | 'cancelled'
  | 'unavailable'

export const notChecked = (why: NotCheckedReason): NotChecked => ({ state: 'not-checked', why })

/** The value of an observed fact, else null: causes ask this, so that a fact not checked never judges. */
export function seen<T>(fact: Fact<T>): T | null {
  return fact.state === 'observed' ? fact.value : null
}

import type { Clock } from '../clock'
import { oursOrNull, type Raw, remote } from '../../facts/unredacted'
import { errorMessage } from '../../text/error-message'
import {
  type Fact,
  type Failed,
  notChecked,
  type NotChecked,
  type NotCheckedReason,
} from '../../facts/fact'

/** Runs one check and makes a fact of it, timed. An exception is a fault of this program: it never reads as the server's. */
export async function observe<T>(
  clock: Clock,
  check: () => Promise<Raw<T> | NotChecked>,
): Promise<Raw<Fact<T>>> {
  const startedAt = clock.elapsedMs()
  const ms = () => clock.elapsedMs() - startedAt
  try {
    const value = await check()
    return isNotChecked(value) ? value : { state: 'observed', value, ms: ms() }
  } catch (error) {
    return failed(error, ms())
  }
}

/** The fact of a check that threw. */
export function failed(error: unknown, ms: number): Raw<Failed> {
  const message = errorMessage(error)
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null
  const known = oursOrNull(typeof code === 'string' ? code : null)
  return { state: 'failed', error: { message: remote(message), code: known }, ms }
}

/** Why nothing more is checked once the clock has ended. */
export function outOfTime(clock: Clock): NotChecked {
  return notChecked(clock.cancelled ? 'cancelled' : 'out-of-time')
}

const patienceMs = 3000

/**
 * Whether a silence that lasted from `startedAt` until the clock ended may be called a stall of the server. A check that
 * got less than three seconds, and less than half of all the time, was only late.
 */
export function waitedLongEnough(clock: Clock, startedAt: number): boolean {
  const now = clock.elapsedMs()
  return !clock.cancelled && now - startedAt >= Math.min(patienceMs, now / 2)
}

const reasons: readonly NotCheckedReason[] = [
  'stopped',
  'not-needed',
  'switched-off',
  'out-of-time',
  'out-of-memory',
  'cancelled',
  'unavailable',
]

function isNotChecked(value: unknown): value is NotChecked {
  if (typeof value !== 'object' || value === null) return false
  if (!('state' in value) || !('why' in value)) return false
  return value.state === 'not-checked' && reasons.some((reason) => reason === value.why)
}

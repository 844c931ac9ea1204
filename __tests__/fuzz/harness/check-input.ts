import { sizeOf } from './corpus'
import type { FuzzTarget } from './fuzz-target'

const usualMs = 100
const bytesForMs = 65_536

/** A slow run is repeated: it may have paid for the compiler or for garbage of others. One that is slower by far is not. */
const triesWhenSlow = 5
const slowByFar = 10

/**
 * Runs a target on one input and throws when it breaks a promise: an exception, more CPU time than its size allows, or what
 * `verify` finds. Gives the CPU time in milliseconds.
 */
export async function checkInput(target: FuzzTarget, input: unknown): Promise<number> {
  const first = await timed(target, input)
  target.verify(input, first.output)
  const { mostMs = usualMs } = target
  if (first.ms <= mostMs) return first.ms
  const limit = mostMs * Math.max(1, sizeOf(input) / bytesForMs)
  let { ms } = first
  for (let again = 1; again < triesWhenSlow && ms > limit && ms < limit * slowByFar; again++) {
    ms = Math.min(ms, (await timed(target, input)).ms)
  }
  if (ms > limit) {
    throw new Error(`${ms.toFixed(0)} ms of CPU time, and ${limit.toFixed(0)} ms are allowed`)
  }
  return ms
}

async function timed(target: FuzzTarget, input: unknown) {
  const before = process.cpuUsage()
  const output = await target.run(input)
  const { user, system } = process.cpuUsage(before)
  return { output, ms: (user + system) / 1000 }
}

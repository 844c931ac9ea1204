import type fc from 'fast-check'

/** One reader or renderer under random input. A file of `__tests__/fuzz/` exports it as `target`; its name is that of the file. */
export interface FuzzTarget<Input = unknown, Output = unknown> {
  /** Inputs are plain data: strings, numbers, Buffers, lists and records of them. */
  readonly inputs: fc.Arbitrary<Input>
  /** CPU time in milliseconds for an input of at most 64 kB, where it is not 100: a larger one has more in proportion. */
  readonly mostMs?: number
  /** The code under test. It never throws, and its CPU time is limited (see check-input.ts). */
  run(input: Input): Output | Promise<Output>
  /** Throws when the output breaks a promise. Not timed. */
  verify(input: Input, output: Output): void
}

/** Whether the module of a file exports a target; helpers do not. */
export function hasTarget(module: unknown): module is { readonly target: FuzzTarget } {
  if (typeof module !== 'object' || module === null || !('target' in module)) return false
  const { target } = module
  return (
    typeof target === 'object' &&
    target !== null &&
    ['inputs', 'run', 'verify'].every((name) => name in target)
  )
}

/** Throws with the message unless the condition holds. */
export function must(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

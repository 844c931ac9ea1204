import type { NotPossible } from '../scenario'

/** Causes without a scenario, and why none can be made. */
export const notPossible: readonly NotPossible[] = []

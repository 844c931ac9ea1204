import type { NotPossible } from '../scenario'

/** Causes without a scenario, and why none can be made. */
export const notPossible: readonly NotPossible[] = [
  {
    id: 'deploy/no-account',
    why: 'The fault is of the runner alone, and the lab runs the action as root.',
  },
]

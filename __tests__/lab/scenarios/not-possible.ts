import type { NotPossible } from '../scenario'

/** Causes without a scenario, and why none can be made. */
export const notPossible: readonly NotPossible[] = [
  {
    id: 'deploy/no-account',
    why: 'The fault is of the runner alone, and the lab runs the action as root.',
  },
  {
    id: 'deploy/connect-timeout',
    why: 'It depends on seconds: a slow machine would change the verdict. A fixture has the times.',
  },
]

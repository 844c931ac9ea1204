import type { NotPossible } from '../scenario'

/** Causes without a scenario, and why none can be made. */
export const notPossible: readonly NotPossible[] = [
  ...(['deploy/target-not-owned', 'deploy/git-repository', 'deploy/target-tilde'] as const).map(
    (id) => ({
      id,
      why: 'The lab of deploys has it, where the servers have rsync and Git and the clients really run.',
    }),
  ),
  {
    id: 'deploy/git-remote',
    why: 'The server would need a Git host of its own network. A fixture has what Git says.',
  },
  {
    id: 'deploy/client-missing',
    why: 'It needs a runner without ssh. The lab runs on a machine that has it; a unit test has the facts of another one.',
  },
  {
    id: 'deploy/ssh-config',
    why: 'It needs a configuration of ssh in the home directory of the account that runs the lab, which stays as it is.',
  },
  {
    id: 'deploy/no-account',
    why: 'The fault is of the runner alone, and the lab runs the action as root.',
  },
  {
    id: 'deploy/connect-timeout',
    why: 'It depends on seconds: a slow machine would change the verdict. A fixture has the times.',
  },
]

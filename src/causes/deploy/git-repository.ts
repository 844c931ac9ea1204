import { directoryCommands } from '../../knowledge/directory-commands'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { asUser } from '../fixes/as-user'
import { onServer, inWorkflow, commands, sh } from '../fixes/build'
import { pathWord, userWord } from '../fixes/quoted'
import { stepNameFirst } from '../readings/following-steps'
import { usedDirectories } from '../readings/step-needs'

export const gitRepository = defineCause({
  id: 'deploy/git-repository',
  title: 'Git refuses the directory of the deploy',
  severity: 'error',
  page: {
    means:
      'The script of the deploy runs Git in a directory of the server. It is not in a repository, or has no remote for `git pull`, or it belongs to another user ("dubious ownership"). Since 2.35.2, Git refuses what belongs to another user, even with the right to write.',
    detection:
      'The server was asked for the directory, for a `.git` in it or above it, and for the owners of both. It was also asked for `safe.directory` in the configuration of Git. root is not asked about owners.',
    firstMove: 'On the server, run `git status` in the directory as this user.',
  },
  needs: ['deploy'],
  judge(view) {
    const { account, by: through } = view.deploy
    if (!account || through !== 'shell') return null
    const found = usedDirectories(view, view.deploy).flatMap(({ facts, by }) => {
      if (by?.need.use !== 'git' || facts.kind !== 'directory') return []
      const { repository } = facts
      const other = repository?.owners.find((owner) => owner !== account.name)
      const isRefused = other !== undefined && repository?.isSafe === false && account.uid !== 0
      const lacksRemote = by.need.asksRemote === true && repository?.hasRemote === false
      if (repository && !isRefused && !lacksRemote) return []
      return [
        {
          by,
          path: repository?.path ?? facts.realPath ?? facts.path,
          fault: !repository ? 'none' : isRefused ? 'other-owner' : 'no-remote',
          other,
        } as const,
      ]
    })
    const [first] = found
    if (!first) return null
    const { by, path, fault, other } = first
    return {
      certainty: 'likely',
      severity: by.isSure ? 'error' : 'warning',
      evidence: {
        path,
        fault,
        owner: other ?? null,
        user: account.name,
        line: by.need.line,
        step: by.step.line,
        client: by.step.client,
      },
    }
  },
  explain({ path, fault, owner, user, step, client }, { server }) {
    const word = pathWord(server.system, path)
    const { giveAway } = directoryCommands[server.system]
    return {
      ...faults[fault](path, owner ?? 'another user', user),
      observed: [say`${stepNameFirst(step, client)} runs Git there.`],
      fixes:
        fault === 'other-owner'
          ? [
              server.system !== 'windows' &&
                onServer(
                  say`Let Git of this user accept the directory.`,
                  sh(asUser(server, 'git config --global --add safe.directory "$1"', word)),
                ),
              inWorkflow(
                say`Or write the same at the top of the script. It changes the configuration of that user on the server.`,
                sh(`git config --global --add safe.directory ${word}`),
              ),
              giveAway !== null &&
                onServer(
                  say`Or give the repository to the user, but only if your site does not write there: uploads, caches and updates of plugins by the web server stop working.`,
                  commands(server.system, giveAway(userWord(server), word)),
                ),
            ]
          : [
              fault === 'no-remote'
                ? onServer(
                    say`Add the remote, as the user of the deploy.`,
                    sh(`cd ${word} && git remote add origin URL && git fetch origin`),
                  )
                : inWorkflow(
                    say`Check the directory in the script, or clone the repository there first.`,
                  ),
              onServer(say`See what is in the directory.`, sh(asUser(server, 'ls -la "$1"', word))),
            ],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})

/** The verdict and the reason for each fault. */
const faults = {
  none: (path: string) => ({
    verdict: say`${path} is not in a Git repository`,
    why: say`neither the directory nor one above it has a ${'.git'}.`,
  }),
  'no-remote': (path: string) => ({
    verdict: say`The repository ${path} has no remote to pull from`,
    why: say`the configuration of the repository names no remote.`,
  }),
  'other-owner': (path: string, owner: string, user: string) => ({
    verdict: say`Git refuses the repository ${path}: it belongs to ${owner}, not to ${user}`,
    why: say`the server was asked for the owners, and ${'safe.directory'} of Git does not name the directory.`,
  }),
}

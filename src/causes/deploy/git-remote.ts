import { seen } from '../../facts/fact'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { asUser } from '../fixes/as-user'
import { onServer, inWorkflow, sh } from '../fixes/build'
import { pathWord } from '../fixes/quoted'
import { stepNameFirst } from '../readings/following-steps'
import { usedDirectories } from '../readings/step-needs'

export const gitRemote = defineCause({
  id: 'deploy/git-remote',
  title: 'The server cannot reach its Git remote',
  severity: 'error',
  page: {
    means:
      'The script of the deploy runs `git pull` or `git fetch` on the server. The server itself must then reach GitHub or another Git host, with its own key or token. The secrets of the workflow are not on the server.',
    detection:
      'With `deploy_steps: full`, the server was asked to list the branches of the remote (`git ls-remote`), as the user of the deploy and without a terminal.',
    firstMove: 'On the server, run `ssh -T git@github.com` as this user.',
  },
  lookalikes: {
    'A Git host that was down for a moment': 'The Git host answered with a refusal.',
  },
  needs: ['deploy'],
  judge(view) {
    const remotes = seen(view.deploy.gitRemotes) ?? []
    const found = usedDirectories(view, view.deploy).flatMap(({ by }) => {
      const remote = remotes.find(({ path }) => path === by?.need.path)
      return by?.need.use === 'git' && remote && remote.outcome !== 'works' ? [{ by, remote }] : []
    })
    const [first] = found
    if (!first) return null
    const { by, remote } = first
    const isRefused =
      /permission denied|authentication failed|terminal prompts disabled|not found|verification failed/i
    return {
      certainty: isRefused.test(remote.text) ? 'proved' : 'likely',
      severity: by.isSure ? 'error' : 'warning',
      evidence: {
        path: remote.path,
        outcome: remote.outcome,
        text: remote.text,
        line: by.need.line,
        step: by.step.line,
        client: by.step.client,
      },
    }
  },
  explain({ path, outcome, text, step, client }, { server }) {
    const word = pathWord(server.system, path)
    return {
      verdict: say`The server cannot fetch from the Git remote of ${path}`,
      why:
        outcome === 'timeout'
          ? say`the server asked the remote for its branches, and got no answer in time.`
          : say`the server asked the remote for its branches, as the script of the deploy will.`,
      observed: [
        text !== '' && say`Git said: ${text}`,
        say`${stepNameFirst(step, client)} runs Git there.`,
      ],
      fixes: [
        onServer(
          say`Give the server its own key: make one there as the user of the deploy, and add its public half as a deploy key of the repository (read access is enough).`,
          sh("ssh-keygen -t ed25519 -N '' -f ~/.ssh/id_ed25519 && cat ~/.ssh/id_ed25519.pub"),
        ),
        server.system !== 'windows' &&
          onServer(
            say`See the whole error as the user of the deploy.`,
            sh(asUser(server, 'cd "$1" && git remote -v && git ls-remote --heads', word)),
          ),
        inWorkflow(
          say`Or do not fetch on the server: build in the job, and copy the result with rsync or scp.`,
        ),
      ],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})

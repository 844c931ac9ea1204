import { say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, yaml } from '../fixes/build'
import { followingSteps, sameIn, stepName, stepNameFirst } from '../readings/following-steps'

export const noAccount = defineCause({
  id: 'deploy/no-account',
  title: 'The user of the runner has no account',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The job runs under a user ID that is in no `/etc/passwd`, as with `docker run --user 4711` or on OpenShift. ssh looks up the account of the user who starts it, and stops when there is none, before it connects. scp, sftp, rsync and git start ssh, so they fail in the same way. Clients with their own SSH library do not look.',
    detection:
      'The system knows no account for the user ID of this process, and a later step of the job runs the ssh of the runner.',
    firstMove: 'Add the user in the container, or run the container as root.',
  },
  lookalikes: {
    'A directory of accounts that was down for a moment':
      'The later step runs with the same user ID on the same machine, and asks the same directory.',
  },
  needs: [],
  judge(view) {
    if (view.runner.hasAccount !== false) return null
    const [first, ...others] = followingSteps(view).filter(
      ({ client }) => client.lists === 'runner',
    )
    if (!first) return null
    return {
      certainty: 'proved',
      evidence: {
        line: first.step.line,
        client: first.client.id,
        alsoLines: others.map(({ step }) => step.line),
      },
    }
  },
  explain({ line, client, alsoLines }) {
    return {
      verdict: say`${stepNameFirst(line, client)} will fail: ssh does not start for a user without an account`,
      why: say`this process has the same user ID, and the system knows no account for it.`,
      observed: [
        say`No account has the user ID of this job. This check has its own SSH library, which needs none.`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        inWorkflow(
          say`Run the job’s container as a user that its image has.`,
          yaml('container:\n  options: --user root'),
        ),
        inWorkflow(
          say`Or, where the image lets everybody write ${'/etc/passwd'} (images for OpenShift do), add the account in a step before ${stepName(line, client)}.`,
          sh('echo "deploy:x:$(id -u):$(id -g)::$HOME:/bin/sh" >> /etc/passwd'),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

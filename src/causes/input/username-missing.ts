import { author, sh } from '../fixes/build'
import { inputName, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { emptyInputs } from '../readings/empty-inputs'
import { withBlock } from '../fixes/with-block'
export const usernameMissing = defineCause({
  id: 'input/username-missing',
  title: 'No username',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'Nobody says which account of the server to log in to. Some clients then use the name of the user who runs them (`root` or `runner` in a workflow), which is hardly the one that was meant.',
    detection:
      'The input is empty and the host does not name a user either (`user@host`). Where the workflow sets it from an expression that gave nothing, the finding is input/secret-empty.',
    alsoSeenAs: [
      'ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
      'runner@…: Permission denied (publickey).',
      'Invalid username',
    ],
  },
  needs: [],
  judge(view) {
    if (!emptyInputs(view).some(({ input }) => input === 'username')) return null
    return {
      certainty: 'proved',
      evidence: { workflowSeen: view.workflow !== null },
    }
  },
  explain({ workflowSeen }, { runner }) {
    const isTerminal = runner.platform === 'terminal'
    return {
      verdict: say`No username is set`,
      why: workflowSeen
        ? say`the workflow sets none for this step, and the host does not name one.`
        : say`the input arrived empty, and the host does not name one.`,
      observed: [say`${inputName('username')} is empty or not set.`],
      fixes: [
        author(
          say`Name the account to log in to. A hosting provider shows it beside the SSH or SFTP access; on a cloud image it is often ${'ubuntu'}, ${'ec2-user'}, ${'admin'} or ${'root'}.`,
          isTerminal
            ? { language: 'sh', text: 'ssh-preflight USERNAME@HOST' }
            : withBlock({ username: 'deploy   # an account of the server' }),
        ),
        ...(isTerminal ? [] : [checkSecret]),
      ],
    }
  },
})

const checkSecret: Fix = author(
  say`If it is set from a secret, check that the secret exists and that this run gets it.`,
  sh('gh secret list'),
)

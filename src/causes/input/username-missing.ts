import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh } from '../fixes/build'
import { askCaller } from '../fixes/ask-caller'
import { secretFix } from '../fixes/set-secret'
import { withBlock } from '../fixes/with-block'
import { emptyInputs } from '../readings/empty-inputs'

export const usernameMissing = defineCause({
  id: 'input/username-missing',
  title: 'No username given',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'Nothing says which account of the server to log in to. Some clients then use the name of the user who runs them (`root` or `runner` in a workflow), which is rarely the right one.',
    detection:
      'The input is empty, and the host names no user either (`user@host`). If the workflow sets the input from an expression that is empty, the finding is input/secret-empty.',
    firstMove: 'Set `username`, and check that its secret is not empty.',
  },
  lookalikes: { 'A user name in another input': 'Neither the input nor the host has a user name.' },
  needs: [],
  judge(view) {
    if (!emptyInputs(view).some(({ input }) => input === 'username')) return null
    return { certainty: 'proved', evidence: { workflowSeen: view.workflow !== null } }
  },
  explain({ workflowSeen }, view) {
    const { runner } = view
    const what = say`Name the account to log in to. A hosting provider shows it next to the SSH or SFTP access; on a cloud image it is often ${'ubuntu'}, ${'ec2-user'}, ${'admin'} or ${'root'}.`
    return {
      verdict: say`No username is set`,
      why: workflowSeen
        ? say`the workflow sets none for this step, and the host does not name one.`
        : say`the input arrived empty, and the host does not name one.`,
      observed: [say`${inputName('username')} is empty or not set.`],
      fixes:
        runner.platform === 'terminal'
          ? [inWorkflow(what, sh('ssh-preflight USERNAME@HOST'))]
          : [
              ...askCaller(view, ['username']),
              inWorkflow(what, withBlock({ username: 'deploy   # an account of the server' })),
              secretFix(
                view,
                say`If it is set from a secret, check that the secret exists and that this run gets it.`,
                [],
                ['gh secret list'],
              ),
            ],
    }
  },
})

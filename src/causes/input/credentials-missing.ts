import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, yaml } from '../fixes/build'
import { askCaller } from '../fixes/ask-caller'
import { newKey } from '../fixes/replace-key'
import { credentialNames } from '../../facts/input-names'
import { emptyInputs } from '../readings/empty-inputs'
import type { Fix } from '../finding'

export const credentialsMissing = defineCause({
  id: 'input/credentials-missing',
  title: 'No key or password given',
  severity: 'error',
  pointsAt: 'key',
  page: {
    means:
      'The step received no private key and no password, and no SSH agent has a key, so it has nothing to log in with. Only test servers accept a login without either.',
    detection:
      'All of `key`, `key_path` and `password` are empty, and no SSH agent answers with a key at `SSH_AUTH_SOCK`. If the workflow sets one of them from an expression that is empty, the finding is input/secret-empty.',
    firstMove:
      'Pass a key or a password: `key: ${{ secrets.SSH_KEY }}`. Check that the secret has exactly this name.',
  },
  lookalikes: {
    'A credential in an input that is not read':
      'None of the inputs for a key or a password has a value, and no SSH agent has a key.',
  },
  needs: [],
  judge(view) {
    if (!emptyInputs(view).some(({ input }) => credentialNames.includes(input))) return null
    return { certainty: 'proved', evidence: { workflowSeen: view.workflow !== null } }
  },
  explain({ workflowSeen }, view) {
    return {
      verdict: say`There is no key and no password to log in with`,
      why: workflowSeen
        ? say`the workflow sets none of the inputs for this step.`
        : say`all the inputs for them arrived empty.`,
      observed: [
        say`${inputName('key')}, ${inputName('key_path')} and ${inputName('password')} are empty or not set.`,
        say`No SSH agent with a key that this check can use answers at ${'SSH_AUTH_SOCK'}.`,
      ],
      fixes: [
        ...askCaller(view, ['key']),
        view.runner.isComposite !== true &&
          (view.runner.platform === 'terminal' ? nameKeyFile : passKey),
        {
          ...newKey(view),
          what: say`If there is no key yet: make a key pair only for the deploy, store the private key as a secret, and add the public key to the server.`,
        },
      ],
    }
  },
})

const passKey: Fix = inWorkflow(
  say`Pass the private key to this step, as to the deploy.`,
  yaml('key: ${{ secrets.SSH_KEY }}'),
)

const nameKeyFile: Fix = inWorkflow(
  say`Name the file of the private key with ${'-i'}, or a variable with the password with ${'--password-env'}.`,
  sh('ssh-preflight USERNAME@HOST -i ~/.ssh/deploy_key'),
)

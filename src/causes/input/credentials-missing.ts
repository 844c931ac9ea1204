import { author, sh, yaml } from '../fixes/build'
import { inputName, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { newKey } from '../fixes/replace-key'
import { emptyInputs } from '../readings/empty-inputs'
export const credentialsMissing = defineCause({
  id: 'input/credentials-missing',
  title: 'Neither key nor password',
  severity: 'error',
  pointsAt: 'key',
  page: {
    means:
      'No private key and no password arrived, so there is nothing to log in with. A server that lets everybody in does not exist outside of tests.',
    detection:
      'All of `key`, `key_path` and `password` are empty. Where the workflow sets one of them from an expression that gave nothing, the finding is input/secret-empty.',
    alsoSeenAs: [
      "can't connect without a private SSH key or password",
      'ssh: unable to authenticate, attempted methods [none], no supported methods remain',
      'All configured authentication methods failed',
    ],
  },
  needs: [],
  judge(view) {
    const names = ['key', 'key_path', 'password']
    if (!emptyInputs(view).some(({ input }) => names.includes(input))) return null
    return { certainty: 'proved', evidence: { workflowSeen: view.workflow !== null } }
  },
  explain({ workflowSeen }, view) {
    return {
      verdict: say`There is neither a key nor a password to log in with`,
      why: workflowSeen
        ? say`the workflow sets none of the inputs for this step.`
        : say`all the inputs that could hold one arrived empty.`,
      observed: [
        say`${inputName('key')}, ${inputName('key_path')} and ${inputName('password')} are empty or not set.`,
      ],
      fixes: [
        view.runner.platform === 'terminal' ? nameKeyFile : handKeyOver,
        {
          ...newKey(view),
          what: say`If there is no key yet: make a pair for the deploy alone, store the private half as a secret, and add the public half to the server.`,
        },
      ],
    }
  },
})

const handKeyOver: Fix = author(
  say`Hand the private key over, as the deploy does.`,
  yaml('key: ${{ secrets.SSH_KEY }}'),
)

const nameKeyFile: Fix = author(
  say`Name the file of the private key with ${'-i'}, or a variable with the password with ${'--password-env'}.`,
  sh('ssh-preflight USERNAME@HOST -i ~/.ssh/deploy_key'),
)

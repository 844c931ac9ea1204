import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, askHost, sh } from '../fixes/build'
import { secretName, setSecret } from '../fixes/set-secret'
import { withBlock } from '../fixes/with-block'
import { isAskedAgain, loginOf, offeredMethods } from '../readings/login'
import { candidates } from '../server'

export const passwordRejected = defineCause({
  id: 'auth/password-rejected',
  title: 'The server rejected the password',
  severity: 'error',
  pointsAt: 'password',
  page: {
    means:
      'The server answered that the user name and the password do not match. The password is wrong, the account does not exist, or the account cannot log in although its password is right: it is locked, its shell does not exist, or password logins are disabled for it (as for root on most systems).',
    detection:
      'The server asked for a password, received one, and rejected it. The answer is the same for a wrong password, an unknown user, and a root that can use only keys.',
    firstMove:
      'Log in with the same password from your computer. Save the secret again without a space at its end.',
  },
  lookalikes: {
    'A second factor that is missing':
      'The password was sent to a prompt for a password, and the server answered with a failure.',
  },
  needs: ['auth'],
  judge(view) {
    const { passwordFailure, outcome, attempts, user, isRoot } = loginOf(view)
    if (!passwordFailure) return null
    // The client of the deploy sends the password first: each deploy is one failed login, though the key is right.
    const acceptedBy = outcome === 'accepted' ? view.auth.acceptedBy : null
    const afterKey = attempts.some(({ answer }) => answer === 'partial-success')
    const askedAgain = isAskedAgain(passwordFailure)
    return {
      certainty: askedAgain ? 'likely' : 'proved',
      severity: outcome === 'accepted' ? 'notice' : 'error',
      evidence: { user, method: passwordFailure.method, afterKey, askedAgain, acceptedBy },
      candidates: candidates(
        afterKey
          ? ['server/account-locked', 'server/pam-broken']
          : [
              isRoot ? 'server/root-login-off' : 'server/user-missing',
              'server/user-not-allowed',
              'server/account-locked',
              'server/shell-missing',
              'server/pam-broken',
            ],
        view.server,
      ),
      explains: ['auth/second-factor', 'auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, method, afterKey, askedAgain, acceptedBy }, view) {
    return {
      verdict:
        acceptedBy !== null
          ? say`The server rejected the password for the user ${user}, but accepted the login by ${acceptedBy}`
          : afterKey
            ? say`The key is right, but the server rejected the password that it also requires`
            : say`The server rejected this password for the user ${user}`,
      why: askedAgain
        ? say`the server received the password and repeated the question, as after a wrong one. A server that requires a second password would look the same.`
        : say`the server itself answered so. A wrong password, an unknown user, and an account that cannot log in (also one whose shell does not exist) look the same from outside.`,
      observed: [
        askedAgain
          ? say`The password was sent for the user ${user} by ${method}, and the server asked for it again.`
          : say`The password was sent for the user ${user} by ${method}, and the server refused it.`,
        acceptedBy !== null &&
          say`The deploy sends the password first, as its client does. Each deploy leaves a failed login in the log of the server, and fail2ban counts those.`,
        afterKey && say`The key was accepted as the first step.`,
        ...offeredMethods(view.auth.methods),
      ],
      fixes: [
        acceptedBy !== null &&
          inWorkflow(
            say`Remove ${inputName('password')} from this step and from the deploy: the login works without it.`,
          ),
        inWorkflow(
          say`Check ${inputName('username')} and set the secret of the password again. This command asks for it, and stores it without a newline.`,
          sh(setSecret(view, secretName(view, 'password', 'SSH_PASSWORD'))),
        ),
        acceptedBy === null &&
          inWorkflow(
            say`Better: log in with a key. Tools such as fail2ban count wrong passwords, and ban the runner after a few.`,
            withBlock({ key: '${{ secrets.SSH_KEY }}' }),
          ),
        askHost(
          say`Ask which user and password SSH accepts. They can differ from those of the control panel.`,
        ),
      ],
    }
  },
})

import { author, provider, sh } from '../fixes/build'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { secretName, setSecret } from '../fixes/set-secret'
import { candidates } from '../server'
import { isAskedAgain, loginOf, offeredMethods } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const passwordRejected = defineCause({
  id: 'auth/password-rejected',
  title: 'The password is not accepted',
  severity: 'error',
  pointsAt: 'password',
  page: {
    means:
      'The server answered that user and password do not fit together. The password is another one, the account does not exist, or its logins by password are switched off while the method is still offered (as for root on most systems).',
    detection:
      'The server asked for a password, got one and said no. It answers the same for a wrong password, an unknown user and a root that may only use keys.',
    alsoSeenAs: [
      'Permission denied, please try again.',
      'Permission denied (publickey,password).',
      'ssh: unable to authenticate, attempted methods [none password], no supported methods remain',
      'All configured authentication methods failed',
      'Access denied',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    const failure = login?.passwordFailure
    if (!login || !failure || login.facts.outcome === 'accepted') return null
    const ids = login.isRoot
      ? (['server/root-login-off', 'server/account-locked', 'server/user-not-allowed'] as const)
      : (['server/user-missing', 'server/user-not-allowed', 'server/account-locked'] as const)
    const afterKey = login.facts.attempts.some(({ answer }) => answer === 'partial-success')
    const askedAgain = isAskedAgain(failure)
    return {
      certainty: askedAgain ? 'likely' : 'proved',
      evidence: { user: login.user, method: failure.method, afterKey, askedAgain },
      candidates: candidates(afterKey ? ['server/account-locked'] : ids, view.server),
      explains: ['auth/second-factor', 'auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, method, afterKey, askedAgain }, view) {
    const methods = view.auth?.methods ?? null
    return {
      verdict: afterKey
        ? say`The key is right, but the password that the server asks for as well is not`
        : say`The server does not accept this password for the user ${user}`,
      why: askedAgain
        ? say`the server got the password and asked the same question again, as after a wrong one. A server that wants a second password would look the same.`
        : say`the server itself answered so. A wrong password, an unknown user and a user who may not use one look the same from outside.`,
      observed: [
        askedAgain
          ? say`The password was sent for the user ${user} by ${method}, and asked for again.`
          : say`The password was sent for the user ${user} by ${method} and refused.`,
        ...(afterKey ? [say`The key was accepted as the first step.`] : []),
        ...offeredMethods(methods),
      ],
      fixes: [
        author(
          say`Check ${inputName('username')} and set the password's secret again: this asks for it, and stores it without a line end.`,
          sh(setSecret(view, secretName(view, 'password', 'SSH_PASSWORD'))),
        ),
        author(
          say`Better: log in with a key. Wrong passwords are what tools such as fail2ban count; after a few the runner is shut out.`,
          withBlock({ key: '${{ secrets.SSH_KEY }}' }),
        ),
        provider(
          say`Ask which user and password SSH takes: they may differ from those of the control panel.`,
        ),
      ],
    }
  },
})

import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow } from '../fixes/build'
import { topOfConfig } from '../fixes/sshd-config'
import { withBlock } from '../fixes/with-block'
import { loginOf, offeredMethods } from '../readings/login'

export const passwordDisabled = defineCause({
  id: 'auth/password-disabled',
  title: 'Password authentication is disabled',
  severity: 'error',
  // On the first boot of a machine, cloud-init configures sshd after it has started.
  retry: 1,
  pointsAt: 'password',
  page: {
    means:
      'The server does not offer password authentication for this user, so no password can be right. Cloud images and careful admins disable passwords and allow only keys.',
    detection:
      'The server listed its authentication methods, and neither `password` nor `keyboard-interactive` is among them.',
    firstMove: 'Use a key: the server accepts no passwords.',
  },
  lookalikes: {
    'A password that is wrong':
      'The server listed its methods, and none of them asks for a password.',
  },
  needs: ['auth'],
  judge(view) {
    const { methods, outcome, attempts, user, hasKey, hasPassword } = loginOf(view)
    if (!hasPassword || outcome === 'accepted' || outcome === 'partial') return null
    const tried = attempts.map(({ method }): string => method)
    const seen = [...(methods ?? []), ...tried]
    if (seen.includes('password') || seen.includes('keyboard-interactive')) return null
    if (methods === null && (outcome !== 'unavailable' || hasKey)) return null
    return {
      certainty: methods === null ? 'likely' : 'proved',
      evidence: { user, methods: methods ?? [] },
    }
  },
  explain({ methods }, { server }) {
    return {
      verdict: say`The server does not accept passwords for this user`,
      why: say`the server listed what it accepts, and passwords are not in the list.`,
      observed: offeredMethods(methods),
      fixes: [
        inWorkflow(
          say`Log in with a key. Its public key must be in the ${'authorized_keys'} of the user.`,
          withBlock({ key: '${{ secrets.SSH_KEY }}' }),
        ),
        onServer(
          say`Or allow passwords: put ${'PasswordAuthentication yes'} ${topOfConfig(server)}. A key is safer.`,
        ),
      ],
    }
  },
})

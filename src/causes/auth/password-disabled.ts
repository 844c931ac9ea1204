import { admin, author } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { topOfConfig } from '../fixes/sshd-config'
import { loginOf, offeredMethods } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const passwordDisabled = defineCause({
  id: 'auth/password-disabled',
  title: 'The server takes no passwords',
  severity: 'error',
  pointsAt: 'password',
  page: {
    means:
      'The server does not offer password authentication for this user, so no password can ever be right. Cloud images and careful admins switch passwords off and take keys alone.',
    detection:
      'Asked for its methods, the server listed them, and neither `password` nor `keyboard-interactive` is among them.',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'ssh: unable to authenticate, attempted methods [none], no supported methods remain',
      'No supported authentication methods available (server sent: publickey)',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login?.hasPassword) return null
    const { methods, outcome, attempts } = login.facts
    if (outcome === 'accepted' || outcome === 'partial') return null
    if (methods?.includes('password') || methods?.includes('keyboard-interactive')) return null
    if (attempts.some(({ method }) => method === 'password' || method === 'keyboard-interactive')) {
      return null
    }
    if (methods === null && (outcome !== 'unavailable' || login.hasKey)) return null
    return {
      certainty: methods === null ? 'likely' : 'proved',
      evidence: { user: login.user, methods: methods ?? [] },
    }
  },
  explain({ methods }, view) {
    return {
      verdict: say`The server takes no passwords for this user`,
      why: say`the server listed what it accepts, and passwords are not in the list.`,
      observed: offeredMethods(methods),
      fixes: [
        author(
          say`Log in with a key, whose public half is in the ${'authorized_keys'} of the user.`,
          withBlock({ key: '${{ secrets.SSH_KEY }}' }),
        ),
        admin(
          say`Or allow passwords: put ${'PasswordAuthentication yes'} ${topOfConfig(view.server)}. A key is the safer way.`,
        ),
      ],
    }
  },
})

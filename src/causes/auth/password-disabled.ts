import { say } from '../../text/words'
import { defineCause, type Evidence } from '../cause'
import { topOfConfig } from '../fixes/sshd-config'
import { serverView } from '../readings/server-view'
import { loginOf, offeredMethods } from '../readings/login'
import { withBlock } from '../fixes/with-block'

interface PasswordDisabled extends Evidence {
  readonly user: string
  readonly methods: readonly string[]
}

export const passwordDisabled = defineCause<PasswordDisabled>({
  id: 'auth/password-disabled',
  title: 'The server takes no passwords',
  severity: 'error',
  pointsAt: 'password',
  page: {
    means:
      'The server does not offer password authentication for this user, so no password can ever be right. Cloud images and careful admins switch passwords off and take keys alone.',
    told: 'Asked for its methods, the server listed them, and neither `password` nor `keyboard-interactive` is among them.',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'ssh: unable to authenticate, attempted methods [none], no supported methods remain',
      'No supported authentication methods available (server sent: publickey)',
    ],
  },
  judge(facts) {
    const login = loginOf(facts)
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
  explain({ methods }, facts) {
    return {
      verdict: say`The server takes no passwords for this user`,
      why: say`the server listed what it accepts, and passwords are not in the list.`,
      observed: offeredMethods(methods),
      fixes: [
        {
          who: 'workflow author',
          what: say`Log in with a key, whose public half is in the ${'authorized_keys'} of the user.`,
          paste: withBlock({ key: '${{ secrets.SSH_KEY }}' }),
        },
        {
          who: 'server admin',
          what: say`Or allow passwords: put ${'PasswordAuthentication yes'} ${topOfConfig(serverView(facts))}. A key is the safer way.`,
        },
      ],
    }
  },
})

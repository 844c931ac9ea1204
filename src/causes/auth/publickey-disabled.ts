import { admin, author, sh } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { topOfConfig } from '../fixes/sshd-config'
import { effectiveConfig } from '../fixes/quoted'
import { loginOf, offeredMethods } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const publickeyDisabled = defineCause({
  id: 'auth/publickey-disabled',
  title: 'The server takes no keys',
  severity: 'error',
  page: {
    means:
      'The server does not offer public key authentication for this user, so no key can ever be right. PubkeyAuthentication is off in its configuration, or the provider wants a password.',
    detection: 'Asked for its methods, the server listed them, and `publickey` is not among them.',
    alsoSeenAs: [
      'Permission denied (password).',
      'Permission denied (keyboard-interactive).',
      'ssh: unable to authenticate, attempted methods [none], no supported methods remain',
      'No supported authentication methods available (server sent: password)',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login?.hasKey || login.keyFailed) return null
    const { methods, outcome, acceptedBy, attempts } = login.facts
    if (outcome === 'partial' || methods?.includes('publickey')) return null
    if (attempts.some(({ method }) => method === 'publickey')) return null
    if (methods === null && outcome !== 'unavailable') return null
    const accepted = outcome === 'accepted'
    if (accepted && acceptedBy === 'none') return null
    return {
      certainty: methods === null ? 'likely' : 'proved',
      ...(accepted ? { severity: 'warning' as const } : {}),
      evidence: {
        keyInput: login.keyInput,
        user: login.user,
        methods: methods ?? [],
        acceptedBy: accepted ? acceptedBy : null,
      },
    }
  },
  explain({ methods, acceptedBy }, view) {
    const server = view.server
    const takesPassword = methods.includes('password') || methods.includes('keyboard-interactive')
    const usePassword = author(
      say`If keys cannot be switched on, give the account's password instead of a key.`,
      withBlock({ password: '${{ secrets.SSH_PASSWORD }}' }),
    )
    return {
      verdict:
        acceptedBy === null
          ? say`The server takes no keys for this user`
          : say`The server takes no keys for this user; the password was accepted`,
      why: say`the server listed what it accepts, and keys are not in the list.`,
      observed: offeredMethods(methods),
      fixes: [
        admin(
          say`Switch keys on: put ${'PubkeyAuthentication yes'} ${topOfConfig(server)}. This prints what holds for the user now.`,
          sh(
            `${effectiveConfig(server)} | grep -E '^(pubkeyauthentication|authenticationmethods)'`,
          ),
        ),
        ...(takesPassword && acceptedBy === null ? [usePassword] : []),
      ],
    }
  },
  pointsAt: (evidence) => evidence.keyInput,
})

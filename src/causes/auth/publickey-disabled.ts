import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { topOfConfig } from '../fixes/sshd-config'
import { withBlock } from '../fixes/with-block'
import { loginOf, offeredMethods } from '../readings/login'

export const publickeyDisabled = defineCause({
  id: 'auth/publickey-disabled',
  title: 'Public key authentication is disabled',
  severity: 'error',
  // On the first boot of a machine, cloud-init configures sshd after it has started.
  retry: 1,
  page: {
    means:
      'The server does not offer public key authentication for this user, so no key can be right. Either `PubkeyAuthentication` is off in its configuration, or the provider requires a password.',
    detection: 'The server listed its authentication methods, and `publickey` is not among them.',
    firstMove: 'Use the password, or turn `PubkeyAuthentication` on.',
  },
  lookalikes: {
    'A key that is not listed':
      'The server listed its methods, and public keys are not among them.',
  },
  needs: ['auth'],
  judge(view) {
    const { hasKey, keyInput, user, methods, outcome, acceptedBy, attempts } = loginOf(view)
    if (!hasKey || outcome === 'partial' || methods?.includes('publickey')) return null
    if (attempts.some(({ method }) => method === 'publickey')) return null
    if (methods === null && outcome !== 'unavailable') return null
    const accepted = outcome === 'accepted'
    if (accepted && acceptedBy === 'none') return null
    return {
      certainty: methods === null ? 'likely' : 'proved',
      severity: accepted ? 'warning' : 'error',
      evidence: {
        keyInput,
        user,
        methods: methods ?? [],
        acceptedBy: accepted ? acceptedBy : null,
      },
    }
  },
  explain({ methods, acceptedBy }, { server }) {
    const acceptsPassword = methods.includes('password') || methods.includes('keyboard-interactive')
    return {
      verdict:
        acceptedBy === null
          ? say`The server does not accept keys for this user`
          : say`The server does not accept keys for this user, but accepted the password`,
      why: say`the server listed what it accepts, and keys are not in the list.`,
      observed: offeredMethods(methods),
      fixes: [
        onServer(
          say`Enable keys: put ${'PubkeyAuthentication yes'} ${topOfConfig(server)}. This command prints the current settings for the user.`,
          commands(
            server.system,
            userOptions(server, '(pubkeyauthentication|authenticationmethods)'),
          ),
        ),
        acceptsPassword &&
          acceptedBy === null &&
          inWorkflow(
            say`If keys cannot be enabled, use the password of the account instead of a key.`,
            withBlock({ password: '${{ secrets.SSH_PASSWORD }}' }),
          ),
      ],
    }
  },
  pointsAt: ({ keyInput }) => keyInput,
})

import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, lines, readLog } from '../fixes/build'
import { readAgain, topOfConfig } from '../fixes/sshd-config'
import { withBlock } from '../fixes/with-block'
import { loginOf, offeredMethods } from '../readings/login'
import { candidates } from '../server'
import type { ServerView } from '../server-cause'
import type { Fix } from '../finding'

export const loginRefused = defineCause({
  id: 'auth/login-refused',
  title: 'The server accepts the key, but refuses the login',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The server accepts the key for this user, but refuses the login after the client has proved that it holds the key. The key is not the problem. A rule about the account is. For root, that is nearly always `PermitRootLogin no`.',
    detection:
      'The server first confirmed the key, and refused the login after the signature. OpenSSH and Dropbear send that confirmation (SSH_MSG_USERAUTH_PK_OK) only for a key that they accept for this user. With a key that it does not accept, the finding would be auth/key-rejected.',
    firstMove: 'Use a normal user instead of root, or ask which users are allowed to log in.',
  },
  lookalikes: {
    'A key that is not listed':
      'The server of this make confirms only keys that it accepts for the user, and it confirmed this one.',
  },
  needs: ['auth'],
  judge(view) {
    const { refusedAfterKey, acceptedBy, outcome, user, isRoot } = loginOf(view)
    if (!refusedAfterKey || acceptedBy === 'publickey') return null
    return {
      certainty: refusedAfterKey === 'always' ? 'proved' : 'likely',
      severity: outcome === 'accepted' ? 'warning' : 'error',
      evidence: { user, fingerprint: view.server.keyFingerprint, isRoot },
      candidates: candidates(
        isRoot
          ? [
              'server/root-login-off',
              'server/user-not-allowed',
              'server/account-locked',
              'server/pam-broken',
            ]
          : [
              'server/account-locked',
              'server/user-not-allowed',
              'server/pam-broken',
              'server/disk-full',
            ],
        view.server,
      ),
      explains: ['auth/password-rejected', 'auth/password-disabled', 'auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, fingerprint, isRoot }, { auth, server }) {
    return {
      verdict: isRoot
        ? say`The key is right, but the server does not allow root to log in`
        : say`The key is right, but the server does not allow the user ${user} to log in`,
      why: say`the server confirmed the key for this user, and refused the login only after the signature.`,
      observed: [
        say`The server accepted ${fingerprint ?? 'the key'} for the user ${user}.`,
        say`After the signature, it refused the login.`,
        ...offeredMethods(auth.methods),
      ],
      fixes: isRoot
        ? [otherUser, ...allowRoot(server)]
        : [
            readLog(
              server,
              say`Read the log of the server. It names the rule that refused the login.`,
            ),
          ],
    }
  },
})

const otherUser = inWorkflow(
  say`Log in as another user. Many cloud servers have one already: ${'ubuntu'} (Ubuntu), ${'admin'} (Debian), ${'ec2-user'} (Amazon Linux). The key must be in that user's ${'authorized_keys'}.`,
  withBlock({ username: 'deploy   # an account of the server other than root' }),
)

const allowRoot = (server: ServerView): readonly Fix[] => [
  onServer(
    say`Or allow root to log in by key: put this line ${topOfConfig(server)}. After that, a line further down counts only in a ${'Match'} block.`,
    lines('PermitRootLogin prohibit-password'),
  ),
  readAgain(server),
]

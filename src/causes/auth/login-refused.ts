import { admin, author, lines } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import type { ServerView } from '../server-cause'
import { readAgain, topOfConfig } from '../fixes/sshd-config'
import { candidates } from '../server'
import { loginOf, offeredMethods } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const loginRefused = defineCause({
  id: 'auth/login-refused',
  title: 'The key is right, but the login is refused',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The server knows the key and accepts it for this user, and still refuses the login once the client has proved that it holds the key. The key is not the problem: a rule about the account is. For root that is nearly always `PermitRootLogin no`.',
    detection:
      'The server first confirmed the key (SSH_MSG_USERAUTH_PK_OK, which OpenSSH and Dropbear send only for a key that they accept for this user), and said no after the signature. With a key that it does not accept, the finding would be auth/key-rejected.',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'Permission denied, please try again.',
      'ROOT LOGIN REFUSED FROM',
      'ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
      'Server refused public-key signature despite accepting key!',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login?.refusedAfterKey || login.facts.acceptedBy === 'publickey') return null
    const accepted = login.facts.outcome === 'accepted'
    const ids = login.isRoot
      ? (['server/root-login-off', 'server/user-not-allowed', 'server/account-locked'] as const)
      : (['server/account-locked', 'server/user-not-allowed', 'server/disk-full'] as const)
    return {
      certainty: login.refusedAfterKey === 'always' ? 'proved' : 'likely',
      ...(accepted ? { severity: 'warning' as const } : {}),
      evidence: {
        user: login.user,
        fingerprint: view.key?.fingerprint ?? null,
        isRoot: login.isRoot,
      },
      candidates: candidates(ids, view.server),
      explains: ['auth/password-rejected', 'auth/password-disabled', 'auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, fingerprint, isRoot }, view) {
    const login = view.auth
    const server = view.server
    return {
      verdict: isRoot
        ? say`The key is right, but the server does not let root log in`
        : say`The key is right, but the server does not let the user ${user} log in`,
      why: say`the server confirmed the key for this user, and refused the login only after the signature.`,
      observed: [
        say`The server accepted ${fingerprint ?? 'the key'} for the user ${user}.`,
        say`After the signature it said no.`,
        ...offeredMethods(login?.methods ?? null),
      ],
      fixes: isRoot ? [otherUser, ...allowRoot(server)] : [checkAccount(server)],
    }
  },
})

const otherUser: Fix = author(
  say`Log in as a user of the deploy's own, whose ${'authorized_keys'} holds the key.`,
  withBlock({ username: 'deploy   # an account of the server other than root' }),
)

const allowRoot = (server: ServerView): readonly Fix[] => [
  admin(
    say`Or allow root to log in by key: put this line ${topOfConfig(server)}. A line further down then counts only in a ${'Match'} block.`,
    lines('PermitRootLogin prohibit-password'),
  ),
  readAgain(server),
]

function checkAccount({ system }: ServerView): Fix {
  const { language, log } = serverSystems[system]
  return admin(say`The log of the server names the rule that refused the login.`, {
    language,
    text: log,
  })
}

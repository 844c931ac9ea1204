import { author, provider, sh } from '../fixes/build'
import { defaultUsers } from '../../knowledge/default-users'
import { inputName, say, type Words } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import type { ServerCauseId } from '../../facts/cause-ids'
import { providerFix } from '../fixes/ask-provider'
import { candidates } from '../server'
import { addKey } from '../fixes/add-key'
import { type Login, loginOf, offeredMethods } from '../readings/login'
export const keyRejected = defineCause({
  id: 'auth/key-rejected',
  title: 'The key is not accepted for this user',
  severity: 'error',
  page: {
    means:
      'The server answered that it does not accept this key for this user. Most often the public half of the key is not in the `authorized_keys` of that user: another key was added, or it was added for somebody else. A server never says more, so that nobody can find out its users: an unknown user, a home folder that others can write and a user who is not allowed to log in look exactly the same.',
    detection:
      'The server said no as soon as the key was shown, before anything was signed. Had it accepted the key and refused the login afterwards, the finding would be auth/login-refused; had it not offered keys at all, auth/publickey-disabled. (TinySSH accepts every key at first, so there the two cannot be told apart.)',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'Permission denied (publickey,password).',
      'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
      'All configured authentication methods failed',
      'Authentication failed.',
      'Server refused our key',
      'No supported authentication methods available (server sent: publickey)',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login?.keyFailed || login.refusedAfterKey) return null
    if (login.facts.acceptedBy === 'publickey') return null
    const accepted = login.facts.outcome === 'accepted'
    const key = view.key
    return {
      certainty: 'proved',
      ...(accepted ? { severity: 'warning' as const } : {}),
      evidence: {
        keyInput: login.keyInput,
        user: login.user,
        keyType: key?.type ?? null,
        fingerprint: key?.fingerprint ?? null,
        passwordToo: login.passwordFailure !== null,
        acceptedBy: accepted ? login.facts.acceptedBy : null,
      },
      candidates: candidates(whyKeyFails(login), view.server),
      explains: ['auth/password-rejected', 'auth/password-disabled', 'auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, keyType, fingerprint, passwordToo, acceptedBy }, view) {
    const login = view.auth
    const key =
      fingerprint === null ? say`The key` : say`The ${keyType ?? 'private'} key ${fingerprint}`
    return {
      verdict:
        acceptedBy !== null
          ? say`The key is not accepted for the user ${user}; the password was`
          : passwordToo
            ? say`Neither the key nor the password is accepted for the user ${user}`
            : say`The server does not accept this key for the user ${user}`,
      why: say`the server itself answered so. It never says why: an unknown user, a key that is not listed and wrong permissions look the same from outside.`,
      observed: [
        say`${key} was offered for the user ${user} and refused before anything was signed.`,
        ...(acceptedBy === null ? [] : [say`Then ${acceptedBy} let us in.`]),
        ...offeredMethods(login?.methods ?? null),
        ...(passwordToo
          ? [say`That neither fits speaks for the user name, or for another server than was meant.`]
          : []),
        ...usualName(user),
      ],
      fixes: [
        ...providerFix(view, 'key'),
        addKey(view.server),
        ...otherFixes(view.facts.key.state === 'observed', fingerprint),
      ],
    }
  },
  pointsAt: (evidence) => evidence.keyInput,
})

/** Names that are right on one system image and wrong on the next. */
function usualName(user: string): readonly Words[] {
  if (user === 'root') {
    return [say`Many system images keep root out and have a first user of another name.`]
  }
  if (!defaultUsers.includes(user)) return []
  return [say`${user} is the first user of some system images; others call theirs differently.`]
}

/** The reasons that sshd hides behind one answer, in the order that the facts suggest. */
export function whyKeyFails(login: Login): readonly ServerCauseId[] {
  const listed: ServerCauseId[] = ['server/key-not-listed']
  const user: ServerCauseId[] = ['server/user-missing']
  const files: ServerCauseId[] = [
    'server/home-permissions',
    'server/authorized-keys-missing',
    'server/authorized-keys-malformed',
    'server/key-restricted',
  ]
  const account: ServerCauseId[] = [
    'server/user-not-allowed',
    'server/account-locked',
    'server/shell-missing',
    'server/selinux-context',
  ]
  // Root is on every Unix, so what keeps it out is the switch made for it.
  if (login.isRoot) return [...listed, 'server/root-login-off', ...files, ...account]
  // Two credentials that both fail have the user name in common.
  if (login.passwordFailure)
    return [...user, ...listed, 'server/user-not-allowed', ...files, ...account.slice(1)]
  return [...listed, ...user, ...files, ...account]
}

function otherFixes(keyKnown: boolean, fingerprint: string | null): Fix[] {
  return [
    author(
      say`Check that ${inputName('username')} is the account that the key was added for, and that the secret holds the key that belongs to it: this prints the fingerprint of a key on your own machine.`,
      sh('ssh-keygen -lf ~/.ssh/id_ed25519.pub'),
    ),
    provider(
      keyKnown && fingerprint !== null
        ? say`Ask: "Is the key ${fingerprint} authorised for SSH in this account?" In control panels a key must often be imported and then authorised as well.`
        : say`Ask whether the key is authorised for SSH in this account.`,
    ),
  ]
}

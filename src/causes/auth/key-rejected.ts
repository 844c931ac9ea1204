import { defaultUsers } from '../../knowledge/default-users'
import { providerOf } from '../../knowledge/providers'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import type { ServerCauseId } from '../../facts/cause-ids'
import { addKey, addKeyFromComputer, addKeyInPanel } from '../fixes/add-key'
import { askHost, sh, onComputer } from '../fixes/build'
import { type Login, loginOf, offeredMethods } from '../readings/login'
import { candidates } from '../server'
import type { View } from '../view'

export const keyRejected = defineCause({
  id: 'auth/key-rejected',
  title: 'The server rejected the key for this user',
  severity: 'error',
  retry: 'once',
  page: {
    means:
      'The server answered that it does not accept this key for this user. Most often, the public key is not in the `authorized_keys` of that user: another key was added, or the key was added for another user. A server never gives the reason, so that attackers cannot learn which users exist. An unknown user, a home directory that others can write to, and a user who is not allowed to log in look exactly the same.',
    detection:
      'The server refused the key when it was offered, before anything was signed. If it had accepted the key and refused the login afterwards, the finding would be auth/login-refused. If it had not offered public key authentication, it would be auth/publickey-disabled. (TinySSH accepts every key at first, so there the two cannot be distinguished.)',
    firstMove:
      'Compare `ssh-keygen -y -f KEY` with `~/.ssh/authorized_keys` of this user on the server, and check the user name.',
  },
  lookalikes: {
    'A refusal after the signature, a method that is not offered, or a login that never got an answer':
      'The server answered the offer of the key itself with a failure.',
  },
  needs: ['auth'],
  judge(view) {
    const login = loginOf(view)
    if (!login.keyFailed || login.refusedAfterKey || login.acceptedBy === 'publickey') return null
    const accepted = login.outcome === 'accepted'
    const agentKeys = view.key?.agentKeys ?? []
    return {
      // A key of the agent that was not offered might be the right one.
      certainty: agentKeys.length > refusedKeys(view).length ? 'likely' : 'proved',
      severity: accepted ? 'warning' : 'error',
      evidence: {
        keyInput: login.keyInput,
        user: login.user,
        keyType: view.key?.type ?? null,
        fingerprint: view.server.keyFingerprint,
        passwordToo: login.passwordFailure !== null,
        acceptedBy: accepted ? login.acceptedBy : null,
        inAgent: agentKeys.length,
      },
      candidates: candidates(whyKeyFails(login), view.server),
      explains: ['auth/password-rejected', 'auth/password-disabled', 'auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, keyType, fingerprint, passwordToo, acceptedBy, inAgent }, view) {
    const keysOnlyThere = providerOf(view.input.host ?? '')?.keysOnlyThere === true
    const key =
      fingerprint === null ? say`The key` : say`The ${keyType ?? 'private'} key ${fingerprint}`
    const refused = refusedKeys(view)
    const fromAgent = inAgent > 0
    return {
      verdict: fromAgent
        ? say`The server rejected ${refused.length} ${literal(refused.length === 1 ? 'key' : 'keys')} of the SSH agent for the user ${user}`
        : acceptedBy !== null
          ? say`The server rejected the key for the user ${user}, but accepted the password`
          : passwordToo
            ? say`Neither the key nor the password is accepted for the user ${user}`
            : say`The server rejected the key for the user ${user}`,
      why: say`the server looked at the key and refused it. It never says why. Most often the key was not added for this user, or the user name is wrong.`,
      observed: [
        ...(fromAgent
          ? refused.map((each) => say`The server refused the key ${each} of the SSH agent.`)
          : [
              say`${key} was offered for the user ${user}, and refused before anything was signed.`,
            ]),
        inAgent > refused.length &&
          say`The agent has ${inAgent} keys. This check offers five of them at most, and signs with one at most.`,
        acceptedBy !== null && say`Then the server accepted the login by ${acceptedBy}.`,
        ...offeredMethods(view.auth.methods),
        passwordToo &&
          say`As both were refused, the user name or the server itself may be the wrong one.`,
        usualName(user),
      ],
      fixes: [
        addKeyInPanel(view),
        !keysOnlyThere && acceptsPassword(view) && addKeyFromComputer(view),
        !keysOnlyThere && addKey(view.server),
        onComputer(
          say`Check that ${inputName('username')} is the account to which the key was added, and that ${literal(fromAgent ? 'the agent has' : 'the secret holds')} the matching private key. This prints the fingerprint of a key on your machine.`,
          sh('ssh-keygen -lf ~/.ssh/id_ed25519.pub'),
        ),
        askHost(
          fingerprint === null
            ? say`Ask whether the key is authorized for SSH in this account.`
            : say`Ask: "Is the key ${fingerprint} authorized for SSH in this account?" In many control panels, a key must be imported first and then authorized. A cloud (DigitalOcean, Hetzner) gives the keys of its panel only to new servers.`,
        ),
      ],
    }
  },
  pointsAt: ({ keyInput }) => keyInput,
})

/** A POSIX server on which the password works for people, as far as it says. */
const acceptsPassword = ({ auth: { methods }, server }: View<'auth'>) =>
  methods?.includes('password') === true && server.system !== 'windows' && server.publicKey !== null

/** Names that are right on one system image and wrong on another. */
function usualName(user: string): Words | false {
  if (user === 'root') {
    return say`Many system images block root and have a first user with another name.`
  }
  return (
    defaultUsers.includes(user) &&
    say`${user} is the first user of some system images; on others, that user has another name.`
  )
}

/** Fingerprints of the keys of an agent that the server refused. */
function refusedKeys({ auth, key }: View<'auth'>): readonly string[] {
  if (key?.agentKeys === undefined) return []
  const offers = auth.attempts.filter(
    ({ method, answer }) => method === 'publickey' && answer === 'failure',
  )
  return [...new Set(offers.flatMap((offer) => offer.fingerprint ?? key.fingerprint ?? []))]
}

/** The reasons that sshd hides behind one answer, in the order that the facts suggest. */
export function whyKeyFails({ isRoot, passwordFailure, typeIs }: Login): readonly ServerCauseId[] {
  const type: readonly ServerCauseId[] = typeIs === 'accepted' ? [] : ['server/key-type-refused']
  const files: readonly ServerCauseId[] = [
    'server/home-permissions',
    'server/authorized-keys-missing',
    'server/authorized-keys-malformed',
    'server/key-restricted',
    ...(typeIs === 'often-refused' ? type : []),
  ]
  const account: readonly ServerCauseId[] = ['server/account-locked', 'server/shell-missing']
  const rare: readonly ServerCauseId[] = [
    'server/home-unavailable',
    'server/certificates-only',
    'server/key-command-fails',
    ...(typeIs === 'unknown' ? type : []),
    'server/selinux-context',
  ]
  if (passwordFailure && !isRoot) {
    // Two credentials that both fail have the user name in common.
    const first = [
      'server/user-missing',
      'server/key-not-listed',
      'server/user-not-allowed',
    ] as const
    return [...first, ...files, ...account, ...rare]
  }
  // Root exists on every Unix, so what blocks it is the option for root.
  const user = isRoot ? 'server/root-login-off' : 'server/user-missing'
  return ['server/key-not-listed', user, ...files, 'server/user-not-allowed', ...account, ...rare]
}

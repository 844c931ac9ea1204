import { admin, provider } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say, type Words } from '../../text/words'
import { brokenProtocol } from '../readings/broken-protocol'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { candidates } from '../server'
import { loginOf, messagesAfterAnswer } from '../readings/login'
export const authClosed = defineCause({
  id: 'auth/closed',
  title: 'The server ended the connection during the login',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'Everything up to the login went well, and then the server closed the connection instead of answering. A rule refused the account (PAM, access.conf, `RefuseConnection`, a key for forced commands alone), or sshd met an error of its own.',
    detection:
      'The connection ended during authentication, without a yes or a no. When it ends after the signature the key was right, and it is the account that is refused.',
    alsoSeenAs: [
      'Connection closed by',
      'Connection reset by peer',
      'client_loop: send disconnect: Broken pipe',
      'ssh: handshake failed: EOF',
      'fatal: Access denied for user … by PAM account configuration [preauth]',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login) return null
    const { outcome, attempts, disconnect } = login.facts
    if (outcome !== 'closed' && outcome !== 'reset' && outcome !== 'disconnected') return null
    const afterKey = attempts.some(({ pkOk }) => pkOk === true)
    const text = disconnect?.text ?? messagesAfterAnswer(login.facts)
    const ids = afterKey
      ? (['server/user-not-allowed', 'server/account-locked', 'server/disk-full'] as const)
      : (['server/config-invalid', 'server/user-not-allowed', 'server/disk-full'] as const)
    const unread = login.facts.error ?? null
    return {
      certainty: unread === null ? 'proved' : 'possible',
      // Another client may read it.
      ...(unread === null ? {} : { severity: 'warning' as const }),
      evidence: {
        user: login.user,
        text: clip(text.trim(), 200),
        afterKey,
        reset: outcome === 'reset',
        unread,
      },
      candidates:
        unread === null
          ? candidates(
              afterKey && login.isRoot ? ['server/root-login-off', ...ids] : ids,
              view.server,
            )
          : [],
    }
  },
  explain({ user, text, afterKey, reset, unread }, view) {
    if (unread !== null) return brokenProtocol('the login', unread)
    const system = serverSystems[view.server.system]
    const methods = view.auth?.methods ?? null
    return {
      verdict: afterKey
        ? say`The key is right, but the server hung up instead of letting the user ${clip(user, 40)} in`
        : say`The server hung up as soon as the user ${clip(user, 40)} was to log in`,
      why: say`the connection ended during the login. Why is only in the log of the server.`,
      observed: [
        say`The server ${ended(reset)} the connection ${moment(afterKey)}.`,
        ...(text === '' ? [say`It gave no reason.`] : [say`It said: ${text}`]),
        ...(methods === null ? [say`It had not even told which methods it offers.`] : []),
      ],
      fixes: [
        admin(say`Read the last lines of the server's log: they name the rule or the error.`, {
          language: system.language,
          text: system.log,
        }),
        provider(
          say`Ask: "Why does SSH close the connection for the user ${user} during the login?"`,
        ),
      ],
    }
  },
})

const ended = (reset: boolean): Words => (reset ? say`reset` : say`closed`)

const moment = (afterKey: boolean): Words =>
  afterKey ? say`after it had accepted the key and we had signed` : say`when we asked to log in`

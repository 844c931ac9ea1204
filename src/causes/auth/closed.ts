import { say } from '../../text/words'
import { defineCause } from '../cause'
import { provider, readLog } from '../fixes/build'
import type { ServerCauseId } from '../../facts/cause-ids'
import { brokenProtocol } from '../readings/broken-protocol'
import { clip } from '../readings/clip'
import { loginOf } from '../readings/login'
import { candidates } from '../server'

export const authClosed = defineCause({
  id: 'auth/closed',
  title: 'The server closed the connection during the login',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'Everything up to the login worked. Then the server closed the connection instead of answering. Either a rule refused the account (PAM, access.conf, `RefuseConnection`, a key for forced commands only), or sshd itself failed.',
    detection:
      'The connection ended during authentication, and the server answered neither yes nor no. If it ended after the signature, the key was right, and the server refused the account.',
    alsoSeenAs: [
      'Connection closed by',
      'Connection reset by peer',
      'client_loop: send disconnect: Broken pipe',
      'ssh: handshake failed: EOF',
      'fatal: Access denied for user … by PAM account configuration [preauth]',
    ],
  },
  needs: ['auth'],
  judge(view) {
    const { outcome, attempts, disconnect, message, user, isRoot, error } = loginOf(view)
    if (outcome !== 'closed' && outcome !== 'reset' && outcome !== 'disconnected') return null
    const afterKey = attempts.some(({ pkOk }) => pkOk === true)
    const unread = error ?? null
    const text = clip((disconnect?.text ?? message).trim(), 200)
    const evidence = { user, text, afterKey, reset: outcome === 'reset', unread }
    // Another client may be able to read it.
    if (unread !== null) return { certainty: 'possible', severity: 'warning', evidence }
    const ids: readonly ServerCauseId[] = afterKey
      ? ['server/user-not-allowed', 'server/account-locked', 'server/disk-full']
      : ['server/config-invalid', 'server/user-not-allowed', 'server/disk-full']
    return {
      certainty: 'proved',
      evidence,
      candidates: candidates(
        afterKey && isRoot ? ['server/root-login-off', ...ids] : ids,
        view.server,
      ),
    }
  },
  explain({ user, text, afterKey, reset, unread }, { auth, server }) {
    if (unread !== null) return brokenProtocol('the login', unread)
    const when = afterKey
      ? say`after it accepted the key and received the signature`
      : say`when the login began`
    return {
      verdict: afterKey
        ? say`The server accepted the key of the user ${clip(user, 40)}, then closed the connection`
        : say`The server closed the connection when the user ${clip(user, 40)} tried to log in`,
      why: say`the connection ended during the login. Only the log of the server has the reason.`,
      observed: [
        reset
          ? say`The server reset the connection ${when}.`
          : say`The server closed the connection ${when}.`,
        text === '' ? say`It gave no reason.` : say`It said: ${text}`,
        auth.methods === null && say`It had not yet listed its authentication methods.`,
      ],
      fixes: [
        readLog(
          server,
          say`Read the last lines of the server's log. They name the rule or the error.`,
        ),
        provider(
          say`Ask: "Why does SSH close the connection for the user ${user} during the login?"`,
        ),
      ],
    }
  },
})

import { say } from '../../text/words'
import { defineCause } from '../cause'
import { inNetwork, askHost, readLog } from '../fixes/build'
import type { ServerCauseId } from '../../facts/cause-ids'
import { isTailscale } from '../../knowledge/ssh-servers'
import { brokenProtocol, othersMayRead } from '../readings/broken-protocol'
import { clip } from '../readings/clip'
import { loginOf } from '../readings/login'
import { saidOfLogin, saysLoginRefused } from '../readings/said'
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
    firstMove: 'Look at the log on the server: `sudo journalctl -u ssh -n 50`.',
  },
  lookalikes: {
    'A device on the way that ended the connection':
      'The server gave its reason in the encrypted connection.',
  },
  needs: ['auth'],
  judge(view) {
    const { outcome, attempts, user, isRoot, error } = loginOf(view)
    if (outcome !== 'closed' && outcome !== 'reset' && outcome !== 'disconnected') return null
    const afterKey = attempts.some(({ pkOk }) => pkOk === true)
    const unread = error ?? null
    const text = clip(saidOfLogin(view.auth), 200)
    const saysWhy = saysLoginRefused(text)
    const evidence = { user, text, saysWhy, afterKey, reset: outcome === 'reset', unread }
    if (unread !== null)
      return othersMayRead(unread)
        ? { certainty: 'possible', severity: 'warning', evidence }
        : { certainty: 'likely', evidence }
    const rule = ['server/user-not-allowed', 'server/account-locked'] as const
    const ids: readonly ServerCauseId[] = saysWhy
      ? afterKey
        ? rule
        : []
      : afterKey
        ? [...rule, 'server/pam-broken', 'server/disk-full']
        : [
            'server/config-invalid',
            'server/upgrade-incomplete',
            'server/user-not-allowed',
            'server/disk-full',
          ]
    return {
      // Only what is said in the encrypted connection is certainly the server's: a device on the way can end it, too.
      certainty: text === '' ? 'likely' : 'proved',
      evidence,
      candidates: candidates(
        afterKey && isRoot ? ['server/root-login-off', ...ids] : ids,
        view.server,
      ),
    }
  },
  explain({ user, text, saysWhy, afterKey, reset, unread }, { auth, banner, server }) {
    if (unread !== null) return brokenProtocol('the login', unread)
    const when = afterKey
      ? say`after it accepted the key and received the signature`
      : say`when the login began`
    const tailscale = isTailscale(banner?.software ?? null)
    return {
      verdict: saysWhy
        ? say`The server refused the login of the user ${clip(user, 30)}: ${clip(firstLine(text), 60)}`
        : afterKey
          ? say`The server accepted the key of the user ${clip(user, 40)}, then closed the connection`
          : say`The server closed the connection when the user ${clip(user, 40)} tried to log in`,
      why: saysWhy
        ? say`the server itself gave this reason, and closed the connection.`
        : say`the connection ended during the login. Only the log of the server has the reason.`,
      observed: [
        reset
          ? say`The server reset the connection ${when}.`
          : say`The server closed the connection ${when}.`,
        text === '' ? say`It gave no reason.` : say`It said: ${text}`,
        auth.methods === null && say`It had not yet listed its authentication methods.`,
      ],
      fixes: [
        tailscale &&
          inNetwork(
            say`Tailscale answers on this machine, and its access rules decide. In the policy file of the tailnet, add a rule to ${'ssh'} with the tag of the runner in ${'src'}, the machine in ${'dst'}, this user in ${'users'}, and ${'"action": "accept"'}.`,
          ),
        saysWhy && !tailscale && askHost(say`Ask for a change of the rule that the server names.`),
        !tailscale &&
          readLog(
            server,
            say`Read the last lines of the server's log. They name the rule or the error.`,
          ),
        !tailscale &&
          askHost(
            say`Ask: "Why does SSH close the connection for the user ${user} during the login?"`,
          ),
      ],
    }
  },
})

/** The first line of a text that has letters: notices are framed with lines of other characters. */
function firstLine(text: string): string {
  return text.split('\n').find((line) => /[a-z]/i.test(line)) ?? text
}

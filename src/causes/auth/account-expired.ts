import { accountCommands } from '../../knowledge/account-commands'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, commands, askHost } from '../fixes/build'
import { userWord } from '../fixes/quoted'
import { clip } from '../readings/clip'
import { loginOf } from '../readings/login'

export const accountExpired = defineCause({
  id: 'auth/account-expired',
  title: 'The account has expired',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The account has an end date that has passed, or its password is so old that the account was closed. The key is right, but the server no longer accepts logins of this account.',
    detection:
      'The server accepted the key, sent the message of PAM about the account, and closed the connection. (An sshd without PAM answers as for a wrong key.)',
    firstMove:
      'Ask the admin of the server to extend the account: `sudo chage -l USER` shows its date.',
  },
  lookalikes: {
    'A text that everybody gets, such as a legal notice':
      'It came after the credentials, and names the account.',
  },
  needs: ['auth'],
  judge(view) {
    const { outcome, user, message } = loginOf(view)
    if (outcome === 'accepted') return null
    if (!/account (has|is) (expired|been disabled)/i.test(message)) return null
    return {
      certainty: 'proved',
      evidence: { user, message: clip(message, 200) },
      explains: ['auth/closed', 'auth/key-rejected', 'auth/password-rejected', 'auth/stalled'],
    }
  },
  explain({ user, message }, { server }) {
    const name = userWord(server)
    const { showDates, removeEndDate, endGrace } = accountCommands(server.system)
    return {
      verdict: say`The account ${clip(user, 40)} has expired on the server`,
      why: say`the server accepted the credentials, and then said so itself.`,
      observed: [say`The server said: ${message}`],
      fixes: [
        onServer(
          say`Check the dates of the account, and ask its admin why it was set to expire.`,
          commands(server.system, showDates(name)),
        ),
        onServer(
          say`If the account should stay, remove its end date. Its password does not change.`,
          commands(server.system, removeEndDate(name)),
        ),
        endGrace !== null &&
          onServer(
            say`If ${'Password inactive'} is the date that has passed, disable this grace period.`,
            commands(server.system, endGrace(name)),
          ),
        askHost(say`Ask whether the account, or the contract for it, has expired.`),
      ],
    }
  },
})

import { admin, provider } from '../fixes/build'
import { accountCommands } from '../../knowledge/account-commands'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { userWord } from '../fixes/quoted'
import { loginOf, messagesAfterAnswer } from '../readings/login'
export const accountExpired = defineCause({
  id: 'auth/account-expired',
  title: 'The account has expired',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The account has an end date that has passed, or its password is so old that the account was closed. The key is right, and the server lets the account in no more.',
    detection:
      'The server accepted the key, then sent the message of PAM about the account and closed. (An sshd without PAM answers as for a wrong key.)',
    alsoSeenAs: [
      'Your account has expired; please contact your system administrator.',
      'pam_unix(sshd:account): account … has expired (account expired)',
      'fatal: Access denied for user … by PAM account configuration [preauth]',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login || login.facts.outcome === 'accepted') return null
    const message = messagesAfterAnswer(login.facts)
    if (!/account (has|is) (expired|been disabled)/i.test(message)) return null
    return {
      certainty: 'proved',
      evidence: { user: login.user, message: clip(message, 200) },
      explains: ['auth/closed', 'auth/key-rejected', 'auth/password-rejected', 'auth/stalled'],
    }
  },
  explain({ user, message }, view) {
    const server = view.server
    const name = userWord(server)
    const { language } = serverSystems[server.system]
    const { showDates, removeEndDate, endGrace } = accountCommands(server.system)
    return {
      verdict: say`The account ${clip(user, 40)} has expired on the server`,
      why: say`the server accepted us, and then said so itself.`,
      observed: [say`The server said: ${message}`],
      fixes: [
        admin(say`Look at the dates of the account, and ask its admin why it was set to expire.`, {
          language,
          text: showDates(name),
        }),
        admin(say`If the account should go on, take its end date away. Its password stays.`, {
          language,
          text: removeEndDate(name),
        }),
        ...(endGrace === null
          ? []
          : [
              admin(
                say`If ${'Password inactive'} is the date that has passed: switch these days of grace off.`,
                { language, text: endGrace(name) },
              ),
            ]),
        provider(say`Ask whether the account or the contract behind it has run out.`),
      ],
    }
  },
})

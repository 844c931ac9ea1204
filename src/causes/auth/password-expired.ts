import { admin, author, commands, sh } from '../fixes/build'
import type { View } from '../view'
import { seen } from '../../facts'
import { accountCommands } from '../../knowledge/account-commands'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { userWord } from '../fixes/quoted'
import { type Login, loginOf, messagesAfterAnswer } from '../readings/login'
const detection =
  /required to change your password|password (has|is) expired|password change required|change your password|password aged|\bnew (unix )?password|retype|\(current\)|^current (unix )?password/i

export const passwordExpired = defineCause({
  id: 'auth/password-expired',
  title: 'The password must be changed first',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The password of the account has expired, or the server was made with one that must be changed at the first login. Until somebody does, no command runs, not even after a login by key.',
    detection:
      'The server asks for a new password, says so after the login, or every command ends with the words of the passwd program.',
    alsoSeenAs: [
      'You are required to change your password immediately (administrator enforced).',
      'WARNING: Your password has expired.',
      'Password change required but no TTY available.',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    const message = login ? messageOf(login, view) : null
    if (!login || message === null) return null
    return {
      certainty: 'proved',
      evidence: { user: login.user, message: clip(message, 200) },
      explains: [
        'auth/password-rejected',
        'auth/key-rejected',
        'auth/second-factor',
        'auth/closed',
        'auth/stalled',
      ],
    }
  },
  explain({ user, message }, view) {
    const server = view.server
    const name = userWord(server)
    return {
      verdict: say`The password of the user ${clip(user, 40)} must be changed before anything runs`,
      why: say`the server itself said so.`,
      observed: [
        message === ''
          ? say`The server asked for a new password.`
          : say`The server said: ${message}`,
      ],
      fixes: [
        author(
          say`Log in once by hand and change it (this asks for the new one), then update the secret if the workflow uses it.`,
          sh(`ssh ${name}@HOST`),
        ),
        admin(
          say`Or ask the admin who set this, and let the password of the deploy user never expire. The password stays.`,
          commands(server.system, accountCommands(server.system).keepPassword(name)),
        ),
      ],
    }
  },
})

/** The server's own words; empty when it only asked for a new password; null when nothing speaks for it. */
function messageOf(login: Login, view: View): string | null {
  const session = view.session
  const exec = session ? seen(session.exec) : null
  const texts = [messagesAfterAnswer(login.facts)]
  if (exec && !exec.tokenSeen) texts.push(exec.stderr, exec.before, exec.after)
  for (const { prompts } of login.facts.attempts) texts.push(...prompts)
  const found = texts.find((text) => detection.test(text))
  // With the message alone a command may still run: then there is nothing to mend for the deploy.
  if (found !== undefined && !(exec?.tokenSeen ?? false)) return found.trim()
  return login.facts.attempts.some(({ changeRequested }) => changeRequested) ? '' : null
}

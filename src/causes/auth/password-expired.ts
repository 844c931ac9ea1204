import { accountCommands } from '../../knowledge/account-commands'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, commands, sh, onComputer } from '../fixes/build'
import { userWord } from '../fixes/quoted'
import { clip } from '../readings/clip'
import { loginOf } from '../readings/login'
import { execOf } from '../readings/shell'
import type { View } from '../view'

const wordsOfExpiry =
  /required to change your password|password (has|is) expired|password change required|change your password|password aged|\bnew (unix )?password|retype|\(current\)|^current (unix )?password/i

export const passwordExpired = defineCause({
  id: 'auth/password-expired',
  title: 'The password has expired and must be changed',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The password of the account has expired, or the server was created with a password that must be changed at the first login. Until then, no command runs, not even after a login by key.',
    detection:
      'The server asks for a new password, says so after the login, or every command ends with the words of the passwd program.',
    firstMove: 'Log in by hand once, and set a new password.',
  },
  lookalikes: {
    'A password that is wrong':
      'The server asked for a new password, or said that the old one has expired.',
  },
  needs: ['auth'],
  judge(view) {
    const message = messageOf(view)
    if (message === null) return null
    return {
      certainty: 'proved',
      evidence: { user: view.auth.user, message: clip(message, 200) },
      explains: [
        'auth/password-rejected',
        'auth/key-rejected',
        'auth/second-factor',
        'auth/closed',
        'auth/stalled',
      ],
    }
  },
  explain({ user, message }, { server }) {
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
        onComputer(
          say`Log in once by hand and change the password (the server asks for the new one). Then update the secret if the workflow uses it.`,
          sh(`ssh ${name}@HOST`),
        ),
        onServer(
          say`Or ask the admin who set this, and let the password of the deploy user never expire. The password itself does not change.`,
          commands(server.system, accountCommands(server.system).keepPassword(name)),
        ),
      ],
    }
  },
})

/** The server's own words; empty when it only asked for a new password; null when nothing suggests it. */
function messageOf(view: View<'auth'>): string | null {
  const { message, attempts } = loginOf(view)
  const exec = execOf(view)
  const texts = [message]
  if (exec && !exec.tokenSeen) texts.push(exec.stderr, exec.before, exec.after)
  for (const { prompts } of attempts) texts.push(...prompts)
  const found = texts.find((text) => wordsOfExpiry.test(text))
  // In spite of the message, a command may still run. Then the deploy needs no fix.
  if (found !== undefined && !exec?.tokenSeen) return found.trim()
  return attempts.some(({ changeRequested }) => changeRequested) ? '' : null
}

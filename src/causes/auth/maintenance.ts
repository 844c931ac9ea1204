import { say } from '../../text/words'
import { defineCause, type Judgment } from '../cause'
import { onServer, inWorkflow, readLog, sh } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { clip } from '../readings/clip'
import { type Login, loginOf } from '../readings/login'
import { execOf } from '../readings/shell'
import type { Evidence } from '../finding'

interface Maintenance extends Evidence {
  readonly message: string
  /** closed: the login ended with it; session: the login works, and every command answers with it. */
  readonly seenIn: 'closed' | 'session'
  /** The words are those of such a file, and not only the moment at which they came. */
  readonly saysSo: boolean
}

export const maintenance = defineCause({
  id: 'auth/maintenance',
  title: 'Logins are disabled on the server (nologin)',
  severity: 'error',
  pointsAt: null,
  retry: 2,
  saysAll: true,
  page: {
    means:
      'The file `/etc/nologin` (or `/run/nologin`) exists on the server. The server is booting, shutting down or under maintenance, and only root can log in. The key and the user are right.',
    detection:
      'The server accepted the key, then sent the text of that file and closed the connection. If the text is one that only a person would write, the finding is likely, not proved. Without PAM, sshd accepts the login, and every command ends with code 254 and the text.',
    firstMove: 'Wait until the server has started, and run the job again.',
  },
  lookalikes: {
    'A rule about this account':
      'The text is that of a nologin file, and came after the credentials.',
  },
  needs: ['auth'],
  judge(view): Judgment<Maintenance> | null {
    const login = loginOf(view)
    const { message, outcome } = login
    const ended = !['accepted', 'rejected', 'partial'].includes(outcome)
    const saysSo = isNologin(message)
    if (ended && (saysSo || (endedAfterCredentials(login) && isCustomText(message)))) {
      return {
        certainty: saysSo ? 'proved' : 'likely',
        evidence: { message: clip(message, 200), seenIn: 'closed', saysSo },
        explains: ['auth/closed', 'auth/key-rejected', 'auth/stalled'],
      }
    }
    const exec = execOf(view)
    const text = exec?.stderr.trim() ?? ''
    if (exec?.exitCode !== 254 || exec.tokenSeen || text === '') return null
    return {
      certainty: 'likely',
      evidence: { message: clip(text, 200), seenIn: 'session', saysSo: isNologin(text) },
    }
  },
  explain({ message, seenIn, saysSo }, { server }) {
    return {
      verdict: say`Logins are disabled on the server at the moment`,
      why:
        seenIn === 'session'
          ? say`while a nologin file exists, sshd ends every command with code 254 and this text.`
          : saysSo
            ? say`the server accepted the credentials, then closed the connection with the message that it sends while logins are disabled.`
            : say`the server accepted the credentials, then sent a custom text and closed the connection. The file ${'/etc/nologin'} does that; another rule of PAM could.`,
      observed: [say`The server said: ${message}`],
      fixes: [
        inWorkflow(
          say`If the server was just started, make the preflight wait until it is up.`,
          withBlock({ wait: '2m' }),
        ),
        onServer(
          say`If the maintenance is over, find and remove the file that disables logins.`,
          sh('ls -l /etc/nologin /run/nologin'),
        ),
        !saysSo && readLog(server, say`If neither file exists, read the log. It names the rule.`),
      ],
    }
  },
})

/** The server closed the connection after a key that it had accepted, or after a password, as pam_nologin does. It accepts root. */
function endedAfterCredentials({ attempts, isRoot }: Login): boolean {
  const last = attempts.at(-1)
  if (isRoot || !last || !['closed', 'reset', 'disconnected'].includes(last.answer)) return false
  return last.method === 'publickey' ? last.pkOk === true : last.method !== 'none'
}

/**
 * A text that no module of PAM writes: those speak of the account, its password or its rights (pam_unix, pam_faillock,
 * pam_sss, pam_ldap). pam_nologin shows a file with any text that people write.
 */
function isCustomText(message: string): boolean {
  return (
    message !== '' &&
    !/account|password|passwd|log ?in|access|denied|permi(t|ssion)|allowed|authori[sz]|locked|expired|disabled|group|policy|user|home|failure/i.test(
      message,
    )
  )
}

/** The words of systemd's and shutdown's nologin files, and what people write into theirs. */
function isNologin(message: string): boolean {
  return /unprivileged users are not permitted|system is (booting|going down)|maintenance|no ?login|logins? (are|is) (disabled|not (allowed|permitted))|shut(ting)? ?down|reboot/i.test(
    message,
  )
}

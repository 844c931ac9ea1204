import { admin, author, sh } from '../fixes/build'
import { seen } from '../../facts'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause, type Evidence, type Judgment } from '../cause'
import { clip } from '../readings/clip'
import { type Login, loginOf, messagesAfterAnswer } from '../readings/login'
import { withBlock } from '../fixes/with-block'
interface Maintenance extends Evidence {
  readonly message: string
  /** closed: the login ended with it; session: the login works, and every command answers with it. */
  readonly seenIn: 'closed' | 'session'
  /** The words are those of such a file, and not only its moment. */
  readonly saysSo: boolean
}

export const maintenance = defineCause({
  id: 'auth/maintenance',
  title: 'The server lets nobody log in now',
  severity: 'error',
  pointsAt: null,
  retry: 2,
  saysAll: true,
  page: {
    means:
      'The file `/etc/nologin` (or `/run/nologin`) exists on the server: it is booting, shutting down or being worked on, and lets nobody but root in. The key and the user are right.',
    detection:
      'The server accepted the key, then sent the text of that file and closed. When the words are of a kind that nobody but a person writes, that is likely and not proved. Without PAM, sshd lets the client in and every command ends with code 254 and the text.',
    alsoSeenAs: [
      'System is booting up. Unprivileged users are not permitted to log in yet.',
      'System is going down. Unprivileged users are not permitted to log in anymore.',
      'Connection closed by',
    ],
  },
  needs: [],
  judge(view): Judgment<Maintenance> | null {
    const login = loginOf(view)
    if (!login) return null
    const ended = !['accepted', 'rejected', 'partial'].includes(login.facts.outcome)
    const message = messagesAfterAnswer(login.facts)
    const saysSo = isNologin(message)
    if (ended && (saysSo || (endedAfterCredentials(login) && isOwnText(message)))) {
      return {
        certainty: saysSo ? 'proved' : 'likely',
        evidence: { message: clip(message, 200), seenIn: 'closed', saysSo },
        explains: ['auth/closed', 'auth/key-rejected', 'auth/stalled'],
      }
    }
    const session = view.session
    const exec = session ? seen(session.exec) : null
    if (exec?.exitCode === 254 && !exec.tokenSeen && exec.stderr.trim() !== '') {
      return {
        certainty: 'likely',
        evidence: {
          message: clip(exec.stderr.trim(), 200),
          seenIn: 'session',
          saysSo: isNologin(exec.stderr),
        },
      }
    }
    return null
  },
  explain({ message, seenIn, saysSo }, view) {
    const system = serverSystems[view.server.system]
    return {
      verdict: say`The server lets nobody log in at the moment`,
      why:
        seenIn === 'closed'
          ? saysSo
            ? say`the server accepted us, then closed with the message that it sends while logins are off.`
            : say`the server accepted us, then sent a text that somebody wrote and closed. That is what the file ${'/etc/nologin'} does; another rule of PAM could.`
          : say`sshd ends every command with the code 254 and this text while a nologin file exists.`,
      observed: [say`The server said: ${message}`],
      fixes: [
        author(
          say`If the server was just started, let the preflight wait until it is up.`,
          withBlock({ wait: '2m' }),
        ),
        admin(
          say`If the work is done, remove the file that keeps logins off.`,
          sh('ls -l /etc/nologin /run/nologin'),
        ),
        ...(saysSo
          ? []
          : [
              admin(say`If neither file is there, the log names the rule.`, {
                language: system.language,
                text: system.log,
              }),
            ]),
      ],
    }
  },
})

/** The server hung up on a key that it had accepted, or on a password: where pam_nologin does. It lets root in. */
function endedAfterCredentials({ facts, isRoot }: Login): boolean {
  const last = facts.attempts.at(-1)
  if (isRoot || !last || !['closed', 'reset', 'disconnected'].includes(last.answer)) return false
  return last.method === 'publickey' ? last.pkOk === true : last.method !== 'none'
}

/**
 * A text that no module of PAM writes: those speak of the account, its password or its rights (pam_unix, pam_faillock,
 * pam_sss, pam_ldap). pam_nologin shows a file that people write as they like.
 */
function isOwnText(message: string): boolean {
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

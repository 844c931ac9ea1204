import { seen } from '../../facts'
import { say } from '../../words'
import { defineCause, type Evidence } from '../cause'
import { clip } from '../clip'
import { loginOf, messagesAfterAnswer } from './login'

interface Maintenance extends Evidence {
  readonly message: string
  /** closed: the login ended with it; session: we got in, and every command answers with it. */
  readonly seenIn: 'closed' | 'session'
}

export const maintenance = defineCause<Maintenance>({
  id: 'auth/maintenance',
  title: 'The server lets nobody log in now',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The file `/etc/nologin` (or `/run/nologin`) exists on the server: it is booting, shutting down or being worked on, and lets nobody but root in. The key and the user are right.',
    told: 'The server accepted the key, then sent the text of that file and closed. Without PAM, sshd lets the client in and every command ends with code 254 and the text.',
    alsoSeenAs: [
      'System is booting up. Unprivileged users are not permitted to log in yet.',
      'System is going down. Unprivileged users are not permitted to log in anymore.',
      'Connection closed by',
    ],
  },
  judge(facts) {
    const login = loginOf(facts)
    if (!login) return null
    const ended = !['accepted', 'rejected', 'partial'].includes(login.facts.outcome)
    const message = messagesAfterAnswer(login.facts)
    if (ended && isNologin(message)) {
      return {
        certainty: 'proved',
        evidence: { message: clip(message, 200), seenIn: 'closed' },
        explains: ['auth/closed', 'auth/key-rejected', 'auth/stalled'],
      }
    }
    const session = seen(facts.session)
    const exec = session ? seen(session.exec) : null
    if (exec?.exitCode === 254 && !exec.tokenSeen && exec.stderr.trim() !== '') {
      return {
        certainty: 'likely',
        evidence: { message: clip(exec.stderr.trim(), 200), seenIn: 'session' },
      }
    }
    return null
  },
  explain({ message, seenIn }) {
    return {
      verdict: say`The server lets nobody log in at the moment`,
      why:
        seenIn === 'closed'
          ? say`the server accepted us, then closed with the message that it sends while logins are off.`
          : say`sshd ends every command with the code 254 and this text while a nologin file exists.`,
      observed: [say`The server said: ${message}`],
      fixes: [
        {
          who: 'workflow author',
          what: say`If the server was just started, let the preflight wait until it is up.`,
          paste: { language: 'yaml', text: 'wait: 2m' },
        },
        {
          who: 'server admin',
          what: say`If the work is done, remove the file that keeps logins off.`,
          paste: { language: 'sh', text: 'ls -l /etc/nologin /run/nologin' },
        },
      ],
    }
  },
})

/** The words of systemd's and shutdown's nologin files, and what people write into theirs. */
function isNologin(message: string): boolean {
  return /unprivileged users are not permitted|system is (booting|going down)|maintenance|no ?login|logins? (are|is) (disabled|not (allowed|permitted))|shut(ting)? ?down|reboot/i.test(
    message,
  )
}

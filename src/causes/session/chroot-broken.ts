import type { ProtocolError } from '../../facts'
import { opensshVersion } from '../../knowledge/ssh-servers'
import { say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, commands, readLog } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { brokenProtocol } from '../readings/broken-protocol'
import { clip } from '../readings/clip'
import { type Shell, shellOf } from '../readings/shell'
import { candidates } from '../server'
import type { Evidence } from '../finding'

interface ChrootBroken extends Evidence {
  /**
   * sshd ended our command before it ran. code-255: the exit code of its fatal errors (log.c, cleanup_exit); code-254: PAM
   * opened no session (session.c, do_child).
   */
  readonly ending: 'closed' | 'reset' | 'code-255' | 'code-254'
  /** What the server said when it disconnected; empty when it said nothing. */
  readonly text: string
  readonly isRoot: boolean
  /** Why this check could not continue; null when the server ended the connection. */
  readonly unread: ProtocolError | null
}

export const chrootBroken = defineCause({
  id: 'session/chroot-broken',
  title: 'The server closes the connection after the login',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works, but the connection ends at the first request. With OpenSSH, the account is mostly restricted to a directory (`ChrootDirectory`). If that directory does not exist, does not belong to root, or others can write to it, sshd exits. For root, the cause can be `PermitRootLogin forced-commands-only`. A user without free processes, and a PAM session that fails, look the same.',
    detection:
      'The server accepted the login, and closed the connection when a session was opened. Or the command ended with code 255 or 254 before it ran, without a message. The log of the server has the reason.',
    firstMove: 'Look at the log of sshd right after the login: `sudo journalctl -u ssh -n 50`.',
  },
  needs: ['session'],
  judge(view) {
    const shell = shellOf(view)
    const isOpenssh = opensshVersion(view.banner?.software ?? null) !== null
    const ending = endingOf(shell, isOpenssh)
    if (!ending) return null
    const isRoot = view.input.user === 'root'
    const text = clip(shell.exec?.refusal?.text.trim() ?? '', 200)
    const unread = shell.exec?.error ?? null
    const isRead = unread === null
    return {
      certainty: isRead && ((isOpenssh && !isRoot) || text !== '') ? 'likely' : 'possible',
      // Another client may be able to read it.
      severity: isRead ? 'error' : 'warning',
      evidence: { ending, text, isRoot, unread },
      candidates: isRoot && isRead ? candidates(['server/root-login-off'], view.server) : [],
      explains: ['session/sftp-missing', 'session/stalled', 'session/forced-command'],
    }
  },
  explain(evidence, { server }) {
    const { ending, text, unread } = evidence
    if (unread !== null) return brokenProtocol('the session', unread)
    return {
      verdict: say`The login works, but the server closes the connection before anything runs`,
      why: whyOf(evidence),
      observed: [observedOf[ending], text !== '' && say`The server said: ${text}`],
      fixes: [
        readLog(server, say`Read the last lines of the log.`),
        text === '' &&
          ending !== 'code-254' &&
          onServer(
            say`If the account has a ${'ChrootDirectory'}, that directory and all its parents must belong to root. Nobody else can have write permission. Directories inside it can belong to the user.`,
            commands(server.system, userOptions(server, 'chrootdirectory')),
          ),
      ],
    }
  },
})

function whyOf({ ending, text, isRoot }: ChrootBroken): Words {
  if (text !== '') return say`the server itself ended the connection and gave a reason.`
  if (ending === 'code-254') {
    return say`sshd ends a command with code 254 when PAM opens no session for the account. The log of the server names the module that failed.`
  }
  return isRoot
    ? say`both ${'PermitRootLogin forced-commands-only'} and a ${'ChrootDirectory'} with wrong owner or permissions end a login of root like this. The log of the server says which one it is.`
    : say`a ${'ChrootDirectory'} with wrong owner or permissions ends a login like this. Other faults of the account can do so too. The log of the server says which one it is.`
}

const observedOf = {
  closed: say`The connection was closed when the first session was opened.`,
  reset: say`The connection was reset when the first session was opened.`,
  'code-254': say`The command ended with code 254 before it ran.`,
  'code-255': say`The command ended with code 255 and printed nothing, as after a fatal error of sshd.`,
} as const

function endingOf(
  { exec, refused, text, keyHasCommand }: Shell,
  isOpenssh: boolean,
): ChrootBroken['ending'] | null {
  if (exec?.outcome === 'closed' || exec?.outcome === 'reset') return exec.outcome
  if (!refused || exec === null) return null
  // A text on stderr comes from a nologin file: see auth/maintenance. A text on stdout is the message of the day.
  const isSilent = exec.stderr.trim() === '' && !keyHasCommand
  if (isOpenssh && exec.exitCode === 254 && isSilent) return 'code-254'
  return text === '' && exec.exitCode === 255 ? 'code-255' : null
}

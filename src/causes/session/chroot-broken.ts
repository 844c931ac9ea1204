import { admin, sh } from '../fixes/build'
import type { ProtocolError } from '../../facts'
import { opensshVersion } from '../../knowledge/ssh-servers'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { brokenProtocol } from '../readings/broken-protocol'
import { defineCause, type Evidence, type Fix } from '../cause'
import { clip } from '../readings/clip'
import { candidates } from '../server'
import { effectiveConfig } from '../fixes/quoted'
import { type Shell, shellOf } from '../readings/shell'

interface ChrootBroken extends Evidence {
  /**
   * sshd ended our command before it ran. code-255: its fatal errors end so (log.c, cleanup_exit); code-254: PAM opened no
   * session (session.c, do_child).
   */
  readonly ending: 'closed' | 'reset' | 'code-255' | 'code-254'
  /** What the server said as it disconnected; empty when nothing. */
  readonly text: string
  readonly isRoot: boolean
  /** Why it was this check that could not go on; null when the server ended the connection. */
  readonly unread: ProtocolError | null
}

export const chrootBroken = defineCause({
  id: 'session/chroot-broken',
  title: 'The server hangs up after the login',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works, and the connection ends at the first request. With OpenSSH that is mostly an account that is locked into a folder (`ChrootDirectory`) which does not belong to root, or that others can write to, or that does not exist: sshd then gives up. For root it can be `PermitRootLogin forced-commands-only`. A user who is out of processes, or a PAM session that fails, look the same.',
    detection:
      'The server accepted the login and closed the connection as soon as a session was opened, or ended the command with code 255 or 254 before it ran, without a word. The log of the server has the reason.',
    alsoSeenAs: [
      'client_loop: send disconnect: Broken pipe',
      'Connection reset by peer',
      'fatal: bad ownership or modes for chroot directory',
      'No response from server',
    ],
  },
  needs: [],
  judge(view) {
    const shell = shellOf(view)
    const openssh = opensshVersion(view.banner?.software ?? null) !== null
    const ending = shell && endingOf(shell, openssh)
    if (!ending) return null
    const isRoot = view.input.user === 'root'
    const text = clip(shell.exec?.refusal?.text.trim() ?? '', 200)
    const unread = shell.exec?.error ?? null
    return {
      certainty: unread === null && ((openssh && !isRoot) || text !== '') ? 'likely' : 'possible',
      // Another client may read it.
      ...(unread === null ? {} : { severity: 'warning' as const }),
      evidence: { ending, text, isRoot, unread },
      candidates:
        isRoot && unread === null ? candidates(['server/root-login-off'], view.server) : [],
      explains: ['session/sftp-missing', 'session/stalled', 'session/forced-command'],
    }
  },
  explain({ ending, text, isRoot, unread }, view) {
    if (unread !== null) return brokenProtocol('the session', unread)
    const server = view.server
    const system = serverSystems[server.system]
    const folder: Fix = admin(
      say`If the account has a ${'ChrootDirectory'}, that folder and all above it must belong to root and be writable by nobody else (folders inside it may belong to the user).`,
      sh(`${effectiveConfig(server)} | grep '^chrootdirectory'`),
    )
    return {
      verdict: say`The login works, but the server hangs up before anything runs`,
      why:
        text !== ''
          ? say`the server ended the connection itself and gave a reason.`
          : ending === 'code-254'
            ? say`sshd ends a command with the code 254 when PAM opens no session for the account; the log of the server names the module that failed.`
            : isRoot
              ? say`both ${'PermitRootLogin forced-commands-only'} and a ${'ChrootDirectory'} with wrong owner or permissions end a login of root this way; the log of the server says which.`
              : say`a folder for ${'ChrootDirectory'} with wrong owner or permissions ends a login this way. Other faults of the account can too; the log of the server says which.`,
      observed: [observedOf[ending], ...(text === '' ? [] : [say`The server said: ${text}`])],
      fixes: [
        admin(say`Read the last lines of the log.`, {
          language: system.language,
          text: system.log,
        }),
        ...(text === '' && ending !== 'code-254' ? [folder] : []),
      ],
    }
  },
})

const observedOf = {
  closed: say`The connection was closed when the first session was opened.`,
  reset: say`The connection was reset when the first session was opened.`,
  'code-254': say`The command ended with code 254 before it ran.`,
  'code-255': say`The command ended with code 255 and printed nothing, as when sshd itself gives up.`,
} as const

function endingOf(
  { exec, refused, text, keyHasCommand }: Shell,
  openssh: boolean,
): ChrootBroken['ending'] | null {
  if (exec?.outcome === 'closed' || exec?.outcome === 'reset') return exec.outcome
  if (!refused || exec === null) return null
  // With a text on stderr it is a nologin file: see auth/maintenance. What stands on stdout is the message of the day.
  const saysNothing = exec.stderr.trim() === '' && !keyHasCommand
  if (openssh && exec.exitCode === 254 && saysNothing) return 'code-254'
  return text === '' && exec.exitCode === 255 ? 'code-255' : null
}

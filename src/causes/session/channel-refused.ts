import { admin, author, sh, yaml } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause, type Evidence, type Judgment } from '../cause'
import { clip } from '../readings/clip'
import { effectiveConfig } from '../fixes/quoted'
import { shellOf } from '../readings/shell'
interface ChannelRefused extends Evidence {
  /** first: no session at all; second: only the one for SFTP is refused. */
  readonly channel: 'first' | 'second'
  readonly reason: number | null
  readonly text: string
}

export const channelRefused = defineCause({
  id: 'session/channel-refused',
  title: 'The server refuses a session',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works, and then the server opens no session: `MaxSessions` is 0 or used up, the account may forward ports and nothing else, or the server is short of something. When only the second session is refused, one at a time is allowed: deploys that open one are fine.',
    detection:
      'The server answered the request for a channel with a failure (RFC 4254 section 5.1).',
    alsoSeenAs: [
      'channel 0: open failed: connect failed: open failed',
      '(SSH) Channel open failure: open failed',
      'mux_client_request_session: session request failed: Session open refused by peer',
      'ssh: rejected: administratively prohibited (open failed)',
    ],
  },
  needs: [],
  judge(view): Judgment<ChannelRefused> | null {
    const shell = shellOf(view)
    if (!shell) return null
    const { exec, sftp } = shell
    if (exec?.outcome === 'channel-refused') {
      return {
        certainty: 'proved',
        evidence: {
          channel: 'first',
          reason: exec.refusal?.reason ?? null,
          text: clip(exec.refusal?.text.trim() ?? '', 160),
        },
        explains: ['session/sftp-missing'],
      }
    }
    if (sftp?.outcome !== 'channel-refused') return null
    return {
      certainty: 'proved',
      // TinySSH allows one session a connection, always: nothing is wrong unless SFTP is asked for.
      severity: view.input.sftp === 'required' ? 'warning' : 'notice',
      evidence: { channel: 'second', reason: null, text: clip(sftp.text.trim(), 160) },
    }
  },
  explain({ channel, reason, text }, view) {
    const first = channel === 'first'
    return {
      verdict: first
        ? say`The login works, but the server refuses to open a session`
        : say`The server allows one session at a time, so SFTP was not checked`,
      why: say`the server itself refused the request.`,
      observed: [
        ...(reason === null ? [] : [say`It gave the reason number ${reason}.`]),
        ...(text === '' ? [] : [say`It said: ${text}`]),
        ...(first ? [] : [say`The session before it, for a command, was allowed.`]),
      ],
      fixes: [
        admin(
          first
            ? say`Allow sessions for this user: ${'MaxSessions'} must be above 0, and its key must not be limited to forwarding. This prints what holds for the user.`
            : say`If the deploy opens several sessions at once, raise ${'MaxSessions'} (10 is usual).`,
          sh(`${effectiveConfig(view.server)} | grep -E '^(maxsessions|forcecommand|permittty)'`),
        ),
        ...(first
          ? []
          : [author(say`If the deploy uses no SFTP, switch this check off.`, yaml('sftp: off'))]),
      ],
    }
  },
})

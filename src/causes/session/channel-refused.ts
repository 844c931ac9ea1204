import { say } from '../../text/words'
import { defineCause, type Judgment } from '../cause'
import { onServer, inWorkflow, commands, yaml } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'
import type { Evidence } from '../finding'

interface ChannelRefused extends Evidence {
  /** first: no session at all; second: only the one for SFTP is refused. */
  readonly channel: 'first' | 'second'
  readonly reason: number | null
  readonly text: string
}

export const channelRefused = defineCause({
  id: 'session/channel-refused',
  title: 'The server refuses to open a session',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works, but the server does not open a session. `MaxSessions` is 0 or reached, the account can only forward ports, or the server is short of a resource. When only the second session is refused, the server allows one at a time. Deploys that open only one are fine.',
    detection:
      'The server answered the request for a channel with a failure (RFC 4254 section 5.1).',
    firstMove: 'Look at `MaxSessions` in sshd_config, and at how many sessions the step opens.',
  },
  lookalikes: { 'A connection that broke': 'The server answered the request with a failure.' },
  needs: ['session'],
  judge(view): Judgment<ChannelRefused> | null {
    const { exec, sftp, sftpRequired } = shellOf(view)
    if (exec?.outcome === 'channel-refused') {
      const { reason = null, text = '' } = exec.refusal ?? {}
      return {
        certainty: 'proved',
        evidence: { channel: 'first', reason, text: clip(text.trim(), 160) },
        explains: ['session/sftp-missing'],
      }
    }
    if (sftp?.outcome !== 'channel-refused') return null
    return {
      certainty: 'proved',
      // TinySSH always allows one session per connection: nothing is wrong unless SFTP is required.
      severity: sftpRequired ? 'warning' : 'notice',
      evidence: { channel: 'second', reason: null, text: clip(sftp.text.trim(), 160) },
    }
  },
  explain({ channel, reason, text }, { server }) {
    const isFirst = channel === 'first'
    return {
      verdict: isFirst
        ? say`The login works, but the server refuses to open a session`
        : say`The server allows one session at a time, so SFTP was not checked`,
      why: say`the server itself refused the request.`,
      observed: [
        reason !== null && say`It gave reason code ${reason}.`,
        text !== '' && say`It said: ${text}`,
        !isFirst && say`The session before it, for a command, was allowed.`,
      ],
      fixes: [
        onServer(
          isFirst
            ? say`Allow sessions for this user: ${'MaxSessions'} must be greater than 0, and its key must not be limited to forwarding. This command prints the settings for the user.`
            : say`If the deploy opens several sessions at once, raise ${'MaxSessions'} (the default is 10).`,
          commands(server.system, userOptions(server, '(maxsessions|forcecommand|permittty)')),
        ),
        !isFirst &&
          inWorkflow(say`If the deploy does not use SFTP, disable this check.`, yaml('sftp: off')),
      ],
    }
  },
})

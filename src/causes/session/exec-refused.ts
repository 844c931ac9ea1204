import { author, provider, yaml } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { shellOf } from '../readings/shell'
export const execRefused = defineCause({
  id: 'session/exec-refused',
  title: 'The server refuses to run commands',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works and a session opens, but the server does not take the request to run a command. OpenSSH never does that by itself: it is the way of devices, gateways, SFTP servers and bastion hosts that are no whole SSH server.',
    detection:
      'The server answered the `exec` request with a failure (RFC 4254 section 6.5). Where SFTP works, this is a warning, and nothing at all with `sftp: required`.',
    alsoSeenAs: ['exec request failed on channel 0', 'Unable to exec', 'ssh: command … failed'],
  },
  needs: [],
  judge(view) {
    const shell = shellOf(view)
    if (shell?.exec?.outcome !== 'request-refused' || shell.sftpIsEnough) return null
    const enough = shell.sftpWorks && !view.input.given.includes('commands')
    return {
      certainty: 'proved',
      ...(enough ? { severity: 'warning' as const } : {}),
      evidence: { sftpWorks: shell.sftpWorks },
    }
  },
  explain({ sftpWorks }) {
    return {
      verdict: sftpWorks
        ? say`The server takes SFTP, but refuses to run commands`
        : say`The login works, but the server refuses to run commands`,
      why: say`the server itself refused the request.`,
      observed: sftpWorks ? [say`SFTP works.`] : [],
      fixes: [
        ...(sftpWorks
          ? [
              author(
                say`If the deploy copies files by SFTP alone, say so, and this warning goes away.`,
                yaml('sftp: required'),
              ),
            ]
          : []),
        provider(say`Ask: "Can this account run commands over SSH, and if not, which one can?"`),
      ],
    }
  },
})

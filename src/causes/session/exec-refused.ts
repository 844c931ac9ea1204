import { say } from '../../text/words'
import { defineCause } from '../cause'
import { askHost } from '../fixes/build'
import { requireSftp } from '../fixes/require-sftp'
import { shellOf } from '../readings/shell'

export const execRefused = defineCause({
  id: 'session/exec-refused',
  title: 'The server refuses to run commands',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works and a session opens, but the server does not accept the request to run a command. OpenSSH never does that by itself. Devices, gateways, SFTP servers and bastion hosts do, as they are not complete SSH servers.',
    detection:
      'The server answered the `exec` request with a failure (RFC 4254 section 6.5). If SFTP works, this is a warning. With `sftp: required` it is not reported.',
    firstMove: 'Ask the host whether the account may run commands.',
  },
  lookalikes: {
    'A shell that fails': 'The server answered the request for a command with a failure.',
  },
  needs: ['session'],
  judge(view) {
    const { exec, sftpWorks, sftpIsEnough, runsCommands } = shellOf(view)
    if (exec?.outcome !== 'request-refused' || sftpIsEnough) return null
    return {
      certainty: 'proved',
      severity: sftpWorks && !runsCommands ? 'warning' : 'error',
      evidence: { sftpWorks },
    }
  },
  explain({ sftpWorks }) {
    return {
      verdict: sftpWorks
        ? say`The server allows SFTP, but refuses to run commands`
        : say`The login works, but the server refuses to run commands`,
      why: say`the server itself refused the request.`,
      observed: [sftpWorks && say`SFTP works.`],
      fixes: [
        sftpWorks && requireSftp,
        askHost(say`Ask: "Can this account run commands over SSH, and if not, which one can?"`),
      ],
    }
  },
})

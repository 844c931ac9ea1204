import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { requireSftp } from '../fixes/require-sftp'
import { sureLine } from '../readings/channel-use'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'

export const sftpOnly = defineCause({
  id: 'session/sftp-only',
  title: 'The account allows only SFTP',
  severity: 'warning',
  pointsAt: 'username',
  page: {
    means:
      'The login works, but the account allows only SFTP: no command runs in it. A deploy that copies files by SFTP works. One that uses ssh, rsync, or scp from before OpenSSH 9.0 does not.',
    detection:
      'A test command was run, and the server answered that it allows only SFTP. If a later step surely runs a command there, this is an error, and if the later steps only use SFTP, it is not reported. Where no later step is understood, it is a warning while SFTP works, and an error when it does not. With `sftp: required` it is not reported.',
    firstMove: 'Use an action for SFTP, or an account with a shell.',
  },
  lookalikes: {
    'A shell that fails': 'SFTP works, and the server said that it allows nothing else.',
  },
  needs: ['session'],
  judge(view) {
    const { kind, sftp, sftpWorks, sftpIsEnough, runsCommands, text, uses } = shellOf(view)
    if (kind !== 'sftp-only' || sftpIsEnough) return null
    const line = sureLine(uses.shell)
    return {
      certainty: 'proved',
      severity:
        (sftp !== null && !sftpWorks) || runsCommands || line !== null ? 'error' : 'warning',
      evidence: { line, text: clip(text, 200), sftpWorks },
      explains: ['session/noisy-shell', 'session/forced-command'],
    }
  },
  explain({ text, sftpWorks }, { server }) {
    return {
      verdict: say`The login works, but the account allows only SFTP`,
      why: say`the server itself said so when a command was run.`,
      observed: [
        say`The server printed: ${text}`,
        sftpWorks ? say`SFTP works.` : say`SFTP was not seen to work either.`,
      ],
      fixes: [
        requireSftp,
        inWorkflow(say`If it uses ssh or rsync, log in as a user with a shell, or deploy by SFTP.`),
        onServer(
          say`To let the account run commands, remove its ${'ForceCommand internal-sftp'}. This command prints the settings for the user.`,
          commands(server.system, userOptions(server, '(forcecommand|chrootdirectory)')),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

import { admin, author, sh, yaml } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { effectiveConfig } from '../fixes/quoted'
import { shellOf } from '../readings/shell'
export const sftpOnly = defineCause({
  id: 'session/sftp-only',
  title: 'The account is for SFTP alone',
  severity: 'warning',
  pointsAt: 'username',
  page: {
    means:
      'The login works, and the account is made for SFTP alone: no command runs in it. A deploy that copies files by SFTP is fine. One that uses ssh, rsync, or scp as it was before OpenSSH 9.0, is not.',
    detection:
      'A harmless command was run, and the server answered that it allows SFTP alone. Which way the deploy goes cannot be seen from here, so this is a warning while SFTP works, an error when it does not, and nothing at all with `sftp: required`.',
    alsoSeenAs: [
      'This service allows sftp connections only.',
      'rsync: connection unexpectedly closed (0 bytes received so far)',
      'protocol version mismatch -- is your shell clean?',
      'Process exited with status 1',
    ],
  },
  needs: [],
  judge(view) {
    const shell = shellOf(view)
    if (shell?.kind !== 'sftp-only' || shell.sftpIsEnough) return null
    const failed = shell.sftp !== null && !shell.sftpWorks
    const needed = view.input.given.includes('commands')
    return {
      certainty: 'proved',
      ...(failed || needed ? { severity: 'error' as const } : {}),
      evidence: { text: clip(shell.text, 200), sftpWorks: shell.sftpWorks },
      explains: ['session/noisy-shell', 'session/forced-command'],
    }
  },
  explain({ text, sftpWorks }, view) {
    return {
      verdict: say`The login works, but the account is for SFTP alone`,
      why: say`the server itself answered so when a command was run.`,
      observed: [
        say`The server printed: ${text}`,
        ...(sftpWorks ? [say`SFTP works.`] : [say`SFTP was not seen to work either.`]),
      ],
      fixes: [
        author(
          say`If the deploy copies files by SFTP, say so, and this warning goes away.`,
          yaml('sftp: required'),
        ),
        author(say`If it uses ssh or rsync, log in as a user with a shell, or deploy by SFTP.`),
        admin(
          say`To let the account run commands, take ${'ForceCommand internal-sftp'} away from it. This prints what holds for it now.`,
          sh(`${effectiveConfig(view.server)} | grep -E '^(forcecommand|chrootdirectory)'`),
        ),
      ],
    }
  },
})

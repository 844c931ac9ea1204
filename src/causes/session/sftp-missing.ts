import { admin, author, lines, sh, yaml } from '../fixes/build'
import type { SftpFacts } from '../../facts'
import { serverSystems } from '../../knowledge/server-systems'
import { say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { readAgain } from '../fixes/sshd-config'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'
export const sftpMissing = defineCause({
  id: 'session/sftp-missing',
  title: 'SFTP does not work',
  severity: 'warning',
  pointsAt: 'sftp',
  page: {
    means:
      'The login works, but SFTP does not start: the server has no SFTP subsystem, or the program that it names is not there. Deploys by SFTP fail, and so does scp since OpenSSH 9.0, which uses SFTP underneath. rsync and plain commands are not concerned.',
    detection:
      'The SFTP subsystem was asked for on the same connection, and the server refused it, or its program ended at once. With `sftp: required` this is an error, otherwise a warning.',
    alsoSeenAs: [
      'subsystem request failed on channel 0',
      'Unable to start subsystem: sftp',
      'Connection closed',
      'Received exit code 127 while establishing SFTP session',
      'scp: Connection closed',
    ],
  },
  needs: [],
  judge(view) {
    const shell = shellOf(view)
    const sftp = shell?.sftp
    if (!sftp || sftp.outcome === 'works') return null
    // A second channel that is refused says nothing of SFTP: see session/channel-refused.
    if (sftp.outcome === 'channel-refused') return null
    const proved = sftp.outcome === 'subsystem-refused' || sftp.outcome === 'exited'
    return {
      certainty: proved ? 'proved' : 'likely',
      ...(view.input.sftp === 'required' ? { severity: 'error' as const } : {}),
      evidence: {
        outcome: sftp.outcome,
        exitCode: sftp.exitCode,
        text: clip(sftp.text.trim(), 200),
      },
    }
  },
  explain({ outcome, exitCode, text }, view) {
    const server = view.server
    const subsystem = admin(
      say`Have this line in ${serverSystems[server.system].configFile}, in place of a ${'Subsystem sftp'} that is there, as sshd does not start with two. It needs no other program.`,
      lines('Subsystem sftp internal-sftp'),
    )
    return {
      verdict: say`The login works, but SFTP does not`,
      why: reasons[outcome],
      observed: [
        ...(exitCode === null ? [] : [say`The SFTP program ended with code ${exitCode}.`]),
        ...(text === '' ? [] : [say`It said: ${text}`]),
        ...(outcome === 'stalled'
          ? [
              say`A start-up file of the shell that reads its input, such as a menu, looks like this.`,
            ]
          : []),
        ...(exitCode === 127 ? [say`127 means that the program was not found.`] : []),
      ],
      fixes: [
        subsystem,
        readAgain(server),
        author(
          say`If the deploy uses neither SFTP nor scp, switch this check off.`,
          yaml('sftp: off'),
        ),
        author(
          say`For scp alone, the old protocol needs no SFTP on the server.`,
          sh('scp -O FILE USERNAME@HOST:'),
        ),
      ],
    }
  },
})

const reasons: Readonly<Record<SftpFacts['outcome'], Words>> = {
  works: say`SFTP works.`,
  'channel-refused': say`the server refused the channel for it.`,
  'subsystem-refused': say`the server refused to start the SFTP subsystem.`,
  exited: say`the server started SFTP, and its program ended at once.`,
  'text-instead': say`the server sent text where SFTP's first packet belongs.`,
  closed: say`the connection was closed as soon as SFTP was asked for.`,
  reset: say`the connection was reset as soon as SFTP was asked for.`,
  stalled: say`SFTP was asked for, and no answer came in time.`,
}

import type { SftpFacts } from '../../facts'
import { serverSystems } from '../../knowledge/server-systems'
import { say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, lines, sh, yaml } from '../fixes/build'
import { readAgain } from '../fixes/sshd-config'
import { sureLine } from '../readings/channel-use'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'

export const sftpMissing = defineCause({
  id: 'session/sftp-missing',
  title: 'SFTP does not work',
  severity: 'warning',
  pointsAt: 'sftp',
  page: {
    means:
      'The login works, but SFTP does not start. The server has no SFTP subsystem, or the program that it names does not exist. Deploys by SFTP fail, and so does scp since OpenSSH 9.0, which uses SFTP. rsync and plain commands are not affected.',
    detection:
      'The SFTP subsystem was requested on the same connection, and the server refused it, or its program ended at once. With `sftp: required`, or when a later step surely uses SFTP, this is an error, otherwise a warning. It is not reported if the later steps use no SFTP.',
    firstMove: 'Look at the line `Subsystem sftp` in sshd_config, or use `scp -O`.',
  },
  lookalikes: {
    'A start-up file that prints something':
      'The server refused the subsystem, or its program ended before it said anything.',
  },
  needs: ['session'],
  judge(view) {
    const { sftp, sftpRequired, uses } = shellOf(view)
    // The refusal of a second channel says nothing about SFTP: see session/channel-refused.
    if (!sftp || sftp.outcome === 'works' || sftp.outcome === 'channel-refused') return null
    const { outcome, exitCode, text } = sftp
    const { shell, sftp: bySftp, unknown } = uses
    const isUnused = shell.length > 0 && bySftp.length + unknown.length === 0
    if (isUnused && !sftpRequired) return null
    const line = sureLine(bySftp)
    return {
      certainty: outcome === 'subsystem-refused' || outcome === 'exited' ? 'proved' : 'likely',
      severity: sftpRequired || line !== null ? 'error' : 'warning',
      evidence: { line, outcome, exitCode, text: clip(text.trim(), 200) },
    }
  },
  explain({ outcome, exitCode, text }, { server }) {
    return {
      verdict: say`The login works, but SFTP does not`,
      why: reasons[outcome],
      observed: [
        exitCode !== null && say`The SFTP program ended with code ${exitCode}.`,
        text !== '' && say`It said: ${text}`,
        outcome === 'stalled' &&
          say`A start-up file of the shell that reads its input, such as a menu, looks like this.`,
        exitCode === 127 && say`127 means that the program was not found.`,
      ],
      fixes: [
        onServer(
          say`Use this line in ${serverSystems[server.system].configFile} instead of any other ${'Subsystem sftp'} line, as sshd does not start with two. It needs no other program.`,
          lines('Subsystem sftp internal-sftp'),
        ),
        readAgain(server),
        inWorkflow(
          say`If the deploy uses neither SFTP nor scp, disable this check.`,
          yaml('sftp: off'),
        ),
        inWorkflow(
          say`For scp, the old protocol needs no SFTP on the server.`,
          sh('scp -O FILE USERNAME@HOST:'),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

const reasons: Readonly<Record<Exclude<SftpFacts['outcome'], 'works' | 'channel-refused'>, Words>> =
  {
    'subsystem-refused': say`the server refused to start the SFTP subsystem.`,
    exited: say`the server started SFTP, and its program ended at once.`,
    'text-instead': say`the server sent text instead of the first packet of SFTP.`,
    closed: say`the connection was closed as soon as SFTP was requested.`,
    reset: say`the connection was reset as soon as SFTP was requested.`,
    stalled: say`SFTP was requested, and no answer came before the timeout.`,
  }

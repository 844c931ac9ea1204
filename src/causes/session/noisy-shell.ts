import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, sh } from '../fixes/build'
import { sshTo } from '../fixes/from-computer'
import { interactiveOnly } from '../fixes/start-up-file'
import { channelUse, sureLine } from '../readings/channel-use'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'

/** A session keeps no more of a text (session-exec.ts). */
const longestText = 4096

export const noisyShell = defineCause({
  id: 'session/noisy-shell',
  title: 'The shell prints extra text',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'A start-up file of the shell (.bashrc, .cshrc, /etc/profile.d …) prints something, even when only a command is run. rsync, scp, sftp and git read that text as part of their protocol, and stop with an error about something else.',
    detection:
      'A command that prints one random word was run, and other text came with it. Text on stderr does no harm to these programs. The finding is an error if a later step surely uses one of them, and is not reported if the later steps only run commands.',
    firstMove: 'Run `ssh HOST true`: it must print nothing. Move what prints out of `.bashrc`.',
  },
  lookalikes: {
    'A text of the server for everybody, which no program reads':
      'The text came on the output of the command itself.',
  },
  needs: ['session'],
  judge(view) {
    const { exec, sftp, sftpRequired } = shellOf(view)
    const ran = exec?.outcome === 'ran' && exec.tokenSeen
    const inSftp = sftp?.outcome === 'text-instead'
    const noise = !ran ? '' : exec.before !== '' ? exec.before : exec.after
    const text = noise !== '' ? noise : inSftp && (ran || !exec) ? sftp.text : ''
    if (text === '') return null
    const { shell, sftp: bySftp, protocol, unknown } = channelUse(view)
    const isUnused = protocol.length + bySftp.length + unknown.length === 0
    if (isUnused && shell.length > 0 && !sftpRequired) return null
    // What comes after the output of rsync is read by nobody.
    const line =
      (noise !== '' && exec?.before !== '' ? sureLine(protocol) : null) ??
      (inSftp ? sureLine(bySftp) : null)
    return {
      certainty: 'proved',
      severity: line !== null || (inSftp && sftpRequired) ? 'error' : 'warning',
      evidence: {
        line,
        text: clip(text.trim(), 200),
        bytes: new TextEncoder().encode(text).length,
        where: noise === '' ? 'sftp' : exec?.before === '' ? 'after' : 'before',
      },
      explains: inSftp ? ['session/sftp-missing'] : [],
    }
  },
  explain({ text, bytes, where }, view) {
    const place = {
      before: say`before the output of our command`,
      after: say`after the output of our command`,
      sftp: say`instead of the first packet of SFTP`,
    }[where]
    return {
      verdict: say`The login prints extra text, which breaks rsync, scp and SFTP`,
      why: say`${bytes} bytes ${literal(bytes < longestText ? '' : 'or more ')}that the command did not print came ${place}.`,
      observed: [
        text === '' ? say`The text is only whitespace.` : say`The text begins: ${clip(text, 160)}`,
      ],
      fixes: [
        onServer(
          say`Put this line at the top of the file that prints it, most often ${'~/.bashrc'}. The rest of the file then runs in interactive shells only.`,
          interactiveOnly,
        ),
        onServer(
          say`This command must print nothing at all. ${'bash -x'} on the server shows which line prints the text.`,
          sh(`${sshTo(view)} true`),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

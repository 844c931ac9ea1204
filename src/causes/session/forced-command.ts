import { say } from '../../text/words'
import { defineCause } from '../cause'
import { admin, author, sh } from '../fixes/build'
import { effectiveConfig, inHome } from '../fixes/quoted'
import { interactiveOnly } from '../fixes/start-up-file'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'

/** tmux, screen, whiptail, ncurses and stty, started without a terminal. */
const missesTerminal =
  /not a terminal|connected to a terminal|not a tty|no tty present|inappropriate ioctl|TERM environment variable|unknown terminal|opening terminal/i

export const forcedCommand = defineCause({
  id: 'session/forced-command',
  title: "Another program runs instead of the deploy's commands",
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The login works, but the server runs the same program for every command: the key has `command="…"` in authorized_keys, the configuration has `ForceCommand`, or the shell is a menu, or a start-up file starts another program. That can be intended, for a key with one purpose. Any other deploy does not do what it says.',
    detection:
      'A command that prints one random word was run, and the word did not come back. After the login, OpenSSH also names the options of the key; `command` among them proves it.',
    alsoSeenAs: ['PTY allocation request failed on channel 0', 'Process exited with status 1'],
  },
  lookalikes: {
    'A start-up file that ends the shell': 'The server announced the option of the key.',
  },
  needs: ['session'],
  judge(view) {
    const shell = shellOf(view)
    const { exec, text, keyHasCommand: announced } = shell
    if (!shell.refused || shell.kind !== null || !exec || shell.sftpIsEnough) return null
    const { exitCode, stderr } = exec
    if (exitCode === 254 && stderr.trim() !== '') return null
    const wantsTerminal = !announced && missesTerminal.test(text)
    // Nobody installs a program on purpose that prints nothing, or a shell that does not even find `echo`.
    const broken =
      wantsTerminal || (!announced && exitCode !== 0 && (text === '' || exitCode === 127))
    const isSftpMissing = shell.sftpRequired && !shell.sftpWorks
    return {
      severity: broken || isSftpMissing ? 'error' : 'warning',
      certainty: announced ? 'proved' : text !== '' || exitCode === 0 ? 'likely' : 'possible',
      evidence: { text: clip(text, 200), exitCode, announced, broken, wantsTerminal },
      // What replaces every command also replaces the SFTP program.
      explains: ['session/noisy-shell', 'session/sftp-missing'],
    }
  },
  explain({ text, exitCode, announced, broken, wantsTerminal }, { server }) {
    const startUpFile = admin(
      say`If a start-up file of the shell does it (${'exit'}, ${'exec'}, tmux, screen, a menu in ${'~/.bashrc'}), put this line at its top. The rest of the file then runs in interactive shells only.`,
      interactiveOnly,
    )
    return {
      verdict: wantsTerminal
        ? say`The login works, but an interactive program starts instead of our command`
        : say`The login works, but the server runs another program instead of our command`,
      why: announced
        ? say`the server reported that this key has a forced command.`
        : wantsTerminal
          ? say`a random word should have come back. Instead, a program asked for a terminal, which a deploy does not have. Start-up files of the shell start such programs; a forced command of the key or of the configuration could.`
          : say`a random word should have come back, and did not. A shell that is a menu, or a start-up file that starts another program, would look the same.`,
      observed: [
        text === '' ? say`The program printed nothing.` : say`The program printed: ${text}`,
        exitCode !== null && say`It ended with code ${exitCode}.`,
      ],
      fixes: [
        wantsTerminal && startUpFile,
        admin(
          say`If the deploy should run its own commands, remove ${'command="…"'} from the line of the key, or use another key.`,
          sh(`sudo grep -n 'command=' ${inHome(server, '/.ssh/authorized_keys')}`),
        ),
        admin(
          say`Or the command is in the configuration of sshd. This command prints the setting for the user.`,
          sh(`${effectiveConfig(server)} | grep '^forcecommand'`),
        ),
        !announced && !wantsTerminal && startUpFile,
        !broken && author(say`If that program is the deploy itself, ignore this warning.`),
      ],
    }
  },
})

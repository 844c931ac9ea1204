import { admin, author, sh } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { clip } from '../readings/clip'
import { effectiveConfig, inHome } from '../fixes/quoted'
import { shellOf } from '../readings/shell'
import { onlyForPeople } from '../readings/start-up-file'
/** tmux, screen, whiptail, ncurses and stty, started without a terminal. */
const missesTerminal =
  /not a terminal|connected to a terminal|not a tty|no tty present|inappropriate ioctl|TERM environment variable|unknown terminal|opening terminal/i

export const forcedCommand = defineCause({
  id: 'session/forced-command',
  title: 'Another program runs in place of our command',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The login works, but whatever is asked for, the server runs a program of its own: the key has `command="…"` in authorized_keys, the configuration has `ForceCommand`, or the shell is a menu or a start-up file that takes over. That can be meant so, for a key that may do one thing alone. Any other deploy will not do what it says.',
    detection:
      'A command that prints one random word was run, and the word did not come back. OpenSSH also tells the options of the key after the login; `command` among them proves it.',
    alsoSeenAs: ['PTY allocation request failed on channel 0', 'Process exited with status 1'],
  },
  needs: [],
  judge(view) {
    const shell = shellOf(view)
    if (!shell?.refused || shell.kind !== null || !shell.exec || shell.sftpIsEnough) return null
    if (shell.exec.exitCode === 254 && shell.exec.stderr.trim() !== '') return null
    const announced = shell.keyHasCommand
    const { exitCode } = shell.exec
    const wantsTerminal = !announced && missesTerminal.test(shell.text)
    // Nothing printed, or a shell that does not find even `echo`: that is no program that was put there on purpose.
    const broken =
      wantsTerminal || (!announced && exitCode !== 0 && (shell.text === '' || exitCode === 127))
    const sftpAsked = view.input.sftp === 'required' && !shell.sftpWorks
    return {
      ...(broken || sftpAsked ? { severity: 'error' as const } : {}),
      certainty: announced ? 'proved' : shell.text !== '' || exitCode === 0 ? 'likely' : 'possible',
      evidence: { text: clip(shell.text, 200), exitCode, told: announced, broken, wantsTerminal },
      // What takes the place of every command takes that of the SFTP program too.
      explains: ['session/noisy-shell', 'session/sftp-missing'],
    }
  },
  explain({ text, exitCode, told: announced, broken, wantsTerminal }, view) {
    const server = view.server
    const startUpFile: Fix = admin(
      say`If a start-up file of the shell does it (${'exit'}, ${'exec'}, tmux, screen, a menu in ${'~/.bashrc'}), put this line at its top: what follows it then runs for people alone.`,
      onlyForPeople,
    )
    return {
      verdict: wantsTerminal
        ? say`The login works, but a program for people starts in place of our command`
        : say`The login works, but the server runs another program in place of our command`,
      why: announced
        ? say`the server told us that this key has a command of its own.`
        : wantsTerminal
          ? say`a random word was to come back, and in its place a program asked for a terminal, which a deploy does not have. Start-up files of the shell start such programs; a command of the key or of the configuration could.`
          : say`a random word was to come back and did not. A shell that is a menu, or a start-up file that takes over, would look the same.`,
      observed: [
        text === '' ? say`The program printed nothing.` : say`The program printed: ${text}`,
        ...(exitCode === null ? [] : [say`It ended with code ${exitCode}.`]),
      ],
      fixes: [
        ...(wantsTerminal ? [startUpFile] : []),
        admin(
          say`If the deploy is to run its own commands, take ${'command="…"'} away from the key's line, or use another key.`,
          sh(`sudo grep -n 'command=' ${inHome(server, '/.ssh/authorized_keys')}`),
        ),
        admin(
          say`Or it is in the configuration of sshd; this prints what holds for the user.`,
          sh(`${effectiveConfig(server)} | grep '^forcecommand'`),
        ),
        ...(announced || wantsTerminal ? [] : [startUpFile]),
        ...(broken
          ? []
          : [
              author(
                say`If that program is the deploy itself, all is well: let the step pass with a warning, as it does.`,
              ),
            ]),
      ],
    }
  },
})

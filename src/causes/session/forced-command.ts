import { say } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { providerFix } from '../fixes/ask-provider'
import { searchKeys } from '../fixes/authorized-keys'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { newKey } from '../fixes/replace-key'
import { interactiveOnly } from '../fixes/start-up-file'
import { channelUse } from '../readings/channel-use'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'
import type { View } from '../view'
import type { Evidence } from '../finding'

/** tmux, screen, whiptail, ncurses and stty, started without a terminal. */
const missesTerminal =
  /not a terminal|connected to a terminal|not a tty|no tty present|inappropriate ioctl|TERM environment variable|unknown terminal|opening terminal/i

/** A home that must be unlocked first, or a second login inside of the session: nothing runs before it is answered. */
const wantsPassword = /pass(?:word|phrase)\b[^\n]*:\s*$/im

/** rrsync, the script of rsync that limits a key to one directory (rsync 2.6 to 3.4, support/rrsync), or the server of rsync itself. */
const limitsToRsync =
  /\brrsync\b|^rsync error: [^\n]*\[(receiver|sender|generator|server)=|SSH_ORIGINAL_COMMAND\b[^\n]*\bnot (?:run )?rsync\b/im

interface ForcedCommand extends Evidence {
  readonly text: string
  readonly exitCode: number | null
  /** The server named the option of the key. */
  readonly announced: boolean
  /** No deploy can be what the program is for. */
  readonly broken: boolean
  readonly wantsTerminal: boolean
}

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
    firstMove: 'Look at `command=` before the key in authorized_keys, and at `ForceCommand`.',
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
    // The limit is for the very deploy.
    const used = channelUse(view)
    const others = used.shell.length + used.sftp.length - used.protocol.length
    const isRsync = used.protocol.length > 0 && others === 0
    if (limitsToRsync.test(text) && isRsync) return null
    const wantsTerminal = !announced && missesTerminal.test(text)
    // Nobody installs a program on purpose that prints nothing, or a shell that does not even find `echo`.
    const broken =
      wantsTerminal ||
      (!announced &&
        exitCode !== 0 &&
        (text === '' || exitCode === 127 || wantsPassword.test(text)))
    const isSftpMissing = shell.sftpRequired && !shell.sftpWorks
    return {
      severity: broken || isSftpMissing ? 'error' : 'warning',
      certainty: announced ? 'proved' : text !== '' || exitCode === 0 ? 'likely' : 'possible',
      evidence: { text: clip(text, 200), exitCode, announced, broken, wantsTerminal },
      // What replaces every command also replaces the SFTP program.
      explains: ['session/noisy-shell', 'session/sftp-missing'],
    }
  },
  explain(evidence, view) {
    const { text, exitCode, announced, wantsTerminal } = evidence
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
      fixes: fixesOf(evidence, view),
    }
  },
})

/** The limits of a key are there for a reason: what leaves them as they are comes first. */
function fixesOf(
  { text, announced, broken, wantsTerminal }: ForcedCommand,
  view: View,
): Draft['fixes'] {
  const { server } = view
  const { system } = server
  // A customer of a known provider has neither the line of the key nor the configuration.
  const [known] = providerFix(view, 'shell')
  if (known) return [known, !broken && isTheDeploy]
  const startUpFile = onServer(
    say`If a start-up file of the shell does it (${'exit'}, ${'exec'}, tmux, screen, a menu in ${'~/.bashrc'}), put this line at its top. The rest of the file then runs in interactive shells only.`,
    interactiveOnly,
  )
  const separateKey = inWorkflow(
    say`If the deploy should run its own commands, use a separate key for it. The limit of this one stays.`,
    newKey(view).paste,
  )
  if (limitsToRsync.test(text)) return [byRsync, separateKey]
  return [
    wantsTerminal && startUpFile,
    !broken && isTheDeploy,
    !wantsTerminal && separateKey,
    onServer(
      say`See what the line of the key runs. Ask who wrote ${'command="…"'} there, and what for, before it is changed.`,
      commands(system, searchKeys(server, 'command=')),
    ),
    onServer(
      say`Or the command is in the configuration of sshd. This command prints the setting for the user.`,
      commands(system, userOptions(server, 'forcecommand')),
    ),
    !announced && !wantsTerminal && startUpFile,
  ]
}

const isTheDeploy = inWorkflow(
  say`If that program is the deploy itself (rsync, a backup, a script), ignore this warning.`,
)

const byRsync = inWorkflow(
  say`This key is limited to rsync in one directory (${'rrsync'}). Deploy by rsync, with a path that begins in that directory. Then nothing is wrong.`,
)

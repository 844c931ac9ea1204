import { accountCommands } from '../../knowledge/account-commands'
import { inputName, say, type Words } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { providerFix } from '../fixes/ask-provider'
import { onServer, inWorkflow, commands, inNetwork, inPanel } from '../fixes/build'
import { pasteLine, userLine } from '../fixes/endpoint-line'
import { userWord } from '../fixes/quoted'
import { requireSftp } from '../fixes/require-sftp'
import { interactiveOnly } from '../fixes/start-up-file'
import { sureLine } from '../readings/channel-use'
import { clip } from '../readings/clip'
import { type ShellKind, shellOf, userNamedBy } from '../readings/shell'
import type { View } from '../view'
import type { Evidence } from '../finding'

interface NoShell extends Evidence {
  /** A later step that surely runs a command there. */
  readonly line: number | null
  readonly kind: ShellKind
  readonly text: string
  readonly exitCode: number | null
  readonly sftpWorks: boolean
  /** The user that the server itself asks for. */
  readonly rightUser: string | null
}

export const noShell = defineCause({
  id: 'session/no-shell',
  title: 'The account cannot run commands',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The login works, but the account has no shell that runs commands. Often its shell is `nologin` or `false`, or the provider has not enabled shell access. Some cloud images block root like this. A restricted shell (rssh, rush, lshell) allows only a few programs. An account of a Git service or of a network device has no such shell either. Deploys by ssh, rsync or scp cannot work with it.',
    detection:
      'A test command was run. Instead of its output came the text of a known program, or nothing and exit code 1. If SFTP works anyway, this is a warning, unless a later step surely runs a command there. It is not reported if the later steps only use SFTP. With `sftp: required` it is not reported.',
    firstMove: 'Turn shell access on in the panel, or use SFTP.',
  },
  lookalikes: {
    'A start-up file that ends the shell':
      'The text is that of a known program that runs in place of a shell.',
  },
  needs: ['session'],
  judge(view) {
    const { kind, text, exec, sftpWorks, sftpIsEnough, runsCommands, uses } = shellOf(view)
    if (!kind || kind === 'sftp-only' || sftpIsEnough) return null
    const line = sureLine(uses.shell)
    const isWarning = (sftpWorks && !runsCommands) || kind === 'git'
    return {
      certainty: kind === 'silent' ? 'likely' : 'proved',
      severity: isWarning && line === null ? 'warning' : 'error',
      evidence: {
        line,
        kind,
        text: clip(text, 200),
        exitCode: exec?.exitCode ?? null,
        sftpWorks,
        rightUser: kind === 'cloud-init' ? userNamedBy(text) : null,
      },
      explains: ['session/sftp-missing', 'session/noisy-shell', 'session/forced-command'],
    }
  },
  explain(evidence, view) {
    const { kind, text, exitCode, sftpWorks, rightUser } = evidence
    return {
      verdict: verdictOf(evidence),
      why:
        kind === 'silent'
          ? say`the command ended with code 1 and printed nothing, as with the shell ${'/bin/false'}. A start-up file that exits would look the same.`
          : say`instead of the output of our command came the text of a program that replaces the shell.`,
      observed: [
        text === '' ? say`The command printed nothing.` : say`The server printed: ${text}`,
        exitCode !== null && say`It ended with code ${exitCode}.`,
        sftpWorks && say`SFTP works.`,
      ],
      fixes: fixesOf(evidence, view),
      ...(rightUser !== null && { change: userLine(view, rightUser) }),
    }
  },
  line: ({ line }) => line,
})

function verdictOf({ kind, sftpWorks, rightUser }: NoShell): Words {
  if (kind === 'git')
    return say`This is a Git service: the login works, but only Git commands can run`
  if (kind === 'device')
    return say`The login works, but the command line of a network device answers`
  if (kind === 'restricted')
    return say`The login works, but a restricted shell did not allow our command`
  if (kind === 'cloud-init') {
    return rightUser === null
      ? say`The server does not allow root to run commands, and asks for another user`
      : say`The server does not allow root to run commands, and asks for the user ${rightUser}`
  }
  if (sftpWorks) return say`The login works for SFTP, but the account cannot run commands`
  if (kind === 'missing') return say`The login works, but the account's shell does not exist there`
  return say`The login works, but the account cannot run commands`
}

function fixesOf({ kind, sftpWorks, rightUser }: NoShell, view: View): Draft['fixes'] {
  const { server } = view
  const [known] = providerFix(view, 'shell')
  const bySftp = sftpWorks && requireSftp
  const shell = commands(server.system, accountCommands(server.system).setShell(userWord(server)))
  const giveShell = onServer(say`Give the account a shell that exists.`, shell)
  const startUpFile = onServer(
    say`If the account has a start-up file such as ${'~/.bashrc'} that ends the shell, put this line at the top of that file.`,
    interactiveOnly,
  )
  const enableShell =
    known ??
    inPanel(
      say`Have shell access enabled for this account: in the control panel under SSH access, or by support. Some plans have none.`,
    )
  switch (kind) {
    case 'git':
      return [
        inWorkflow(
          say`For ${'git push'} and ${'git clone'} nothing is wrong. To deploy by ssh or rsync, use the host of your server instead.`,
        ),
      ]
    case 'cloud-init':
      return [
        inWorkflow(
          say`Log in as the user that the server names, and use ${'sudo'} where root is needed.`,
          rightUser === null ? undefined : pasteLine(userLine(view, rightUser)),
        ),
      ]
    case 'restricted':
      return [
        onServer(
          say`The shell of the account allows only the programs in its list. Add those of the deploy, or give the account a shell that runs all programs.`,
          shell,
        ),
        bySftp,
      ]
    case 'device':
      return [
        inWorkflow(
          say`Use the ${inputName('host')} and ${inputName('port')} of the server itself: a router or switch answers here. If that router forwards a port to the server, use that port.`,
        ),
        inNetwork(say`If SSH from outside is meant for the server, forward the port to it.`),
      ]
    case 'hosting':
      return [enableShell, bySftp]
    case 'missing':
      return [
        giveShell,
        onServer(
          say`If the account is restricted to a directory (${'ChrootDirectory'}), the shell and its libraries must be inside that directory.`,
        ),
      ]
    case 'silent':
      return [bySftp, giveShell, startUpFile, enableShell]
    case 'nologin':
    case 'sftp-only':
      // A customer of a known provider has no root there.
      return known ? [known, bySftp] : [bySftp, giveShell, enableShell]
  }
}

import { admin, author, network, provider, sh, yaml } from '../fixes/build'
import type { View } from '../view'
import { inputName, say, type Words } from '../../text/words'
import { defineCause, type Evidence, type Fix } from '../cause'
import { pasteLine, userLine } from '../fixes/endpoint-line'
import { clip } from '../readings/clip'
import { providerFix } from '../fixes/ask-provider'
import { userWord } from '../fixes/quoted'
import { type ShellKind, shellOf, userNamedBy } from '../readings/shell'
import { onlyForPeople } from '../readings/start-up-file'

interface NoShell extends Evidence {
  readonly kind: ShellKind
  readonly text: string
  readonly exitCode: number | null
  readonly sftpWorks: boolean
  /** The user that the server itself asks for. */
  readonly rightUser: string | null
}

export const noShell = defineCause({
  id: 'session/no-shell',
  title: 'The account runs no commands',
  severity: 'error',
  pointsAt: 'username',
  page: {
    means:
      'The login works, but the account has no shell that runs commands: its shell is `nologin` or `false`, the provider has not switched shell access on, root is kept out by the cloud image, a restricted shell (rssh, rush, lshell) lets few programs through, or it is the account of a Git service or the command line of a network device. Deploys by ssh, rsync or scp cannot work with it.',
    detection:
      'A harmless command was run, and in place of its output came the text of a known program, or nothing and the exit code 1. Where SFTP works all the same, this is a warning, and nothing at all with `sftp: required`.',
    alsoSeenAs: [
      'This account is currently not available.',
      'Shell access is not enabled on your account! If you need shell access please contact support.',
      'Please login as the user "ubuntu" rather than the user "root".',
      'This account is restricted by rssh.',
      "You've successfully authenticated, but GitHub does not provide shell access.",
      'Process exited with status 1',
      'rsync: connection unexpectedly closed (0 bytes received so far)',
      'Server refused to start a shell/command',
    ],
  },
  needs: [],
  judge(view) {
    const shell = shellOf(view)
    if (!shell?.kind || shell.kind === 'sftp-only' || shell.sftpIsEnough) return null
    const { kind, text, exec, sftpWorks } = shell
    const needed = view.input.given.includes('commands')
    return {
      certainty: kind === 'silent' ? 'likely' : 'proved',
      ...((sftpWorks && !needed) || kind === 'git' ? { severity: 'warning' as const } : {}),
      evidence: {
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
    const word = userWord(view.server)
    return {
      verdict: verdictOf(evidence),
      why:
        kind === 'silent'
          ? say`the command ended with code 1 and said nothing, as the shell ${'/bin/false'} does. A start-up file that exits would look the same.`
          : say`in place of our command's output came the text of the program that stands in for a shell.`,
      observed: [
        text === '' ? say`The command printed nothing.` : say`The server printed: ${text}`,
        ...(exitCode === null ? [] : [say`It ended with code ${exitCode}.`]),
        ...(sftpWorks ? [say`SFTP works.`] : []),
      ],
      fixes: fixesOf(evidence, view, word, providerFix(view, 'shell')[0]),
      ...(rightUser === null ? {} : { change: userLine(view, rightUser) }),
    }
  },
})

function verdictOf({ kind, sftpWorks, rightUser }: NoShell): Words {
  if (kind === 'git')
    return say`This is a Git service: the login works, but it only runs Git's own commands`
  if (kind === 'device')
    return say`The login works, but what answers is the command line of a network device`
  if (kind === 'restricted')
    return say`The login works, but a restricted shell did not let our command run`
  if (kind === 'cloud-init') {
    return rightUser === null
      ? say`The server lets root run nothing and asks for another user`
      : say`The server lets root run nothing and asks for the user ${rightUser}`
  }
  if (sftpWorks) return say`The login works for SFTP, but the account runs no commands`
  if (kind === 'missing') return say`The login works, but the account's shell does not exist there`
  return say`The login works, but the account runs no commands`
}

function fixesOf(
  { kind, sftpWorks, rightUser }: NoShell,
  view: View,
  word: string,
  known: Fix | undefined,
): Fix[] {
  const bySftp: Fix = author(
    say`If the deploy only copies files by SFTP, say so, and this warning goes away. Deploys by ssh, rsync or scp need a shell.`,
    yaml('sftp: required'),
  )
  const giveShell: Fix = admin(
    say`Give the account a shell that is there.`,
    sh(`sudo chsh -s /bin/sh ${word}`),
  )
  const startUpFile: Fix = admin(
    say`If it has one, a start-up file such as ${'~/.bashrc'} ends it: put this line at the top of that file.`,
    onlyForPeople,
  )
  const askHost: Fix =
    known ??
    provider(
      say`Have shell access switched on for this account: in the control panel under SSH access, or by support. Some plans have none.`,
    )
  switch (kind) {
    case 'git':
      return [
        author(
          say`For ${'git push'} and ${'git clone'} all is well. To deploy by ssh or rsync, give the host of your own server instead.`,
        ),
      ]
    case 'cloud-init':
      return [
        {
          who: 'workflow author',
          what: say`Log in as the user that the server names, and use ${'sudo'} where root is needed.`,
          ...(rightUser === null ? {} : { paste: pasteLine(userLine(view, rightUser)) }),
        },
      ]
    case 'restricted':
      return [
        admin(
          say`The account's shell lets only listed programs run: add those of the deploy to its list, or give the account a shell that runs all.`,
          sh(`sudo chsh -s /bin/sh ${word}`),
        ),
        ...(sftpWorks ? [bySftp] : []),
      ]
    case 'device':
      return [
        author(
          say`Give the ${inputName('host')} and ${inputName('port')} of the server itself: a router or switch answers here. Where that router forwards a port to the server, that port is the one to give.`,
        ),
        network(say`If SSH from outside is meant for the server, forward the port to it.`),
      ]
    case 'hosting':
      return sftpWorks ? [askHost, bySftp] : [askHost]
    case 'missing':
      return [
        giveShell,
        admin(
          say`Where the account is locked into a folder (${'ChrootDirectory'}), the shell and its libraries must lie inside that folder.`,
        ),
      ]
    case 'silent':
      return sftpWorks
        ? [bySftp, giveShell, startUpFile, askHost]
        : [giveShell, startUpFile, askHost]
    case 'nologin':
    case 'sftp-only':
      // A customer of a known provider has no root there.
      if (known) return sftpWorks ? [known, bySftp] : [known]
      return sftpWorks ? [bySftp, giveShell, askHost] : [giveShell, askHost]
  }
}

import { admin, author, provider, sh } from '../fixes/build'
import type { View } from '../view'
import { type CommandFacts, type PackageManager, seen } from '../../facts'
import { installCommands, managerOf, otherSource } from '../../knowledge/packages'
import { inputName, list, literal, say, type Words } from '../../text/words'
import { defineCause, type Evidence, type Fix } from '../cause'
import { asUser } from '../fixes/as-user'
import { quoted } from '../fixes/quoted'
import type { ServerView } from '../server-cause'

interface CommandMissing extends Evidence {
  readonly missing: readonly string[]
  /** Paths of those that a login shell finds, or that lie outside of PATH. */
  readonly paths: readonly string[]
  /** Those that are nowhere. */
  readonly absent: readonly string[]
  readonly byLogin: boolean
  readonly loginAsked: boolean
  readonly shell: string | null
  readonly manager: PackageManager | null
}

export const commandMissing = defineCause({
  id: 'deploy/command-missing',
  title: 'The server does not find a program that the deploy needs',
  severity: 'error',
  pointsAt: 'commands',
  page: {
    means:
      'A program that the deploy runs on the server is not found there. Either it is not installed, or it is, and the shell of a deploy does not look there: a command over SSH runs in a shell that is neither a login shell nor interactive, and skips `~/.profile`, `~/.bash_profile` and most of `~/.bashrc`, where nvm, composer and others add to PATH.',
    detection:
      "Each name was looked up on the PATH that a command over SSH gets, then as a function of the account's shell. What was not found was looked for on the PATH of a login shell, and in the places that installers use, to say which of both it is.",
    alsoSeenAs: [
      'bash: line 1: rsync: command not found',
      'sh: 1: composer: not found',
      'zsh:1: command not found: npm',
      'rsync error: remote command not found (code 127)',
      'rsync: connection unexpectedly closed (0 bytes received so far) [sender]',
      'Process exited with status 127',
      'env: ‘node’: No such file or directory',
    ],
  },
  needs: [],
  judge(view) {
    const deploy = view.deploy
    const found = deploy && seen(deploy.commands)
    const missing = found?.commands.filter(isMissing) ?? []
    if (!found || missing.length === 0) return null
    const paths = missing.flatMap((each) => each.loginPath ?? each.elsewhere ?? [])
    return {
      // The shell may know the name in a way of its own that was not asked for.
      certainty: missing.every(({ name, inShell }) => inShell === false || name.includes('/'))
        ? 'proved'
        : 'likely',
      evidence: {
        missing: missing.map(({ name }) => name),
        paths,
        absent: missing.filter((each) => (each.loginPath ?? each.elsewhere) === null).map(nameOf),
        byLogin: missing.some(({ loginPath }) => loginPath !== null),
        loginAsked: found.loginAsked,
        shell: deploy.account?.shell ?? null,
        manager: deploy.account?.packages ?? null,
      },
    }
  },
  explain(evidence, view) {
    const { missing, paths, absent, byLogin, loginAsked, shell } = evidence
    return {
      verdict: verdictOf(evidence),
      why: say`it was looked up in the shell that a command over SSH gets, with the PATH of that shell.`,
      observed: [
        say`Not found: ${names(missing)}.`,
        ...paths.map((path) => say`${path} is there, and PATH does not lead to it.`),
        ...(byLogin ? [say`A login shell has it on its PATH.`] : []),
        ...(absent.length > 0 && loginAsked
          ? [say`A login shell does not find ${names(absent)} either.`]
          : []),
        ...(shell === null ? [] : [say`The shell of the account is ${shell}.`]),
      ],
      fixes: [
        ...(paths.length === 0 ? [] : pathFixes(paths, shell, view.server)),
        ...(absent.length === 0 ? [] : installFixes(evidence, view)),
        provider(
          say`On shared hosting, ask where the program is: "What is the full path of ${names(missing)} for SSH users?"`,
        ),
      ],
    }
  },
})

const nameOf = ({ name }: CommandFacts) => name

const isMissing = ({ path, inShell }: CommandFacts) => path === null && inShell !== true

const names = (all: readonly string[]): Words =>
  list(
    all.slice(0, 6).map((name) => say`${name}`),
    ', ',
    all.length > 6 ? ', ' : ' and ',
  )

function verdictOf({ missing, absent }: CommandMissing): Words {
  const [first = ''] = missing
  const what = missing.length === 1 ? say`${first}` : literal(`${String(missing.length)} programs`)
  if (absent.length === 0)
    return say`The server has ${what}, but the deploy's shell does not find it`
  return missing.length === 1
    ? say`The server does not find ${first}, which the deploy needs`
    : say`The server does not find ${what} that the deploy needs`
}

/**
 * Puts `$1` above all that a start-up file of the user has. The file is written where it is, so that its mode, and the
 * link that it may be, stay; a copy of it is kept next to it.
 */
const putOnTop = (file: string) =>
  `touch ~/${file} && old=$(mktemp ~/${file}.XXXXXX) && cat ~/${file} > "$old" && { printf "%s\\n" "$1"; cat "$old"; } > ~/${file}`

/** Homes of users, where only that user should decide what a program of root's PATH does. */
const inSomeHome = /^\/(?:home|root|Users|usr\/home)\//

/** The start-up files belong to the deploy user, in whose home they are changed. */
function pathFixes(paths: readonly string[], shell: string | null, server: ServerView): Fix[] {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/')) || '/'))]
  const line = `export PATH=${folders.map((folder) => `${quoted(folder)}:`).join('')}"$PATH"`
  const pathExport: Fix = author(
    say`Have the deploy's commands begin with this line, or write the full path of the program.`,
    sh(line),
  )
  const bash: Fix = admin(
    say`Or put the line at the very top of the user's ${'~/.bashrc'}, above ${'case $- in'}: what stands below that guard is skipped in every shell that is not interactive, and so in a deploy.`,
    sh(asUser(server, putOnTop('.bashrc'), quoted(line))),
  )
  const zsh: Fix = admin(
    say`Or put the line into the user's ${'~/.zshenv'}: zsh reads no other file of the user's for a command over SSH.`,
    sh(asUser(server, 'printf "\\n%s\\n" "$1" >> ~/.zshenv', quoted(line))),
  )
  const ofSystem = paths.filter((path) => path.startsWith('/') && !inSomeHome.test(path))
  const link: Fix = admin(
    say`Or link the program into a directory that every shell looks into.`,
    sh(`sudo ln -s ${ofSystem.map(quoted).join(' ')} /usr/local/bin/`),
  )
  const name = shell?.slice(shell.lastIndexOf('/') + 1)
  return [
    pathExport,
    ...(name === 'bash' ? [bash] : name === 'zsh' ? [zsh] : []),
    ...(ofSystem.length === paths.length ? [link] : []),
  ]
}

function installFixes({ absent, manager }: CommandMissing, view: View): Fix[] {
  const command = installCommands(absent, manager ?? managerOf(view.server.system))
  const others = absent.flatMap((name) => {
    const source = otherSource(name)
    return source === null ? [] : [{ name, source }]
  })
  const byPackage: Fix[] =
    command === null ? [] : [admin(say`Install what is missing.`, sh(command))]
  const bySource = others.map(({ name, source }): Fix =>
    admin(say`${name} comes from elsewhere: ${source}`),
  )
  const correct: Fix = author(
    say`If the deploy does not need it, take it out of ${inputName('commands')}.`,
  )
  return [...byPackage, ...bySource, correct]
}

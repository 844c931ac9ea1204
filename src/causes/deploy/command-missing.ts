import { type CommandFacts, type PackageManager } from '../../facts'
import { installCommands, managerOf, otherSource } from '../../knowledge/packages'
import { inputName, list, literal, say, type Words } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { asUser } from '../fixes/as-user'
import { onServer, inWorkflow, askHost, sh } from '../fixes/build'
import { quoted } from '../fixes/quoted'
import { stepNameFirst } from '../readings/following-steps'
import { programNeeds } from '../readings/step-needs'
import type { ServerView } from '../server-cause'
import type { View } from '../view'
import type { Evidence, Fix } from '../finding'
import { seen } from '../../facts/fact'

interface CommandMissing extends Evidence {
  readonly missing: readonly string[]
  /** Paths of those that a login shell finds, or that are outside of PATH. */
  readonly paths: readonly string[]
  /** Those that are nowhere. */
  readonly absent: readonly string[]
  readonly byLogin: boolean
  readonly loginAsked: boolean
  readonly shell: string | null
  /** The later step that needs one of them; null when only the input names them. */
  readonly line: number | null
  readonly client: string | null
  readonly manager: PackageManager | null
}

export const commandMissing = defineCause({
  id: 'deploy/command-missing',
  title: 'Command not found on the server',
  severity: 'error',
  page: {
    means:
      'A program that the deploy runs on the server is not found there. Either it is not installed, or it is not in the PATH of a deploy. A command over SSH runs in a shell that is neither a login shell nor interactive. That shell skips `~/.profile`, `~/.bash_profile` and most of `~/.bashrc`, where nvm, composer and others add to PATH.',
    detection:
      "Each name was looked up in the PATH of a command over SSH, then as a function of the account's shell. What was not found was then looked up in the PATH of a login shell, and in the directories that installers use.",
    firstMove: 'Run `ssh HOST "command -v PROGRAM"`. Install it, or write its full path.',
  },
  lookalikes: {
    'A program that only an interactive shell finds':
      'The shell of the account was asked, in the way in which the deploy runs its commands.',
  },
  needs: ['deploy'],
  judge(view) {
    const { deploy } = view
    const asked = seen(deploy.commands)
    const ofSteps = seen(deploy.programs)
    const byInput = asked?.commands.filter(isMissing) ?? []
    const needed = programNeeds(view)
    const missing = [
      ...byInput,
      ...(ofSteps?.commands.filter(
        (each) => isMissing(each) && needed.some(({ need }) => need.name === each.name),
      ) ?? []),
    ]
    if (missing.length === 0) return null
    const by = needed.filter(({ need }) => missing.some(({ name }) => name === need.name))
    const first = by.find(({ isSure }) => isSure) ?? by[0]
    const paths = missing.flatMap((each) => each.loginPath ?? each.elsewhere ?? [])
    return {
      // The shell itself may know the name, in a form that was not looked up.
      certainty: missing.every(({ name, inShell }) => inShell === false || name.includes('/'))
        ? 'proved'
        : 'likely',
      severity: byInput.length > 0 || first?.isSure === true ? 'error' : 'warning',
      evidence: {
        missing: missing.map(({ name }) => name),
        paths,
        absent: missing
          .filter((each) => (each.loginPath ?? each.elsewhere) === null)
          .map(({ name }) => name),
        byLogin: missing.some(({ loginPath }) => loginPath !== null),
        loginAsked: [asked, ofSteps].some((each) => each?.loginAsked === true),
        line: first?.need.line ?? null,
        client: first?.step.client ?? null,
        shell: deploy.account?.shell ?? null,
        manager: deploy.account?.packages ?? null,
      },
    }
  },
  explain(evidence, view) {
    const { missing, paths, absent, byLogin, loginAsked, shell, line, client } = evidence
    return {
      verdict: verdictOf(evidence),
      why: say`it was looked up in the shell of a command over SSH, with the PATH of that shell.`,
      observed: [
        say`Not found: ${names(missing)}.`,
        line !== null && client !== null && say`${stepNameFirst(line, client)} starts it there.`,
        ...paths.map((path) => say`${path} exists, but its directory is not in PATH.`),
        byLogin && say`A login shell has it in its PATH.`,
        absent.length > 0 &&
          loginAsked &&
          say`A login shell does not find ${names(absent)} either.`,
        shell !== null && say`The shell of the account is ${shell}.`,
      ],
      fixes: [
        ...(paths.length === 0 ? [] : pathFixes(paths, shell, view.server)),
        ...(absent.length === 0 ? [] : installFixes(evidence, view)),
        askHost(
          say`On shared hosting, ask where the program is: "What is the full path of ${names(missing)} for SSH users?"`,
        ),
      ],
    }
  },
  pointsAt: ({ line }) => (line === null ? 'programs' : null),
  line: ({ line }) => line,
})

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
 * Puts `$1` at the top of a start-up file of the user. The file is overwritten, not replaced, so its mode stays, and so does a
 * symbolic link. A copy is kept next to it.
 */
const putOnTop = (file: string) =>
  `touch ~/${file} && old=$(mktemp ~/${file}.XXXXXX) && cat ~/${file} > "$old" && { printf "%s\\n" "$1"; cat "$old"; } > ~/${file}`

/** Home directories, where the user should not decide what a program in root's PATH does. */
const inSomeHome = /^\/(?:home|root|Users|usr\/home)\//

/** The start-up files belong to the deploy user, in whose home they are changed. */
function pathFixes(
  paths: readonly string[],
  shell: string | null,
  server: ServerView,
): Draft['fixes'] {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/')) || '/'))]
  const line = `export PATH=${folders.map((folder) => `${quoted(folder)}:`).join('')}"$PATH"`
  const name = shell?.slice(shell.lastIndexOf('/') + 1)
  const ofSystem = paths.filter((path) => path.startsWith('/') && !inSomeHome.test(path))
  return [
    inWorkflow(
      say`Begin the commands of the deploy with this line, or write the full path of the program.`,
      sh(line),
    ),
    name === 'bash' &&
      onServer(
        say`Or put the line at the very top of the user's ${'~/.bashrc'}, above ${'case $- in'}. Every shell that is not interactive skips what is below that line, and so does a deploy.`,
        sh(asUser(server, putOnTop('.bashrc'), quoted(line))),
      ),
    name === 'zsh' &&
      onServer(
        say`Or put the line into the user's ${'~/.zshenv'}. For a command over SSH, zsh reads no other file of the user.`,
        sh(asUser(server, 'printf "\\n%s\\n" "$1" >> ~/.zshenv', quoted(line))),
      ),
    ofSystem.length === paths.length &&
      onServer(
        say`Or link the program into a directory that is in the PATH of every shell.`,
        sh(`sudo ln -s ${ofSystem.map(quoted).join(' ')} /usr/local/bin/`),
      ),
  ]
}

function installFixes({ absent, manager, line }: CommandMissing, view: View): readonly Fix[] {
  const command = installCommands(absent, manager ?? managerOf(view.server.system))
  const bySource = absent.flatMap((name) => {
    const source = otherSource(name)
    return source === null ? [] : [onServer(say`${name} comes from another source: ${source}`)]
  })
  return [
    ...(command === null ? [] : [onServer(say`Install what is missing.`, sh(command))]),
    ...bySource,
    ...(line === null
      ? [inWorkflow(say`If the deploy does not need it, remove it from ${inputName('programs')}.`)]
      : []),
  ]
}

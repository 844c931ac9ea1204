import type {
  NeededDirectory,
  NeededProgram,
  NeededSudo,
  NeededSyntax,
  ShellSyntax,
} from '../facts/plan'
import { isShellWord } from '../knowledge/shell-words'
import { endsScript } from './command-failure'
import { namedCommand } from './command-name'
import { readScript, type Script, type ScriptCommand } from './script'
import type { ScriptWord } from './script-word'
import { WorkingDirectory } from './working-directory'

/** What a script uses on the server on which it runs. */
export interface ScriptNeeds {
  readonly programs: readonly NeededProgram[]
  readonly directories: readonly NeededDirectory[]
  readonly syntax: readonly NeededSyntax[]
  readonly sudo: readonly NeededSudo[]
}

export interface RemoteScript {
  readonly text: string
  /** The line of the workflow file for a line of the script, from 0. */
  readonly lineOf: (index: number) => number
  /** The client ends the script at the first command that fails, as `set -e` does. */
  readonly stopsOnError: boolean
}

/** Reads the script that a step runs on the server; null for one that cannot be read for certain. */
export function readRemoteScript({ text, lineOf, stopsOnError }: RemoteScript): ScriptNeeds | null {
  const script = readScript(text)
  if (script === null) return null
  const reader = new NeedsReader(lineOf, stopsOnError, functionsIn(script))
  for (const command of script.commands) reader.read(command)
  return {
    programs: firstOf(reader.programs, ({ name }) => name),
    directories: firstOf(
      reader.directories,
      ({ path, use, asksRemote }) => `${use} ${path} ${String(asksRemote)}`,
    ),
    syntax: firstOf([...reader.syntax, ...constructsOf(script, lineOf)], ({ what }) => what),
    sudo: firstOf(reader.sudo, ({ command }) => command),
  }
}

/** One of each: required, if one of them is, and else the first. */
function firstOf<T extends { readonly isRequired: boolean }>(
  all: readonly T[],
  keyOf: (each: T) => string,
): readonly T[] {
  const found = new Map<string, T>()
  for (const each of all) {
    const known = found.get(keyOf(each))
    if (!known || (!known.isRequired && each.isRequired)) found.set(keyOf(each), each)
  }
  return [...found.values()]
}

const functionsIn = ({ commands }: Script): ReadonlySet<string> =>
  new Set(commands.flatMap(({ words }) => /^(.+)\(\)$/.exec(words[0]?.text ?? '')?.[1] ?? []))

/** After these nobody can say from here what is on PATH, or which directories there are. */
const changesPath =
  /^(source|\.|eval|nvm|fnm|asdf|mise|rbenv|pyenv|conda|module|alias|apt|apt-get|dnf|yum|apk|pacman|zypper|brew|snap|pip3?|pipx|npm|yarn|pnpm|gem|cargo)$/
const createsAny = /^(cp|mv|tar|unzip|rsync|composer|npx|wget|curl|make|ansible.*)$/
const gitInRepository =
  /^(pull|fetch|checkout|reset|status|log|rev-parse|merge|stash|switch|restore|submodule|describe|clean|rebase|diff|branch|tag|push|commit|add)$/

class NeedsReader {
  readonly programs: NeededProgram[] = []
  readonly directories: NeededDirectory[] = []
  readonly syntax: NeededSyntax[] = []
  readonly sudo: NeededSudo[] = []
  private readonly cwd = new WorkingDirectory()
  private isPathKnown = true
  private areDirectoriesKnown = true
  private trustsAll = false
  /** Programs that the script looks for before it starts them. */
  private readonly lookedFor = new Set<string>()

  private readonly lineOf: (index: number) => number
  private stopsOnError: boolean
  private readonly functions: ReadonlySet<string>

  constructor(
    lineOf: (index: number) => number,
    stopsOnError: boolean,
    functions: ReadonlySet<string>,
  ) {
    this.lineOf = lineOf
    this.stopsOnError = stopsOnError
    this.functions = functions
  }

  read(command: ScriptCommand): void {
    const { words, runAs, options } = namedCommand(command.words)
    this.noteSyntax(command)
    const [name, ...args] = words
    const isPathSet = command.words.some(({ text }) =>
      /^(PATH\+?|DOCKER_HOST|DOCKER_CONTEXT)=/.test(text),
    )
    if (isPathSet) this.isPathKnown = false
    if (runAs !== null) this.program(runAs, command)
    if (runAs === 'sudo' && command.failure !== 'ignored')
      this.noteSudo([...options, ...words], command)
    if (!name || runAs !== null || !isPlain(name)) {
      if (name && changesPath.test(name.text)) this.isPathKnown = false
      if (name && runAs !== null) this.areDirectoriesKnown = false
      return
    }
    this.shellCommand(name.text, args, command)
    if (!this.functions.has(name.text) && !isShellWord(name.text)) this.program(name.text, command)
    if (changesPath.test(name.text)) this.isPathKnown = false
    if (createsAny.test(name.text)) this.areDirectoriesKnown = false
  }

  private noteSyntax(command: ScriptCommand): void {
    const { words, redirects } = command
    const need = this.need(command)
    const [name = ''] = words.map(({ text }) => text)
    const used = (what: ShellSyntax, isUsed: boolean) => {
      if (isUsed) this.syntax.push({ what, ...need })
    }
    used('assignment', words.length > 0 && words.every(({ text }) => /^\w+\+?=/.test(text)))
    used('export', name === 'export' || name === 'declare')
    used('source', name === 'source')
    used(
      'here-document',
      redirects.some(({ operator }) => operator.startsWith('<<')),
    )
    used(
      'stderr-redirect',
      redirects.some(({ operator, descriptor }) => descriptor === 2 || /^(&>|>&)/.test(operator)),
    )
  }

  /** Up to the first word that is only known at run time: sudo then says whether the command may run at all. */
  private noteSudo(words: readonly ScriptWord[], command: ScriptCommand): void {
    const options = words.filter(({ text }) => !/^-[nEHSkAi]+$/.test(text))
    const end = options.findIndex((word) => !isLiteral(word))
    const literal = end < 0 ? options : options.slice(0, end)
    const text = literal.map((word) => word.text).join(' ')
    this.sudo.push({ command: text, isWhole: end < 0 && text !== '', ...this.need(command) })
  }

  /** The commands that decide where the others run. */
  private shellCommand(name: string, args: readonly ScriptWord[], command: ScriptCommand): void {
    const [first] = args
    switch (name) {
      case 'set': {
        const options = args.map(({ text }) => text).join(' ')
        if (/(^| )-[a-z]*e|-o errexit/.test(options)) this.stopsOnError = true
        if (/(^| )\+[a-z]*e/.test(options)) this.stopsOnError = false
        return
      }
      case 'cd':
      case 'pushd': {
        const to = first ? this.path(first, command) : '~'
        if (to !== null && first && command.runs === 'always') this.directory(to, 'enter', command)
        this.cwd.enter(command.scope, to)
        return
      }
      case '.':
      case 'source': {
        // Other files may come from the deploy itself.
        const isOfServer = /^(~|\$\{HOME\})\/\.|^\/(etc|opt|usr)\//.test(first?.text ?? '')
        const file = first && isOfServer ? this.path(first, command) : null
        if (file !== null && command.runs === 'always') this.directory(file, 'source', command)
        return
      }
      case 'mkdir':
      case 'ln':
      case 'install':
        for (const each of args) this.cwd.created(this.path(each, command))
        return
      case 'git':
        this.git(args, command)
        return
      case 'command':
      case 'which':
      case 'type':
      case 'hash':
        this.look(args, command)
        return
      case 'test':
      case '[':
        for (const { text } of args.filter(isPlain)) if (/[/]/.test(text)) this.lookedFor.add(text)
        return
      default:
    }
  }

  /** A program that the script looks for is either needed to go on, or one that it can do without. */
  private look(args: readonly ScriptWord[], command: ScriptCommand): void {
    for (const { text } of args.filter(isPlain)) {
      if (this.need(command).isRequired) this.program(text, command)
      else this.lookedFor.add(text)
    }
  }

  private git(args: readonly ScriptWord[], command: ScriptCommand): void {
    const texts = args.map(({ text }) => text)
    if (texts.some((text) => /^safe\.directory(=|$)/.test(text))) this.trustsAll = true
    if (this.trustsAll) return
    if (texts[0] === 'clone' || texts[0] === 'init') {
      this.areDirectoriesKnown = false
      return
    }
    const isElsewhere = texts[0] === '-C' && args[1] !== undefined
    const verb = isElsewhere ? texts[2] : texts[0]
    const at = isElsewhere && args[1] ? this.path(args[1], command) : this.cwd.of(command.scope)
    if (at === null || !gitInRepository.test(verb ?? '')) return
    const [remote = ''] = texts.slice(isElsewhere ? 3 : 1).filter((text) => !text.startsWith('-'))
    const asksRemote =
      verb === 'pull' ? !/[:/]/.test(remote) : verb === 'fetch' && /^[\w.-]+$/.test(remote)
    this.directory(at, 'git', command, asksRemote)
  }

  private program(name: string, command: ScriptCommand): void {
    if (command.failure === 'ignored' || this.lookedFor.has(name)) return
    if (!this.isPathKnown && !name.startsWith('/')) return
    // A path that begins in the working directory is a file of the deploy.
    if (name.includes('/') && !/^(\/|~\/)/.test(name)) return
    this.programs.push({ name, ...this.need(command) })
  }

  private directory(
    path: string,
    use: 'enter' | 'git' | 'source',
    command: ScriptCommand,
    asksRemote = false,
  ): void {
    const isNeedless = command.failure === 'ignored' || this.cwd.isCreated(path)
    if (isNeedless || !this.areDirectoriesKnown) return
    const fixed = { creates: 'none', setsTimes: false, through: 'shell' } as const
    this.directories.push({
      path,
      use,
      ...(asksRemote && { asksRemote }),
      ...fixed,
      ...this.need(command),
    })
  }

  private path(word: ScriptWord, { scope }: ScriptCommand): string | null {
    const text = word.text.replace(/^\$\{HOME\}(?=\/|$)/, '~')
    return word.known && isPlain({ ...word, text }) ? this.cwd.resolve(scope, text) : null
  }

  private need(command: ScriptCommand) {
    const isRequired = command.runs === 'always' && endsScript(command, this.stopsOnError)
    return { line: this.lineOf(command.words[0]?.index ?? 0), isRequired }
  }
}

/** No variable, expression, or sign that a shell acts on. */
const isLiteral = ({ text, known }: ScriptWord) => known && /^[\w./~+@:%,=-]+$/.test(text)

/** The same, and no option; or the name of `test`. */
const isPlain = (word: ScriptWord) =>
  word.text === '[' || (isLiteral(word) && !/^-|=/.test(word.text))

function constructsOf(
  { constructs }: Script,
  lineOf: (index: number) => number,
): readonly NeededSyntax[] {
  return constructs.map(({ what, index }) => ({
    what,
    line: lineOf(index),
    isRequired: false,
  }))
}

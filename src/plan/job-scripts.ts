import { namedCommand } from './command-name'
import type { ScriptCommand } from './script'

/** One command of a script of the job. */
export interface JobCommand {
  /** Without its directory; empty where only the run time says it. */
  readonly name: string
  /** Its arguments, with the source text of the variables that the workflow file sets. */
  readonly args: readonly string[]
  /** The whole of it, redirections included, to look for words in. */
  readonly text: string
  readonly command: ScriptCommand
  /** Line of the workflow file. */
  readonly line: number
  /** The number of its step, from 0. */
  readonly step: number
  readonly runs: 'always' | 'maybe'
  /** It runs as another user. */
  readonly asOther: boolean
  readonly resolve: (text: string) => string
}

/** A step of the job: an action, or a script. */
export interface JobStep {
  /** `owner/name` of the action in lower case; null for a script. */
  readonly uses: string | null
  /** The script as it is written; empty for an action. */
  readonly text: string
  /** It runs in the workspace, where it starts and all along. */
  readonly isInWorkspace: boolean
  /** Null for a script that cannot be read for certain. */
  readonly commands: readonly JobCommand[] | null
}

/** A command of a script with what it does, as far as its words are known. */
export function jobCommand(
  command: ScriptCommand,
  place: Pick<JobCommand, 'step' | 'resolve'> & {
    readonly lineOf: (index: number) => number
    readonly stepRuns: 'always' | 'maybe'
  },
): JobCommand {
  const { resolve, step, stepRuns, lineOf } = place
  const { words, runAs } = namedCommand(command.words)
  const [name, ...args] = words
  const targets = command.redirects.map(({ target }) => target?.text ?? '')
  return {
    name: name?.known === true ? (name.text.split('/').at(-1) ?? '') : '',
    args: args.map(({ text }) => resolve(text)),
    text: resolve([...command.words.map(({ text }) => text), ...targets].join(' ')),
    command,
    line: lineOf(command.words[0]?.index ?? 0),
    step,
    runs: command.runs === 'maybe' ? 'maybe' : stepRuns,
    asOther: runAs !== null,
    resolve,
  }
}

/** The files that a command writes by `>`, `>>` or `tee`, as its script names them. */
export function filesWritten({ name, args, command, resolve }: JobCommand): readonly string[] {
  const redirected = command.redirects.flatMap(({ operator, descriptor, target }) =>
    /^(>|>>|>\||&>|&>>)$/.test(operator) && (descriptor ?? 1) === 1 && target
      ? [resolve(target.text)]
      : [],
  )
  const copied = name === 'tee' ? args.filter((each) => !each.startsWith('-')) : []
  return [...redirected, ...copied].map(fromHome)
}

/** A path with `~` in the place of `$HOME`, and each directory of the runner by one of its names. */
export function fromHome(path: string): string {
  return path
    .replace(/^\$\{HOME\}(?=\/|$)/, '~')
    .replace(/^\$\{\{\s*runner\.temp\s*\}\}/, '${RUNNER_TEMP}')
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}\/|^\$\{GITHUB_WORKSPACE\}\/|^\.\//, '')
}

/** Commands of a job. Nobody writes more, and some are looked at for each other one. */
export const mostCommands = 500

/** Commands of one pipe. */
const longestPipe = 10

/** A command with those whose output it reads, the first of the pipe last; null for a long pipe, or one that was not read. */
export function pipeOf(last: JobCommand, all: readonly JobCommand[]): readonly JobCommand[] | null {
  const pipe = [last]
  for (let input = last.command.input; input; input = input.input) {
    const found = all.find(({ command }) => command === input)
    if (!found || pipe.length === longestPipe) return null
    pipe.push(found)
  }
  return pipe
}

import type { OptionReader } from './options'

/** What is asked of the server: by the inputs, and by the later steps of the job. */
export interface DeployNeeds {
  /** The directory of the input `target`, trimmed. */
  readonly target: string | null
  /** Names of programs of the input `programs`, each once. */
  readonly commands: readonly string[]
  /** Names of other programs that later steps use, each once. */
  readonly programs: readonly string[]
  /** Other directories that later steps use, each once. */
  readonly directories: readonly string[]
  /** Commands that later steps run with sudo, each once. */
  readonly sudo: readonly string[]
  /** Directories in which the server's own connection to its Git remote is tried, each once. */
  readonly gitRemotes: readonly string[]
}

export const mostCommands = 64
const longestName = 255
/** PATH_MAX of Linux, without the byte that ends it. */
const longestPath = 4095

/** Nothing but the clock of the server. */
export const nothingAsked: DeployNeeds = {
  target: null,
  commands: [],
  programs: [],
  directories: [],
  sudo: [],
  gitRemotes: [],
}

/** Whether anything is asked of the server but its clock. */
export const asksAnything = ({
  target,
  commands,
  programs,
  directories,
  sudo,
}: DeployNeeds): boolean =>
  target !== null || [commands, programs, directories, sudo].some(({ length }) => length > 0)

/** Reads `target` and `programs`: spaces or commas separate the names. */
export function readDeployNeeds(options: OptionReader): DeployNeeds {
  const target = options.text(
    'target',
    'one directory, such as /var/www/site',
    (text) => text.length <= longestPath && !/\p{Cc}/u.test(text),
  )
  const commands = options.text(
    'programs',
    `up to ${String(mostCommands)} names of programs without their arguments, such as rsync git composer`,
    (text) => namesIn(text).length <= mostCommands && namesIn(text).every(isName),
  )
  return { ...nothingAsked, target, commands: namesIn(commands ?? '') }
}

const namesIn = (text: string) => [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))]

/** A name or a path. What a shell would act on is no name of a program, but a line of a script. */
const isName = (name: string) =>
  name.length <= longestName && !name.startsWith('-') && /^[^\p{Cc}'"`$&|<>(){}*?!\\]+$/u.test(name)

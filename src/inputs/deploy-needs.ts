import type { OptionReader } from './options'

/** What the inputs `target` and `commands` ask for. */
export interface DeployNeeds {
  /** The directory as given, trimmed. */
  readonly target: string | null
  /** Names of programs, each once, in the order given. */
  readonly commands: readonly string[]
}

const mostCommands = 64
const longestName = 255
/** PATH_MAX of Linux, without the byte that ends it. */
const longestPath = 4095

/** Reads `target` and `commands`: spaces or commas separate the names. */
export function readDeployNeeds(options: OptionReader): DeployNeeds {
  const target = options.text(
    'target',
    'one directory, such as /var/www/site',
    (text) => text.length <= longestPath && !/\p{Cc}/u.test(text),
  )
  const commands = options.text(
    'commands',
    `up to ${String(mostCommands)} names of programs without their arguments, such as rsync git composer`,
    (text) => namesIn(text).length <= mostCommands && namesIn(text).every(isName),
  )
  return { target, commands: namesIn(commands ?? '') }
}

const namesIn = (text: string) => [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))]

/** A name or a path. What a shell would act on is no name of a program, but a line of a script. */
const isName = (name: string) =>
  name.length <= longestName && !name.startsWith('-') && /^[^\p{Cc}'"`$&|<>(){}*?!\\]+$/u.test(name)

import { dotnetLines, parseCommand, type Command } from './command'
import type { Masker } from './masker'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly file: string | null
  readonly line: number | null
  readonly title: string | null
  readonly message: string
}

/** What the runner made of the output of one step. */
export interface StepLog {
  readonly log: string
  readonly annotations: readonly Annotation[]
}

/** Kept per level and step (ExecutionContext.cs, _maxCountPerIssueType); later ones are only logged. */
const mostPerLevel = 10
/** ExecutionContext.cs, _maxIssueMessageLength. */
const longestMessage = 4096

/** Works through the output of a step line by line, as OutputManager.cs and ActionCommandManager.cs do. */
export function processOutput(text: string, masker: Masker, workspace: string): StepLog {
  const log: string[] = []
  const annotations: Annotation[] = []
  const stopped: { by: string | null } = { by: null }
  const write = (line: string) => log.push(masker.mask(line))

  const obey = (command: Command) => {
    const { name, data } = command
    if (name === 'error' || name === 'warning' || name === 'notice') {
      const annotation = annotationOf(name, command, masker, workspace)
      write(`##[${name}]${data}`)
      const kept = annotations.filter(({ level }) => level === name).length
      if (kept < mostPerLevel) annotations.push(annotation)
    } else if (name === 'add-mask') {
      masker.addLines(data)
      write('::add-mask::***')
    } else if (name === 'group' || name === 'endgroup') write(`##[${name}]${data}`)
    else if (name === 'stop-commands') stopped.by = data
    else if (name !== 'debug') throw new Error(`The step issued the command ${name}`)
  }

  for (const line of dotnetLines(text)) {
    const command = parseCommand(line, stopped.by)
    if (stopped.by !== null) {
      if (command?.name === stopped.by) stopped.by = null
      else write(line)
    } else if (command) obey(command)
    else write(line)
  }
  return { log: log.join('\n'), annotations }
}

function annotationOf(
  level: Annotation['level'],
  { properties, data }: Command,
  masker: Masker,
  workspace: string,
): Annotation {
  const file = properties['file'] ?? null
  const inside = file?.startsWith(`${workspace}/`) ? file.slice(workspace.length + 1) : file
  const line = Number(properties['line'] ?? properties['endline'] ?? Number.NaN)
  return {
    level,
    file: inside,
    line: Number.isInteger(line) ? line : null,
    // Only the message is masked on this path; a title goes out as it is.
    title: properties['title'] ?? null,
    message: masker.mask(data).slice(0, longestMessage),
  }
}

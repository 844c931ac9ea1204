/** A workflow command as the runner understood it. Property names are in lower case. */
export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** The commands that the runner knows (ActionCommandManager.cs and its extensions); others are plain text. */
const registered: ReadonlySet<string> = new Set([
  'error',
  'warning',
  'notice',
  'debug',
  'add-mask',
  'group',
  'endgroup',
  'add-matcher',
  'remove-matcher',
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'echo',
  'stop-commands',
])

/** Reads one line as ActionCommand.cs does: `::name k=v::data` at its start, else `##[name k=v;]data` anywhere. */
export function parseCommand(line: string, stopToken: string | null): Command | null {
  const isKnown = (name: string) => registered.has(name.toLowerCase()) || name === stopToken
  return parseSecond(line.trimStart(), isKnown) ?? parseFirst(line, isKnown)
}

function parseSecond(line: string, isKnown: (name: string) => boolean): Command | null {
  if (!line.startsWith('::')) return null
  const end = line.indexOf('::', 2)
  if (end < 0) return null
  const { name, rest } = header(line.slice(2, end))
  if (!isKnown(name)) return null
  const unescape = unescaper({ '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',' })
  const data = unescaper({ '%0D': '\r', '%0A': '\n' })(line.slice(end + 2))
  return { name: name.toLowerCase(), properties: properties(rest, ',', unescape), data }
}

function parseFirst(line: string, isKnown: (name: string) => boolean): Command | null {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return null
  const { name, rest } = header(line.slice(start + 3, end))
  if (!isKnown(name)) return null
  const unescape = unescaper({ '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']' })
  const data = unescape(line.slice(end + 1))
  return { name: name.toLowerCase(), properties: properties(rest, ';', unescape), data }
}

function header(text: string): { name: string; rest: string } {
  const space = text.indexOf(' ')
  return space < 0
    ? { name: text, rest: '' }
    : { name: text.slice(0, space), rest: text.slice(space + 1).trim() }
}

function properties(text: string, between: string, unescape: (text: string) => string) {
  const pairs = text.split(between).flatMap((pair) => {
    const equals = pair.indexOf('=')
    const value = pair.slice(equals + 1)
    return equals < 0 || value === ''
      ? []
      : [[pair.slice(0, equals).toLowerCase(), unescape(value)]]
  })
  return Object.fromEntries(pairs) as Record<string, string>
}

function unescaper(marks: Readonly<Record<string, string>>): (text: string) => string {
  return (text) =>
    Object.entries({ ...marks, '%25': '%' }).reduce(
      (all, [mark, by]) => all.replaceAll(mark, by),
      text,
    )
}

/** Lines as .NET's StreamReader.ReadLine gives them: CR, LF and CRLF all end one. */
export function dotnetLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

import type { WrittenKeyFile } from '../facts'
import { redactedSource } from '../workflow/redacted-source'
import { isLoneVariable } from './destination'
import { filesWritten, fromHome, type JobCommand, mostCommands, pipeOf } from './job-scripts'

/**
 * The private key file that a script of the job writes, as it is at the end of these commands. Null where nothing writes one of the
 * paths, where two are written, and where it is not understood what is in it.
 */
export function writtenKeyFile(
  commands: readonly JobCommand[],
  paths: readonly string[],
): WrittenKeyFile | null {
  const files = paths.flatMap((path) => fileAt(commands, path) ?? [])
  return files.length === 1 ? (files[0] ?? null) : null
}

/** The files that these commands write the value of one expression into, but for some. */
export function otherFiles(
  commands: readonly JobCommand[],
  known: readonly string[],
): readonly WrittenKeyFile[] {
  const paths = new Set(commands.flatMap(filesWritten).filter((path) => !known.includes(path)))
  return [...paths].slice(0, 10).flatMap((path) => fileAt(commands, path) ?? [])
}

type Mode = WrittenKeyFile['mode']
type Content = Omit<WrittenKeyFile, 'mode' | 'readOpenAt'>

function fileAt(commands: readonly JobCommand[], path: string): WrittenKeyFile | null {
  let file: Content | null = null
  let readOpenAt: number | null = null
  let mode: Mode | null = null
  const umasks = new Map<number, Mode>()
  for (const command of commands) {
    const { name, args, runs, asOther, step } = command
    if (name === 'umask')
      umasks.set(step, /^(0?0?77|u=\w*,go=)$/.test(args[0] ?? '') ? 'private' : 'unknown')
    const created = umasks.get(step) ?? 'open'
    if (filesWritten(command).includes(path)) {
      const written = runs === 'always' && !asOther ? content(command, commands, path) : null
      if (!written) return null
      file = written
      mode ??= created
      continue
    }
    const isNamed = args.map(fromHome).includes(path)
    if (isNamed && mode === 'open' && runs === 'always' && wantsPrivate(command))
      readOpenAt ??= command.line
    if (name === 'chmod') mode = modeAfter(command, path, mode)
    else if (name === 'touch' && isNamed) mode ??= created
    else if (isNamed && !readsOnly.test(name)) {
      if (name !== 'install' || !/(^|\s)-m\s*0?[46]00(\s|$)/.test(args.join(' '))) mode = 'unknown'
      else mode = 'private'
      if (edits.test(name)) file = file && { ...file, written: 'edited' }
      else if (name !== 'chown') file = content(command, commands, path)
    } else if (/\.ssh|\$\{_\}/.test(command.text) && /^(find|setfacl|cp|mv|chattr)$/.test(name))
      mode = 'unknown'
  }
  return file && { ...file, mode: mode ?? 'unknown', readOpenAt }
}

/** Programs that change the text of a file or a pipe. */
const edits = /^(tr|sed|dos2unix)$/

const readsOnly =
  /^(ssh|scp|sftp|rsync|git|ssh-add|cat|ls|stat|head|wc|ssh-keygen|echo|test|\[|file|md5sum|sha256sum)$/

/** Programs that refuse a key file that others can read, as ssh itself does. Source: sshkey_perm_ok of OpenSSH 9.6. */
const wantsPrivate = ({ name, args }: JobCommand) =>
  name === 'ssh-add' || (name === 'ssh-keygen' && args.some((each) => /^-[a-zA-Z]*y/.test(each)))

/** The mode of a file after a `chmod`, which may name its folder or a pattern. */
function modeAfter(
  { args, runs, asOther }: JobCommand,
  path: string,
  before: Mode | null,
): Mode | null {
  const isDeep = args.some((each) => /^-[a-zA-Z]*R|^--recursive$/.test(each))
  const [mode = '', ...named] = args.filter(
    (each) => !/^-[a-zA-Z]*$|^--/.test(each) || /^-[rwx]+$/.test(each),
  )
  const places = named.map(fromHome)
  const isSure = places.some(
    (each) => each === path || (isDeep && path.startsWith(`${each.replace(/\/$/, '')}/`)),
  )
  const isPattern = places.some(
    (each) => /[*?[]/.test(each) || (each.includes('${') && each !== path),
  )
  if (!isSure) return isPattern ? 'unknown' : before
  if (asOther) return 'unknown'
  if (isPrivate.test(mode)) return 'private'
  return runs === 'maybe' || !/^0?[0-7]{3}$/.test(mode) ? 'unknown' : 'open'
}

/** Modes that take all rights from the group and from others. */
const isPrivate =
  /^(0?[0-7]00|u=\w+,go=|u=\w+,g=,o=|(go|og)(=|-rwx)|(a=|a-rwx),u[=+]\w+|g-rwx,o-rwx|go-rwx,u\S*|u\S*,go-rwx)$/

/** The expressions whose value a command decodes from base64, each once. */
export function decodedSources(commands: readonly JobCommand[]): readonly string[] {
  if (commands.length > mostCommands) return []
  const sources = commands.filter(decodes).flatMap((command) => {
    const first = pipeOf(command, commands)?.at(-1)
    const given = first && givenText(first)
    return given ? [redactedSource(first.resolve(given.text), true)] : []
  })
  return [...new Set(sources)].filter((each) => each.startsWith('${{')).slice(0, 20)
}

/** `base64 -d`, `base64 --decode` and `openssl base64 -d`. */
const decodes = ({ name, args }: JobCommand) =>
  (name === 'base64' && args.some((each) => /^(-[a-zA-Z]*[dD]|--decode)/.test(each))) ||
  (name === 'openssl' && args.includes('base64') && args.includes('-d'))

/** What a command, or the pipe that ends with it, writes; null unless it is the value of one variable or expression. */
function content(writer: JobCommand, all: readonly JobCommand[], path: string): Content | null {
  const chain = pipeOf(writer, all)
  if (
    !chain?.every(({ name }) =>
      /^(echo|printf|cat|tee|tr|sed|base64|openssl|install|dos2unix)$/.test(name),
    )
  )
    return null
  const decoded = chain.some(decodes)
  const [first] = chain.slice(-1)
  const given = first && givenText(first)
  if (!given) return null
  const source = first.resolve(given.text)
  if (!/^\$\{\{.*\}\}$/s.test(source)) return null
  return {
    line: writer.line,
    path,
    source: redactedSource(source, true),
    decoded,
    splits: given.splits,
    written: chain.some(({ name }) => edits.test(name)) ? 'edited' : given.written,
  }
}

const isOneValue = (text: string) => /^\$\{\{?[^}]*\}\}?$/.test(text)

/** The variable or expression that the first command of a pipe prints. */
function givenText({
  name,
  command,
}: JobCommand): (Pick<WrittenKeyFile, 'splits' | 'written'> & { text: string }) | null {
  const document = command.redirects.find(({ operator }) => operator.startsWith('<<'))
  if (document) {
    const text = document.target?.text.trim() ?? ''
    return isOneValue(text) ? { text, splits: false, written: 'with-newline' } : null
  }
  if (!/^(echo|printf)$/.test(name)) return null
  const values = command.words.filter(({ text }) => text.includes('${'))
  const [value] = values
  if (!value || values.length > 1) return null
  const text = value.text.replace(/\\n$/, '')
  if (!isOneValue(text)) return null
  const [, format = ''] = command.words.map((word) => word.text)
  const addsNewline = name === 'echo' ? !/^-\w*n/.test(format) : format.endsWith('\\n')
  return {
    text,
    splits: isLoneVariable(value),
    written: addsNewline ? 'with-newline' : 'as-given',
  }
}

import type { NeededDirectory, NeededProgram, ServerNeeds } from '../facts/plan'
import { type DeployClient, deployClient, type TargetUse } from '../knowledge/deploy-clients'
import { readRemoteScript, type RemoteScript, type ScriptNeeds } from './remote-script'
import { isLiteralPath } from './literal-path'
import { keepsTimes } from './rsync-command'
import { readSftpBatch } from './sftp-batch'
import type { SshCommand } from './ssh-commands'

/** The text of one input of a step. */
export interface InputText {
  readonly text: string
  readonly line: number
  /** The line of the file for a line of the text, from 0. */
  readonly lineOf: (index: number) => number
}

/** What an action needs; `input` gives the text of its `with:`, with the expressions whose value the workflow file has filled in. */
export function needsOfAction(
  { server }: DeployClient,
  line: number,
  input: (name: string) => InputText | null,
): ServerNeeds {
  const stopsOnError =
    server.stopInput !== null && /^true$/i.test(input(server.stopInput)?.text ?? '')
  const scripts = server.scripts.flatMap((name): RemoteScript[] => {
    const given = input(name)
    return given ? [{ text: given.text, lineOf: given.lineOf, stopsOnError }] : []
  })
  const { target, sftpOnlyInput } = server
  const isSftpOnly = sftpOnlyInput !== null && /^true$/i.test(input(sftpOnlyInput)?.text ?? '')
  const channel = sftpOnlyInput !== null && !isSftpOnly ? 'both' : server.channel
  const given = target && input(target.input)
  return together(channel, [
    {
      programs: [
        ...server.programs.map((name) => ({ name, line, isRequired: true })),
        ...(server.mayUse ?? []).map((name) => ({ name, line, isRequired: false })),
      ],
      directories:
        target && given
          ? targets(isSftpOnly ? { ...target, creates: 'none' } : target, given, input)
          : [],
      syntax: [],
      sudo: [],
    },
    ...scripts.map(readRemoteScript),
  ])
}

function targets(
  { isList, creates, through, switches }: TargetUse,
  given: InputText,
  input: (name: string) => InputText | null,
): readonly NeededDirectory[] {
  const options = switches && (input(switches.input)?.text ?? switches.byDefault)
  const paths = isList ? given.text.split(',').map((each) => each.trim()) : [given.text]
  return paths.filter(isLiteralPath).map((path) => ({
    path,
    use: 'write',
    creates: options?.includes('--mkpath') === true ? 'all' : creates,
    setsTimes: options !== null && keepsTimes(options.split(/\s+/)),
    through,
    line: given.line,
    isRequired: true,
  }))
}

/** What a command of a `run:` script needs; `lineOf` gives the line of the file for a line of the script. */
export function needsOfCommand(
  found: SshCommand,
  resolve: (text: string) => string,
  lineOf: (index: number) => number,
): ServerNeeds {
  const { index, command } = found
  const line = lineOf(index)
  if (found.program === 'other') {
    const client = deployClient(found.client)
    const input = (name: string) => {
      const given = found.entries.find((each) => each.input === name)
      return given ? { text: resolve(given.text), line, lineOf: () => line } : null
    }
    return client ? needsOfAction(client, line, input) : together('none', [])
  }
  switch (found.program) {
    case 'ssh': {
      const { read } = found
      const document = command.redirects.findLast(({ operator }) => operator.startsWith('<<'))
      const [first] = read.remote
      const remote = read.remote.map(({ text }) => text).join(' ')
      const isShell = /^(ba|da|z|k)?sh( -[a-z]+)*$/.test(remote)
      const source = isShell || !first ? (document?.target ?? null) : first
      const text =
        source === first ? read.remote.map((word) => word.text).join(' ') : (source?.text ?? '')
      const from = source?.index ?? index
      const script = {
        text: resolve(text),
        lineOf: (at: number) => lineOf(from + at),
        stopsOnError: false,
      }
      const needs = readRemoteScript(script)
      // bash reads the script, whatever the shell of the account is.
      return together('shell', [
        needs && isShell && /^(ba|z|k)/.test(remote) ? { ...needs, syntax: [] } : needs,
      ])
    }
    case 'rsync': {
      const { rsyncPath, upload, creates, setsTimes } = found.read
      // Another command is started there, `sudo rsync` for example.
      const isOther = rsyncPath !== null && !/^[\w./-]+$/.test(rsyncPath)
      const start = isOther
        ? readRemoteScript({ text: rsyncPath, lineOf: () => line, stopsOnError: true })
        : null
      const programs: readonly NeededProgram[] = isOther
        ? (start?.programs ?? [])
        : [{ name: rsyncPath ?? 'rsync', line, isRequired: true }]
      const asOther = programs.some(({ name }) => name === 'sudo' || name === 'doas')
      const path = upload && resolve(upload.text)
      const directories =
        path === null || asOther
          ? []
          : written(path, { creates, setsTimes, through: 'shell', line })
      return together('shell', [{ programs, directories, syntax: [], sudo: start?.sudo ?? [] }])
    }
    case 'scp': {
      const { read } = found
      const path = read.upload && resolve(read.upload.text)
      const isDirectory = path !== null && (path.endsWith('/') || read.letters.includes('r'))
      const creates = read.letters.includes('r') ? 'last' : 'none'
      const directories = isDirectory
        ? written(path, { creates, setsTimes: false, through: 'shell', line })
        : []
      const isOld = read.letters.includes('O')
      const programs = isOld ? [{ name: 'scp', line, isRequired: true }] : []
      return together(isOld ? 'shell' : 'sftp', [{ programs, directories, syntax: [], sudo: [] }])
    }
    case 'sftp':
      return together('sftp', [readSftpBatch(command, found.read.letters, resolve, lineOf)])
  }
}

function written(
  path: string,
  rest: Pick<NeededDirectory, 'creates' | 'setsTimes' | 'through' | 'line'>,
): readonly NeededDirectory[] {
  const directory = path === '' ? '~' : path
  return isLiteralPath(directory)
    ? [{ path: directory, use: 'write', ...rest, isRequired: true }]
    : []
}

function together(
  channel: ServerNeeds['channel'],
  parts: readonly (ScriptNeeds | null)[],
): ServerNeeds {
  const read = parts.filter((each) => each !== null)
  return {
    channel,
    programs: read.flatMap(({ programs }) => programs),
    directories: read.flatMap(({ directories }) => directories),
    syntax: read.flatMap(({ syntax }) => syntax),
    sudo: read.flatMap(({ sudo }) => sudo),
  }
}

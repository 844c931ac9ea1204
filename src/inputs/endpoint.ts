import type { InputFacts, InputName, InputProblem } from '../facts'
import type { Endpoint } from './login'
import type { ReadInput } from '../facts/input-names'
import { readPins } from '../ssh/host-key-pins'
import { type HostEntry, readHosts } from './host'
import { credentialNames, inputDefaults, inputNames } from '../facts/input-names'
import { optionReader } from './options'
import { unusedAdminInputs } from './other-login'
import { unusedProxyInputs } from '../facts/proxy-inputs'
import { holdsSecret, showSafely, shownLength } from './redacted-value'
import { type FormedRole, removedAround, valueForms } from '../knowledge/value-forms'
import { removedWords } from './removed-words'
import { userProblem } from './user'

const defaultPort = 22

const sftpWords = {
  auto: 'auto',
  true: 'required',
  required: 'required',
  false: 'off',
  off: 'off',
} as const

/**
 * Reads the servers that the `host` input names, with what it takes to log in to them: one at least, without a host one that
 * says so. What is wrong with a value becomes a problem in the facts; `secrets` are never repeated in one.
 */
export function readEndpoints(read: ReadInput, secrets: readonly string[]): readonly Endpoint[] {
  const options = optionReader(read, secrets)
  const settings = {
    protocol: options.word('protocol', ['tcp', 'tcp4', 'tcp6'], 'tcp'),
    sftp: sftpWords[options.word('sftp', ['auto', 'true', 'required', 'false', 'off'], 'auto')],
    deploySteps: options.word('deploy_steps', ['auto', 'full', 'off'], 'auto'),
    probe: options.onOff('probe', true),
  }
  const port = options.port('port')
  const credentials = {
    password: orNull(read('password')),
    key: isEmpty(read('key')) ? null : read('key'),
    keyPath: options.path('key_path'),
    passphrase: orNull(read('passphrase')),
  }
  const pins = {
    fingerprint: orNull(read('fingerprint').trim()),
    knownHosts: isEmpty(read('known_hosts')) ? null : read('known_hosts'),
  }
  const problems = [...options.problems, ...credentialProblems(read)]

  const entries = readHosts(read('host'), secrets)
  // A list of nothing but commas names no host.
  const isGiven = (name: InputName) =>
    name === 'host'
      ? entries.length > 0
      : !isEmpty(read(name)) && read(name) !== inputDefaults[name]

  // Read once, however many hosts there are.
  const given = inputNames.filter((name) => isGiven(name))
  const username = read('username').trim()
  const portText = read('port').trim()
  const cleanedInputs = cleanedForAll(read)
  const forms = formsOf(read)

  const endpointOf = (entry: HostEntry): Endpoint => {
    const user = userOf(entry, username)
    const wrongUser = userProblems(entry, user, secrets)
    // What is no name may be a secret in the wrong input.
    const name = wrongUser.length > 0 ? null : user.name
    const portInUse = entry.port ?? port ?? defaultPort
    const all = [
      ...(entry.problem ? [entry.problem] : []),
      ...wrongUser,
      ...problems,
      ...readPins(pins, entry.host, portInUse).problems,
    ]
    const facts: InputFacts = {
      ...settings,
      host: entry.host,
      port: portInUse,
      portFrom: entry.port !== null ? 'host' : portText === '' ? 'default' : 'input',
      // A password that is the user's name too: facts go into a report that no runner masks.
      user: name !== null && holdsSecret(name, secrets) ? '***' : name,
      userFrom: user.from,
      given,
      cleaned: [
        ...entry.cleaned.map((each) => ({ input: 'host' as const, ...each })),
        ...cleanedInputs,
        ...overruled('port', portText, entry.port),
        ...overruled('username', username, entry.user),
      ],
      ...(forms.length > 0 && { forms }),
      problems: all.map((problem) => withoutSecrets(problem, secrets)),
      pinned: pins.fingerprint !== null || pins.knownHosts !== null,
    }
    return { facts, credentials: { username: name, ...credentials }, pins }
  }
  return (entries.length === 0 ? [noHost] : entries).map(endpointOf)
}

const noHost: HostEntry = {
  host: null,
  port: null,
  user: null,
  cleaned: [],
  problem: { kind: 'empty', input: 'host' },
}

interface User {
  readonly name: string | null
  readonly from: InputFacts['userFrom']
}

/** What a host entry says itself wins over the input that is meant for all hosts; so does its port. */
function userOf(entry: HostEntry, username: string): User {
  if (entry.user !== null) return { name: entry.user, from: 'host' }
  const name = orNull(username)
  return { name, from: name === null ? 'none' : 'input' }
}

function userProblems(
  entry: HostEntry,
  user: User,
  secrets: readonly string[],
): readonly InputProblem[] {
  // A host that could not be read may have held the user.
  if (user.name === null && entry.problem?.kind === 'host-malformed') return []
  if (user.name === null) return [{ kind: 'empty', input: 'username' }]
  const input = user.from === 'host' ? 'host' : 'username'
  const problem = userProblem(user.name, input, secrets)
  return problem ? [problem] : []
}

function credentialProblems(read: ReadInput): readonly InputProblem[] {
  const emptyKey = read('key') !== '' && isEmpty(read('key'))
  const none = credentialNames.every((name) => isEmpty(read(name)))
  return [
    ...(emptyKey ? [{ kind: 'empty', input: 'key' } as const] : []),
    ...(none ? [{ kind: 'no-credentials', input: 'key' } as const] : []),
  ]
}

/** What was cleaned or decided without harm for all hosts, for the log. */
function cleanedForAll(read: ReadInput): InputFacts['cleaned'] {
  const trimmed = (['port', 'username', 'key_path', 'fingerprint'] as const).flatMap((input) => {
    const around = removedAround(read(input))
    return around === null ? [] : [{ input, what: removedWords[around] }]
  })
  return [
    ...trimmed,
    ...(hasMark(read) ? [markOfKnownHosts] : []),
    ...unusedProxyInputs(read).map((input) => ({ input, what: 'not used: proxy_host is empty' })),
    ...unusedAdminInputs(read).map((input) => ({ input, what: 'not used: server_check is off' })),
  ]
}

const markOfKnownHosts = {
  input: 'known_hosts',
  what: 'a byte order mark before a line was passed over',
} as const

const hasMark = (read: ReadInput) => /(^|[\r\n])\ufeff/.test(read('known_hosts'))

/** What each input means for the clients of deploys. */
const formedInputs: readonly (readonly [InputName, FormedRole])[] = [
  ['host', 'host'],
  ['port', 'port'],
  ['username', 'user'],
  ['key_path', 'keyPath'],
  ['fingerprint', 'fingerprint'],
  ['protocol', 'protocol'],
  ['timeout', 'timeout'],
]

function formsOf(read: ReadInput): NonNullable<InputFacts['forms']> {
  const forms = formedInputs.flatMap(([input, role]) =>
    valueForms(role, read(input)).map((form) => ({ input, form })),
  )
  return hasMark(read) ? [...forms, { input: 'known_hosts', form: 'byte-order-mark' }] : forms
}

/** An input that the host's own entry wins over; `text` is trimmed. */
function overruled(
  input: 'port' | 'username',
  text: string,
  own: string | number | null,
): InputFacts['cleaned'] {
  return own !== null && text !== '' && text !== String(own)
    ? [{ input, what: 'not used: the host input names another one' }]
    : []
}

/** A secret is looked for in the whole value: cut first, a part of it could stay. */
function withoutSecrets(problem: InputProblem, secrets: readonly string[]): InputProblem {
  if (!('shown' in problem)) return problem
  const { shown } = problem
  const text = holdsSecret(shown, secrets) ? shown : shown.slice(0, shownLength)
  return { ...problem, shown: showSafely(text, secrets) }
}

const isEmpty = (text: string) => text.trim() === ''

const orNull = (text: string) => (text === '' ? null : text)

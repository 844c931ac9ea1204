import type { InputName, InputProblem } from '../facts'
import type { Credentials, Endpoint } from './login'
import type { ReadInput } from '../facts/input-names'
import type { OptionReader } from './options'
import { holdsSecret, showSafely } from './redacted-value'
import { userProblem } from './user'

/** A login through which the check on the server may be run where the deploy's own fails. Only `server_check: true` makes one. */
export interface OtherLogin {
  /** admin: the account of `admin_username`; password: the deploy's own account, by its password. */
  readonly by: 'admin' | 'password'
  /** The login name as reports may show it; null when none could be read. */
  readonly user: string | null
  readonly credentials: Credentials
}

/** What the inputs say of it. */
export interface OtherLoginInputs {
  readonly problems: readonly InputProblem[]
  /** The other login to one server: null when nobody asked for the check. */
  readonly to: (endpoint: Endpoint) => OtherLogin | null
}

const adminCredentials = ['admin_password', 'admin_key', 'admin_key_path'] as const
const adminInputs = ['admin_username', ...adminCredentials, 'admin_passphrase'] as const

/**
 * Reads `server_check` and `admin_*`. When the check is on, it needs a login: a separate account, or both a key and a password of
 * the deploy's account.
 */
export function readOtherLogin(
  read: ReadInput,
  options: OptionReader,
  secrets: readonly string[],
): OtherLoginInputs {
  const isOn = options.onOff('server_check', false)
  const keyPath = options.path('admin_key_path')
  if (!isOn) return { problems: [], to: () => null }
  const name = read('admin_username').trim()
  const problem = problemOf(read, name, secrets)
  const admin: OtherLogin = {
    by: 'admin',
    user: holdsSecret(name, secrets) ? '***' : name,
    credentials: {
      username: name,
      password: orNull(read('admin_password')),
      key: isGiven(read, 'admin_key') ? read('admin_key') : null,
      keyPath,
      passphrase: orNull(read('admin_passphrase')),
    },
  }
  return {
    problems: problem ? [problem] : [],
    to: (endpoint) => (name === '' ? byPassword(endpoint) : admin),
  }
}

/** The inputs of an account that nobody asked to use. */
export function unusedAdminInputs(read: ReadInput): readonly InputName[] {
  const word = read('server_check').trim().toLowerCase()
  if (!['', 'off', 'false', 'no'].includes(word)) return []
  return adminInputs.filter((name) => isGiven(read, name))
}

function byPassword({ facts, credentials }: Endpoint): OtherLogin {
  const { username, password } = credentials
  const passwordOnly = { username, password, key: null, keyPath: null, passphrase: null }
  return { by: 'password', user: facts.user, credentials: passwordOnly }
}

function problemOf(read: ReadInput, name: string, secrets: readonly string[]): InputProblem | null {
  const invalid = (input: InputName, shown: string, expected: string): InputProblem => ({
    kind: 'option-invalid',
    input,
    shown: showSafely(shown, secrets),
    expected,
  })
  const oneOf = (names: readonly InputName[]) => names.some((each) => isGiven(read, each))
  if (name !== '') {
    const wrong = userProblem(name, 'admin_username', secrets)
    // An attacker in between could refuse the deploy's login, to receive this password next.
    if (
      wrong === null &&
      isGiven(read, 'admin_password') &&
      !oneOf(['fingerprint', 'known_hosts'])
    ) {
      const shown = 'given without a pinned host key'
      return invalid(
        'admin_password',
        shown,
        'a value only with fingerprint or known_hosts; a key needs neither',
      )
    }
    if (wrong !== null || oneOf(adminCredentials)) return wrong
    const expected = 'a login name, together with admin_key, admin_key_path or admin_password'
    return invalid('admin_username', name, expected)
  }
  if (oneOf(adminInputs)) {
    return invalid('admin_username', 'empty', 'the login name that the other admin_ inputs are for')
  }
  if (isGiven(read, 'password') && oneOf(['key', 'key_path'])) return null
  return invalid(
    'server_check',
    'on',
    'on together with admin_username and admin_key or admin_password, or together with both key and password; otherwise off',
  )
}

const isGiven = (read: ReadInput, name: InputName) => read(name).trim() !== ''

const orNull = (text: string) => (text === '' ? null : text)

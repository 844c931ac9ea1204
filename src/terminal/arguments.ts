import { parseArgs } from 'node:util'
import type { InputName } from '../facts'
import { errorMessage } from '../text/error-message'

/** What the command line asks for. */
export type Command =
  | {
      readonly kind: 'check'
      /** Values of inputs, under the names of action.yml. */
      readonly inputs: Readonly<Partial<Record<InputName, string>>>
      readonly passwordEnv: string | null
      readonly passphraseEnv: string | null
      readonly adminPasswordEnv: string | null
      readonly knownHostsFile: string | null
      readonly json: boolean
      /** In addition to the verdict and the first fix: observations, other findings and fixes, commands. */
      readonly verbose: boolean
    }
  | {
      readonly kind: 'replay'
      readonly path: string
      readonly json: boolean
      readonly verbose: boolean
    }
  | {
      readonly kind: 'server-check'
      /** Path of what the check printed; `-` is the standard input. */
      readonly answer: string
      /** Path of a saved report; null for the last one, if there is any. */
      readonly report: string | null
      readonly host: string | null
      readonly json: boolean
      readonly verbose: boolean
    }
  | { readonly kind: 'explain'; readonly words: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** The arguments are no command; `message` says why. */
  | { readonly kind: 'usage'; readonly message: string }

export const help = `Usage: ssh-preflight [user@]host[:port] … [options]
       ssh-preflight replay REPORT.json [--json]
       ssh-preflight server-check ANSWER [--report REPORT.json] [--host HOST]
                     [--json]
       ssh-preflight explain MESSAGE | LOGFILE | - | CAUSE

Connects once the way a deploy will, finds the first thing that is broken, and
explains it.

  -p PORT                 port, 22 unless the host names one
  -l USER                 user, when the host names none
  -i FILE                 private key; else the first of id_ed25519, id_ecdsa
                          and id_rsa in ~/.ssh
  -J [user@]host[:port]   jump host, with the same key
  -4, -6                  IPv4 or IPv6 only
  --password-env NAME     read the password from this environment variable
  --passphrase-env NAME   read the passphrase of the key from this variable
  --fingerprint TEXT      the host key that the server must have (SHA256:…)
  --known-hosts FILE      the host keys that the server can have
  --timeout DURATION      limit for the whole check, such as 10s or 1m30s; 30s
                          if not given
  --wait DURATION         try again for this long until the server is up
  --sftp WORD             auto, true (required) or false (not checked)
  --no-probe              do not probe other ports after a refusal
  --server-check          when the login fails, run a read-only check on the
                          server through --admin, else through the password
                          where the key is refused
  --admin USER            another account for it, with the same key unless one
                          of the next two is given
  --admin-identity FILE   private key of that account
  --admin-password-env NAME
                          read its password from this environment variable
  --report FILE           write the JSON report there
  -v, --verbose           print also what was observed, the other fixes, and the
                          commands that tell causes apart
  --json                  print the JSON report, and nothing else
  --help, --version

server-check reads what server-check.sh printed on the server (a file, or - for
the standard input), combines it with the report of a run, and prints the
verdict of both. Without --report it uses ssh-preflight-report.json of this
directory or of the directory for temporary files. Without any of them, it
explains only the answer. --host names one of several hosts.

explain says what an error message of any SSH client means, and what to do
first. It reads the message itself, a whole log from a file, or the standard
input (-). It also describes a cause by its id (tcp/wrong-port, or wrong-port).

Examples:
  ssh-preflight deploy@example.com -i ~/.ssh/id_deploy
  ssh-preflight deploy@example.com:2222 -J jump@bastion.example.com
  ssh-preflight explain "Permission denied (publickey)"

Exit status: 0 pass or warning, 1 the target fails (server-check without a
report: something was found; explain: no message is known in the text), 2 wrong
usage or a file that cannot be read, 3 a fault of this program, 130 or 143
interrupted.
`

const options = {
  port: { type: 'string', short: 'p' },
  login: { type: 'string', short: 'l' },
  identity: { type: 'string', short: 'i' },
  jump: { type: 'string', short: 'J' },
  ipv4: { type: 'boolean', short: '4' },
  ipv6: { type: 'boolean', short: '6' },
  'password-env': { type: 'string' },
  'passphrase-env': { type: 'string' },
  fingerprint: { type: 'string' },
  'known-hosts': { type: 'string' },
  timeout: { type: 'string' },
  wait: { type: 'string' },
  sftp: { type: 'string' },
  'no-probe': { type: 'boolean' },
  'server-check': { type: 'boolean' },
  admin: { type: 'string' },
  'admin-identity': { type: 'string' },
  'admin-password-env': { type: 'string' },
  report: { type: 'string' },
  host: { type: 'string' },
  json: { type: 'boolean' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const

const isHelp = ([word = '', ...others]: readonly string[]) =>
  others.length === 0 && /^(?:--help|-h)$/.test(word)

/** Reads the arguments after the program's name. Pure: files and variables that they name are read later. */
export function readArguments(words: readonly string[]): Command {
  const [command, ...rest] = words
  // Messages begin with dashes as well: `-bash: wp: command not found`.
  if (command === 'explain' && rest[0] !== undefined && !isHelp(rest)) {
    return { kind: 'explain', words: rest }
  }
  let parsed
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (error) {
    return { kind: 'usage', message: errorMessage(error) }
  }
  const { values, positionals } = parsed
  const [first, second] = positionals
  const { json = false, verbose = false } = values
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  if (first === undefined) return { kind: 'usage', message: 'Which host?' }
  if (first === 'replay') {
    if (second === undefined) return { kind: 'usage', message: 'Which report should be replayed?' }
    return { kind: 'replay', path: second, json, verbose }
  }
  if (first === 'server-check') {
    if (second === undefined) return { kind: 'usage', message: 'Which answer should be read?' }
    const { report = null, host = null } = values
    return { kind: 'server-check', answer: second, report, host, json, verbose }
  }
  if (first === 'explain') {
    return { kind: 'usage', message: 'Which message or cause should be explained?' }
  }
  if (values.ipv4 && values.ipv6) return { kind: 'usage', message: '-4 or -6, not both' }
  const { admin, 'server-check': serverCheck } = values
  const ofAdmin = values['admin-identity'] ?? values['admin-password-env']
  if (ofAdmin !== undefined && admin === undefined) {
    return { kind: 'usage', message: '--admin-identity and --admin-password-env need --admin' }
  }
  if (admin !== undefined && !serverCheck) {
    return { kind: 'usage', message: '--admin needs --server-check' }
  }
  const hasBoth = values.identity !== undefined && values['password-env'] !== undefined
  if (serverCheck && admin === undefined && !hasBoth) {
    return { kind: 'usage', message: '--server-check needs --admin, or -i with --password-env' }
  }
  return {
    kind: 'check',
    inputs: {
      host: positionals.join('\n'),
      port: values.port ?? '',
      username: values.login ?? '',
      key_path: values.identity ?? '',
      protocol: values.ipv4 ? 'tcp4' : values.ipv6 ? 'tcp6' : '',
      proxy_host: values.jump ?? '',
      fingerprint: values.fingerprint ?? '',
      timeout: values.timeout ?? '',
      wait: values.wait ?? '',
      sftp: values.sftp ?? '',
      probe: values['no-probe'] ? 'false' : '',
      server_check: serverCheck ? 'true' : '',
      admin_username: admin ?? '',
      admin_key_path: values['admin-identity'] ?? '',
      report: values.report ?? '',
    },
    passwordEnv: values['password-env'] ?? null,
    passphraseEnv: values['passphrase-env'] ?? null,
    adminPasswordEnv: values['admin-password-env'] ?? null,
    knownHostsFile: values['known-hosts'] ?? null,
    json,
    verbose,
  }
}

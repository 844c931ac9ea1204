import fc from 'fast-check'
import { type Inputs, loadInputs } from '../../src/inputs'
import { inputNames, secretInputs } from '../../src/facts/input-names'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { blob, publicKeyWords } from './harness/public-key-words'
import { mustBeShort, mustNotHold } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

type Given = Readonly<Record<string, string>>

/** Long enough that it is no word of another value by chance. */
const secret = 'Zq7-secret/Zq7+word'

const words = [
  ...publicKeyWords,
  ...[
    'deploy@',
    '@',
    ':22',
    ':',
    '[',
    ']',
    ',',
    'ssh ',
    'ssh -p 22 ',
    'ssh://',
    '|1|',
    '# a:22 SSH-2.0-x',
  ],
  ...[
    '30s',
    '1m',
    '.5',
    'on',
    'off',
    'tcp',
    'never',
    '/var/www',
    'rsync ',
    '~',
    secret,
    `x${secret}`,
  ],
]
const text = textInputs(words, [
  'deploy@example.com:2222',
  'ssh -p 2222 deploy@example.com',
  `example.com ssh-ed25519 ${blob}`,
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${blob}\n-----END OPENSSH PRIVATE KEY-----\n`,
])
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.constant(secret) },
)
const isSecret = (name: string) => secretInputs.some((each) => each === name)

/** All inputs, with any texts in them; wrong values must not repeat a secret. */
export const target: FuzzTarget<Given, Inputs> = {
  inputs: fc
    .record(Object.fromEntries(inputNames.map((name) => [name, value])), { requiredKeys: [] })
    .map((given) => ({ ...given, password: secret })),
  run: (given) => loadInputs((name) => given[name] ?? ''),
  verify(given, { targets }) {
    must(targets.length > 0, 'a target is there')
    const secrets = [
      secret,
      ...Object.keys(given).flatMap((name) => (isSecret(name) ? longLines(given[name]) : [])),
    ]
    for (const { facts, proxy, timeoutMs } of targets) {
      must(timeoutMs >= 1000, 'a timeout is there')
      for (const { problems, port } of [facts, ...(proxy ? [proxy.facts] : [])]) {
        must(port > 0 && port < 65_536, `port ${port}`)
        mustNotHold('a problem', problems, secrets)
        mustBeShort('the problems', problems, 30_000)
      }
    }
  },
}

/** Lines that are long enough to be told from other texts, as a problem may hold a short word of anything. */
function longLines(value = ''): readonly string[] {
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= 12)
    .slice(0, 50)
}

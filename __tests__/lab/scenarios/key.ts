import { passphrase } from '../keys'
import type { Lab } from '../prepare'
import type { Scenario } from '../scenario'

const key = (text: string) => ({ key: text })
const body = (lab: Lab) => lab.keys.ed25519.private

/** Faults of the private key. What cannot be repaired must not call the server; what can may, once. */
export const keyScenarios: readonly Scenario[] = [
  {
    name: 'the key is the public half',
    cause: 'key/public-key',
    connections: 0,
    inputs: (lab) => key(`${lab.keys.ed25519.public} deploy@laptop`),
  },
  {
    name: 'the key is a PuTTY file',
    cause: 'key/ppk',
    inputs: (lab) => key(lab.keys.ppk.private),
  },
  {
    name: 'the key has spaces where its line breaks were',
    cause: 'key/line-breaks-lost',
    inputs: (lab) => key(body(lab).trim().replaceAll('\n', ' ')),
  },
  {
    name: 'the key has \\n in two characters where its line breaks were',
    cause: 'key/line-breaks-lost',
    inputs: (lab) => key(body(lab).trim().replaceAll('\n', '\\n')),
  },
  {
    name: 'the key ends in the middle',
    cause: 'key/truncated',
    connections: 0,
    inputs: (lab) => key(body(lab).slice(0, 200)),
  },
  {
    name: 'the key lost two lines of its body',
    cause: 'key/truncated',
    connections: 0,
    inputs: (lab) => {
      const lines = body(lab).split('\n')
      return key([...lines.slice(0, 3), ...lines.slice(5)].join('\n'))
    },
  },
  {
    name: 'the key is in base64 once more',
    cause: 'key/encoded',
    inputs: (lab) => key(Buffer.from(body(lab)).toString('base64')),
  },
  {
    name: 'the key wants a passphrase and has none',
    cause: 'key/passphrase-missing',
    connections: 0,
    inputs: (lab) => key(lab.keys.encrypted.private),
  },
  {
    name: 'the PKCS#8 key wants a passphrase and has none',
    cause: 'key/passphrase-missing',
    connections: 0,
    inputs: (lab) => key(lab.keys.rsaPkcs8Encrypted.private),
  },
  {
    name: 'the passphrase does not open the key',
    cause: 'key/passphrase-wrong',
    connections: 0,
    inputs: (lab) => ({ key: lab.keys.encrypted.private, passphrase: `${passphrase}!` }),
  },
  {
    name: 'the key is a sentence',
    cause: 'key/not-a-key',
    connections: 0,
    inputs: () => key('Ask Maria for the deploy key, it is in the vault'),
  },
  {
    name: 'the key is of type DSA',
    cause: 'key/unsupported-type',
    connections: 0,
    inputs: (lab) => key(lab.keys.dsa.private),
  },
  {
    name: 'the halves of the key disagree',
    cause: 'key/damaged',
    connections: 0,
    inputs: (lab) => key(withOtherPublicHalf(lab)),
  },
  {
    name: 'the key is a path',
    cause: 'key/path-not-content',
    connections: 0,
    inputs: () => key('/home/maria/.ssh/deploy_key'),
  },
  {
    name: 'key_path names no file',
    cause: 'key/file-unreadable',
    connections: 0,
    inputs: () => ({ key: '', key_path: '/home/runner/.ssh/no-such-key' }),
  },
  {
    name: 'the key has Windows line ends',
    cause: 'key/carriage-returns',
    result: 'warn',
    failedLogins: 0,
    inputs: (lab) => key(body(lab).replaceAll('\n', '\r\n')),
  },
  {
    name: 'the key lacks the last line break',
    cause: 'key/missing-newline',
    result: 'warn',
    failedLogins: 0,
    inputs: (lab) => key(body(lab).trimEnd()),
  },
]

/** The stranger's public half in the key's file: the seed stays, so both still parse. */
function withOtherPublicHalf(lab: Lab): string {
  const bytes = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const half = (publicKey: string) =>
    Buffer.from(publicKey.split(' ')[1] ?? '', 'base64').subarray(-32)
  const file = bytes(body(lab))
  const [own, other] = [half(lab.keys.ed25519.public), half(lab.keys.stranger.public)]
  for (let at = file.indexOf(own); at >= 0; at = file.indexOf(own, at + 32)) other.copy(file, at)
  const lines = file.toString('base64').match(/.{1,70}/g) ?? []
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { KeyForm } from '../../../src/facts'
import { largestKey, readPrivateKey } from '../../../src/private-key/read-private-key'
import { keyMaker } from './real-keys'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const line = maker.publicLine(maker.sshKeygen('-t', 'ed25519'))
const [type = '', blob = ''] = line.split(' ')
const spki = createPublicKey(generateKeyPairSync('ed25519').privateKey)
const block = (label: string, body = 'AAAABBBBCCCC') =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`

const texts: readonly (readonly [string, KeyForm, string])[] = [
  ['a public key', 'public-openssh', `${line} me@laptop\n`],
  ['a public key in quotes', 'public-openssh', `"${line}"`],
  ['a line of authorized_keys', 'public-openssh', `no-pty,command="ls" ${line} me`],
  ['the base64 of a public key', 'public-openssh', blob],
  ['a public key in base64', 'public-openssh', Buffer.from(`${line}\n`).toString('base64')],
  [
    'an RFC 4716 public key',
    'public-rfc4716',
    `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\n${blob}\n---- END SSH2 PUBLIC KEY ----\n`,
  ],
  ['a known_hosts line', 'known-hosts-line', `shop.example.com,198.51.100.7 ${line}\n`],
  ['a known_hosts line with a port', 'known-hosts-line', `[shop.example.com]:2222 ${line}`],
  ['a hashed known_hosts line', 'known-hosts-line', `|1|abc=|def= ${line}`],
  [
    'a certificate',
    'openssh-certificate',
    `ssh-ed25519-cert-v01@openssh.com ${Buffer.from('\0\0\0\x20ssh-ed25519-cert-v01@openssh.com\0\0\0\x20').toString('base64').replace(/=+$/, '')}AAAA me`,
  ],
  ['a PEM public key', 'public-pem', spki.export({ type: 'spki', format: 'pem' }).toString()],
  ['a TLS certificate', 'x509-certificate', block('CERTIFICATE')],
  ['a signing request', 'certificate-request', block('CERTIFICATE REQUEST')],
  ['a PGP key', 'pgp', block('PGP PRIVATE KEY BLOCK')],
  ['an age key', 'age', 'AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQ'],
  ['a JSON web key', 'jwk', '{"kty":"OKP","crv":"Ed25519","x":"abc"}'],
  ['an SSH-1 key', 'ssh1', 'SSH PRIVATE KEY FILE FORMAT 1.1\n\0\0\0'],
  ['an ssh.com key', 'ssh-com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n'],
  ['a path', 'path', '~/.ssh/id_rsa'],
  ['an absolute path', 'path', '/home/runner/.ssh/deploy\n'],
  ['a Windows path', 'path', 'C:\\Users\\me\\.ssh\\id_ed25519'],
  ['a file name', 'path', 'deploy-key.pem'],
  ['a password', 'password-like', 'hunter2!'],
  ['a password with a slash', 'password-like', 'ab/cd~ef'],
  ['an expression', 'unexpanded', '${{ secrets.SSH_KEY }}'],
  ['a shell variable', 'unexpanded', '$SSH_KEY'],
  ['undefined', 'unexpanded', 'undefined'],
  ['asterisks', 'masked', '***'],
  ['spaces', 'empty', ' \n\n'],
  ['prose', 'unknown', 'Dear admin,\nplease find the key attached.\n'],
]

describe('a text that is no private key', () => {
  it.each(texts)('%s is %s', (_name, form, text) => {
    const read = readPrivateKey(text, null)
    expect(read.facts).toMatchObject({
      form,
      usable: false,
      readBy: { openssh: false, go: false, ssh2: false },
    })
    expect(read.key).toBeNull()
  })

  it.each(texts.filter(([, form]) => form === 'public-openssh' || form === 'known-hosts-line'))(
    '%s shows its type and its size, and nothing of its text',
    (_name, _form, text) => {
      const { facts } = readPrivateKey(text, null)
      expect(facts).toMatchObject({ type, bits: 256, fingerprint: null, publicKey: null })
    },
  )

  it.each(texts.filter(([, form]) => form !== 'masked' && form !== 'empty'))(
    'of %s nothing is said but words of ours',
    (_name, _form, text) => {
      const said = JSON.stringify(readPrivateKey(text, null).facts)
      const words = text.split(/[^A-Za-z0-9+/=]+/).filter((word) => word.length > 12)
      expect(words.filter((word) => said.includes(word))).toEqual([])
    },
  )

  it('a text over 1 MiB is not looked into', () => {
    const text = `${maker.sshKeygen('-t', 'ed25519')}${'x'.repeat(largestKey)}`
    expect(readPrivateKey(text, null).facts).toMatchObject({ form: 'unknown', usable: false })
  })
})

import { afterAll, describe, expect, it } from '@jest/globals'
import ssh2 from 'ssh2'
import type { KeyCorruption } from '../../../src/facts'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { corruptions, truncations } from './corruptions'
import { keyMaker, opensslKeys } from './real-keys'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const key = maker.sshKeygen('-t', 'ed25519')
const { fingerprint } = readPrivateKey(key, null).facts

/** The names of each corruption of an OpenSSH key. */
const names: Readonly<Record<string, readonly KeyCorruption[]>> = {
  'as it is': [],
  'no final newline': ['missing-newline'],
  CRLF: ['carriage-returns'],
  'CRLF without the last': ['carriage-returns', 'missing-newline'],
  'CR only': ['carriage-returns-only'],
  'leading blank lines': ['leading-empty-lines'],
  'leading spaces': ['indented'],
  'leading tabs': ['indented'],
  'leading space on the first line': ['indented'],
  'trailing spaces': ['trailing-spaces'],
  'trailing space on the first line': ['trailing-spaces'],
  'trailing space on the last line': ['trailing-spaces'],
  'trailing spaces in the body': [],
  'byte order mark': ['byte-order-mark'],
  'zero-width spaces': ['invisible-characters'],
  'no-break spaces': ['invisible-characters', 'indented'],
  'comment before': ['text-before'],
  'words before on the line': ['text-before'],
  'public key after': ['text-after'],
  'prompt after': ['text-after'],
  'two keys': ['second-key'],
  'trailing blank lines': [],
  unwrapped: [],
  '76 columns': [],
  'blank lines between': [],
  'spaces in the body': [],
  'spaces for newlines': ['line-breaks-lost', 'missing-newline'],
  'no newlines at all': ['line-breaks-lost', 'missing-newline'],
  'spaces for newlines, newline at the end': ['line-breaks-lost'],
  'newlines for spaces': ['markers-corrupt'],
  'literal \\n': ['escaped-newlines', 'missing-newline'],
  'literal \\n and \\n at the end': ['escaped-newlines'],
  'literal \\r\\n': ['escaped-newlines', 'missing-newline'],
  'encoded for a URL': ['url-encoded'],
  'encoded by a form': ['url-encoded'],
  'doubly escaped': ['escaped-newlines', 'missing-newline'],
  'double quotes': ['quoted', 'missing-newline'],
  'single quotes': ['quoted'],
  'double quotes and newline': ['quoted'],
  'JSON string': ['quoted', 'escaped-newlines'],
  'UTF-16': ['utf-16', 'carriage-returns'],
  'base64 of all': ['base64-encoded'],
  'base64 of all in lines': ['base64-encoded'],
  'base64 twice': ['base64-encoded'],
  'base64 of UTF-16': ['base64-encoded'],
  'four dashes': ['markers-corrupt'],
  'six dashes': ['markers-corrupt'],
  'en-dashes': ['markers-corrupt'],
  'em-dashes': ['markers-corrupt'],
  'lower case markers': ['markers-corrupt'],
  'no BEGIN line': ['marker-missing'],
  'no END line': ['marker-missing'],
  'body only': ['marker-missing'],
  'END line cut short': ['marker-missing'],
}

describe('a corrupt OpenSSH key', () => {
  it.each(Object.entries(corruptions(key)))('%s', (name, text) => {
    const { facts } = readPrivateKey(text, null)
    expect(facts).toMatchObject({
      form: 'openssh',
      corruption: names[name],
      usable: true,
      publicKeyMatches: true,
      fingerprint,
    })
  })

  it.each(Object.entries(truncations(key)))('beyond repair: %s', (_name, text) => {
    const read = readPrivateKey(text, null)
    expect(read.facts).toMatchObject({ form: 'openssh', usable: false })
    expect(read.facts.corruption).toContain('truncated')
    expect(read.facts.readBy).toEqual({ openssh: false, go: false, ssh2: false })
    expect(read.key).toBeNull()
  })
})

/** The keys that every corruption is tried on; an encrypted one, for its headers. */
const kinds: readonly (readonly [string, string, string | null])[] = [
  ['OpenSSH Ed25519', key, null],
  ['OpenSSH RSA', maker.sshKeygen('-t', 'rsa', '-b', '2048'), null],
  ['PKCS#1 RSA', opensslKeys['PKCS#1 RSA'](), null],
  ['SEC1 P-256', opensslKeys['SEC1 P-256'](), null],
  ['PKCS#8 RSA', opensslKeys['PKCS#8 RSA'](), null],
  ['PKCS#1 RSA, encrypted', opensslKeys['PKCS#1 RSA, encrypted'](), 'correct horse'],
]

// LibreSSL and other builds of OpenSSH differ in trifles: what is claimed is what runners on Linux do.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip

describeOnLinux('who reads a text as it is: OpenSSH', () => {
  it.each(kinds)('%s', (_name, whole, phrase) => {
    const texts = Object.entries({ ...corruptions(whole), ...truncations(whole) })
    const claimed = texts.map(
      ([name, text]) => [name, readPrivateKey(text, phrase).facts.readBy.openssh] as const,
    )
    const real = texts.map(
      ([name, text]) => [name, maker.opensshReads(text, phrase ?? '')] as const,
    )
    expect(claimed).toEqual(real)
  })
})

describe('who reads a text as it is', () => {
  it.each(kinds)('%s: ssh2 does as claimed', (_name, whole, phrase) => {
    for (const [name, text] of Object.entries(corruptions(whole))) {
      const parsed = ssh2.utils.parseKey(text, phrase ?? undefined)
      const reads = !(parsed instanceof Error) && parsed.isPrivateKey()
      expect([name, readPrivateKey(text, phrase).facts.readBy.ssh2]).toEqual([name, reads])
    }
  })

  it.each(kinds)('%s: every corruption is repaired to the same key', (_name, whole, phrase) => {
    const ideal = readPrivateKey(whole, phrase).facts
    for (const [name, text] of Object.entries(corruptions(whole))) {
      const { facts } = readPrivateKey(text, phrase)
      // An encrypted body without its headers cannot be distinguished from noise.
      if (phrase !== null && name === 'body only') continue
      expect([name, facts.usable, facts.fingerprint]).toEqual([name, true, ideal.fingerprint])
    }
  })
})

describe('corruption inside the body', () => {
  const bodyOf = (text: string) => Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64')
  const withFlip = (text: string, at: number) => {
    const bytes = bodyOf(text)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    const body = bytes.toString('base64').replace(/.{70}/g, '$&\n')
    return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`
  }
  const publicAt = bodyOf(key).indexOf('ssh-ed25519') + 'ssh-ed25519'.length + 4
  const privateAt = bodyOf(key).lastIndexOf('ssh-ed25519') + 'ssh-ed25519'.length + 4 + 32 + 4

  it('lines in another order, or letters in another case: nothing is missing, all is wrong', () => {
    const [begin = '', ...body] = key.trimEnd().split('\n')
    const end = body.pop() ?? ''
    const swapped = [begin, ...body.slice(2), ...body.slice(0, 2), end, ''].join('\n')
    for (const text of [swapped, key.toLowerCase()]) {
      const { facts } = readPrivateKey(text, null)
      expect(facts.corruption).toContain('body-corrupt')
      expect(facts.corruption).not.toContain('truncated')
      expect(facts.usable).toBe(false)
    }
  })

  it('a changed public half outside: Go and ssh2 read it, OpenSSH does not', () => {
    const text = withFlip(key, publicAt + 5)
    const { facts } = readPrivateKey(text, null)
    expect(facts).toMatchObject({
      corruption: ['body-corrupt'],
      publicKeyMatches: false,
      usable: true,
    })
    expect(facts.fingerprint).toBe(fingerprint)
    expect(facts.readBy).toEqual({ openssh: false, go: true, ssh2: true })
    expect(maker.opensshReads(text)).toBe(false)
  })

  it('a changed seed: ssh2 would sign with it, and every server refuse it', () => {
    const text = withFlip(key, privateAt + 5)
    const read = readPrivateKey(text, null)
    expect(ssh2.utils.parseKey(text)).not.toBeInstanceOf(Error)
    expect(read.facts).toMatchObject({
      corruption: ['body-corrupt'],
      publicKeyMatches: false,
      usable: false,
    })
    expect(read.key).toBeNull()
  })

  it('a changed RSA exponent is noticed in every form', () => {
    const text = opensslKeys['PKCS#1 RSA']()
    const bytes = bodyOf(text)
    const at = 300
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    const corrupt = `-----BEGIN RSA PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END RSA PRIVATE KEY-----\n`
    expect(readPrivateKey(corrupt, null).facts).toMatchObject({
      corruption: ['body-corrupt'],
      publicKeyMatches: false,
      usable: false,
    })
  })

  it.each(['OPENSSH', 'RSA', 'EC'])('a BEGIN line of another format: %s', (label) => {
    const whole = label === 'OPENSSH' ? opensslKeys['PKCS#1 RSA']() : key
    const text = whole.replace(/(BEGIN|END) \w+ PRIVATE/g, `$1 ${label} PRIVATE`)
    const { facts } = readPrivateKey(text, null)
    expect(facts).toMatchObject({ corruption: ['header-disagrees'], usable: true })
    expect(facts.readBy.openssh).toBe(maker.opensshReads(text))
  })

  it('EC PARAMETERS in front: only OpenSSH skips them', () => {
    const text = `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${opensslKeys['SEC1 P-256']()}`
    const { facts } = readPrivateKey(text, null)
    expect(facts).toMatchObject({
      corruption: ['ec-parameters'],
      usable: true,
      readBy: { openssh: true, go: false, ssh2: false },
    })
    expect(maker.opensshReads(text)).toBe(true)
  })

  it('an encrypted PEM that lost a line is truncated, not locked', () => {
    const lines = opensslKeys['PKCS#1 RSA, encrypted']().trimEnd().split('\n')
    const text = [...lines.slice(0, -2), lines.at(-1), ''].join('\n')
    expect(readPrivateKey(text, 'correct horse').facts).toMatchObject({
      corruption: ['truncated'],
      passphrase: 'accepted',
      usable: false,
    })
  })
})

import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { pemArmor } from '../../../src/private-key/openssh-key-v1'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { keySecrets } from '../../../src/private-key/secrets'
import { makeSigner } from '../../../src/private-key/signer'
import { ppkTestKeys } from './ppk-test-keys'
import { keyMaker, opensslKeys, passphrase } from './real-keys'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const texts = [
  maker.sshKeygen('-t', 'ed25519'),
  maker.sshKeygen('-t', 'rsa', '-b', '2048'),
  maker.sshKeygen('-t', 'ecdsa', '-m', 'PEM'),
  opensslKeys['PKCS#1 RSA, encrypted'](),
  opensslKeys['PKCS#8 Ed25519, encrypted'](),
  ppkTestKeys['rsa, version 2'].text,
]

type Mutation = (text: string) => string

const place = fc.double({ min: 0, max: 1, noNaN: true })
const at = (text: string, where: number) => Math.floor(text.length * where)

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.string({ unit: 'binary', maxLength: 3 })).map(
    ([where, put]) =>
      (text: string) =>
        text.slice(0, at(text, where)) + put + text.slice(at(text, where) + put.length),
  ),
  fc.tuple(place, place).map(
    ([a, b]) =>
      (text: string) =>
        text.slice(0, at(text, a)) + text.slice(at(text, b)),
  ),
  place.map((where) => (text: string) => text.slice(0, at(text, where))),
  place.map((where) => (text: string) => text.slice(at(text, where))),
  fc.constantFrom<Mutation>(
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => text.replaceAll('\n', ' '),
    (text) => text.replaceAll('\n', '\\n'),
    (text) => JSON.stringify(text),
    (text) => Buffer.from(text).toString('base64'),
    (text) => text + text,
    (text) => text.toLowerCase(),
  ),
)

const mutant = fc
  .tuple(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([text, mutations]) => mutations.reduce((result, mutate) => mutate(result), text))

/** Eight characters in a row of a private body are a leak; the public half and public words are not. */
function leaks(text: string, said: string): string[] {
  const pieces = new Set<string>()
  const letters = text.replace(/[^A-Za-z0-9+/]/g, '')
  for (let start = 0; start + 12 <= letters.length; start++)
    pieces.add(letters.slice(start, start + 12))
  const windows = Array.from({ length: Math.max(0, said.length - 11) }, (_, start) =>
    said.slice(start, start + 12),
  )
  return windows.filter((window) => pieces.has(window))
}

describe('any corruption', () => {
  it('never throws, never lets a byte of the key out, and only signs with a whole key', () => {
    fc.assert(
      fc.property(mutant, fc.constantFrom(null, passphrase, 'wrong'), (text, phrase) => {
        const { facts, key } = readPrivateKey(text, phrase)
        const { publicKey, type, ...rest } = facts
        expect(leaks(text, JSON.stringify(rest))).toEqual([])
        expect(publicKey === null || publicKey.startsWith(`${type ?? ''} AAAA`)).toBe(true)
        expect(facts.usable).toBe(key !== null)
        expect(key === null || makeSigner(key) !== null).toBe(true)
        expect(keySecrets(text, phrase).lines.every((line) => line.length >= 6)).toBe(true)
      }),
      { numRuns: 600 },
    )
  }, 120_000)

  it.each([
    ['dashes', '-'.repeat(1_000_000)],
    [
      'a BEGIN line, and headers without end',
      `-----BEGIN RSA PRIVATE KEY-----\n${'a: b\n'.repeat(200_000)}`,
    ],
    ['many BEGIN lines', '-----BEGIN RSA PRIVATE KEY-----\n'.repeat(30_000)],
    ['many END lines', '-----END RSA PRIVATE KEY-----\n'.repeat(30_000)],
    [
      'spaces in a key',
      `-----BEGIN RSA PRIVATE KEY-----\n${' '.repeat(900_000)}x\n-----END RSA PRIVATE KEY-----`,
    ],
    ['carriage returns', `${'\r'.repeat(900_000)}x\n`],
    ['headers in a small key', `-----BEGIN RSA PRIVATE KEY-----\n${'a: b\n'.repeat(12_000)}`],
    [
      'headers in a small key that ends',
      `-----BEGIN RSA PRIVATE KEY-----\n${'a: b\n'.repeat(12_000)}\n-----END RSA PRIVATE KEY-----`,
    ],
    [
      'many blocks',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n'.repeat(13_000),
    ],
    ['ENDs', 'END '.repeat(250_000)],
    [
      'public keys without end',
      'PUBLIC KEY ----\n---- BEGIN SSH2 PUBLIC KEY ----\n'.repeat(20_000),
    ],
    ['spaces', ' '.repeat(1_000_000)],
    ['backslashes', `BEGIN${'\\'.repeat(900_000)}`],
    ['quotes', '"'.repeat(1_000_000)],
    ['base64', 'A'.repeat(1_000_000)],
    ['dots and slashes', './'.repeat(500_000)],
    [
      'a PuTTY key without end',
      `PuTTY-User-Key-File-2: ssh-rsa\n${'Public-Lines: 1\n'.repeat(60_000)}`,
    ],
  ])(
    'answers soon for %s',
    (_name, text) => {
      expect(readPrivateKey(text, 'x').facts.usable).toBe(false)
      expect(keySecrets(text, 'x').lines.every((line) => line.length >= 6)).toBe(true)
    },
    5_000,
  )

  it('does not derive a key for hours because a file says so', () => {
    const locked = maker.sshKeygen('-t', 'ed25519', '-N', passphrase)
    const bytes = Buffer.from(locked.replace(/-----[^-]+-----/g, ''), 'base64')
    // The salt of 16 bytes is followed by the number of rounds.
    const rounds = bytes.indexOf(Buffer.of(0, 0, 0, 24, 0, 0, 0, 16)) + 8 + 16
    bytes.writeUInt32BE(0x7fffffff, rounds)
    const { facts } = readPrivateKey(pemArmor('OPENSSH PRIVATE KEY', bytes), passphrase)
    expect(facts.unsupported).toBe('key derivation of 2147483647 rounds')
    expect(facts.usable).toBe(false)

    const tlv = (tag: number, ...parts: readonly Buffer[]) =>
      Buffer.concat([Buffer.of(tag, Buffer.concat(parts).length), ...parts])
    const sequence = (...parts: readonly Buffer[]) => tlv(0x30, ...parts)
    const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
    const count = tlv(0x02, Buffer.of(0x7f, 0xff, 0xff, 0xff))
    const pbkdf2 = sequence(oid('2a864886f70d01050c'), sequence(tlv(0x04, Buffer.alloc(8)), count))
    const aes = sequence(oid('60864801650304012a'), tlv(0x04, Buffer.alloc(16)))
    const pkcs8 = sequence(
      sequence(oid('2a864886f70d01050d'), sequence(pbkdf2, aes)),
      tlv(0x04, Buffer.alloc(48)),
    )
    const read = readPrivateKey(pemArmor('ENCRYPTED PRIVATE KEY', pkcs8), passphrase)
    expect(read.facts.form).toBe('pkcs8-encrypted')
    expect(read.facts.unsupported).toBe('key derivation of 2147483647 rounds')
  })
})

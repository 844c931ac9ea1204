import { afterAll, describe, expect, it, jest } from '@jest/globals'
import { pemArmor } from '../../../src/private-key/openssh-key-v1'
import { publicKeyBreaks } from '../../../src/private-key/public-key-breaks'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { keySecrets } from '../../../src/private-key/secrets'
import { VerifiedKey } from '../../../src/private-key/verified-key'
import { cpuMs, slowMs } from '../cpu-time'
import { keyMaker, opensslKeys, passphrase } from './real-keys'

jest.setTimeout(60_000)

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const size = 512 * 1024
const whole = opensslKeys['PKCS#8 Ed25519']()

/** Texts of half a megabyte, in a key or next to one. */
const fillings = [
  ...['-----BEGIN', '-----BEGIN OPENSSH PRIVATE KEY-----\n', '-----END ', 'BEGIN\n'],
  ...['\\n', '\\', '%0A', ' ', '\n', '\r', '"', '\u200b', '-', 'A', 'A\n', 'AAAA '],
  ...['END ', './', 'PUBLIC KEY ----\n---- BEGIN SSH2 PUBLIC KEY ----\n'],
  '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n',
  ...['ssh-ed25519 AAAA', 'Public-Lines: 9999\n', 'a: b\n', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: '],
]

const places: readonly (readonly [string, (filling: string) => string])[] = [
  ['without a key', (filling) => filling],
  ['in a key', (filling) => whole.replace('\n', `\n${filling}\n`)],
  ['after a key', (filling) => `${whole}${filling}`],
  ['in PuTTY', (filling) => `PuTTY-User-Key-File-2: ssh-rsa\nPublic-Lines: 9999\n${filling}`],
]

function readKey(text: string): void {
  const { publicKey } = readPrivateKey(text, 'x').facts
  const lines = keySecrets(text, 'x').lines
  if (publicKey !== null) publicKeyBreaks(publicKey, [text, ...lines])
}

describe.each(places)(
  '512 kB are read in a time that grows with the length only, %s',
  (_name, place) => {
    it.each(fillings)('of %j', (unit) => {
      const make = (length: number) => place(unit.repeat(length / unit.length))
      // The facts and the secrets both read the text: in a run it is read once.
      expect(slowMs(readKey, make, size, 10_000)).toBeNull()
    })
  },
)

describe('a key derivation is made only when it takes a second at most', () => {
  /** An encrypted OpenSSH key that asks for this many rounds of bcrypt. */
  function withRounds(rounds: number): string {
    const locked = maker.sshKeygen('-t', 'ed25519', '-a', '1', '-N', passphrase)
    const bytes = Buffer.from(locked.replace(/-----[^-]+-----/g, ''), 'base64')
    // The salt of 16 bytes is followed by the number of rounds.
    bytes.writeUInt32BE(rounds, bytes.indexOf(Buffer.of(0, 0, 0, 24, 0, 0, 0, 16)) + 8 + 16)
    return pemArmor('OPENSSH PRIVATE KEY', bytes)
  }

  it('bcrypt of 129 rounds is not', () => {
    const { facts } = readPrivateKey(withRounds(129), passphrase)
    expect(facts.unsupported).toBe('key derivation of 129 rounds')
  })

  it('bcrypt of few rounds is', () => {
    const { facts } = readPrivateKey(withRounds(1), passphrase)
    expect(facts).toMatchObject({ passphrase: 'accepted', unsupported: null })
  })

  const tlv = (tag: number, ...parts: readonly Buffer[]) => {
    const content = Buffer.concat(parts)
    return Buffer.concat([Buffer.of(tag, 0x81, content.length), content])
  }
  const sequence = (...parts: readonly Buffer[]) => tlv(0x30, ...parts)
  const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
  const integer = (value: number) => {
    const bytes = Buffer.alloc(5)
    bytes.writeUIntBE(value, 0, 5)
    return tlv(0x02, bytes)
  }
  const salt = tlv(0x04, Buffer.alloc(8, 1))
  const aes = sequence(oid('60864801650304012a'), tlv(0x04, Buffer.alloc(16)))
  const pbes2 = (method: string, ...options: readonly Buffer[]) =>
    sequence(
      oid('2a864886f70d01050d'),
      sequence(sequence(oid(method), sequence(salt, ...options)), aes),
    )
  const pbkdf2 = '2a864886f70d01050c'
  const scrypt = '2b06010401da47040b'
  const prf = (last: string) => sequence(oid(`2a864886f70d02${last}`), tlv(0x05))
  const read = (algorithm: Buffer) =>
    readPrivateKey(
      pemArmor('ENCRYPTED PRIVATE KEY', sequence(algorithm, tlv(0x04, Buffer.alloc(48)))),
      passphrase,
    ).facts

  it.each<readonly [string, Buffer, string | null]>([
    ['PBKDF2', pbes2(pbkdf2, integer(500_000), prf('09')), null],
    ['PBKDF2 of too many', pbes2(pbkdf2, integer(1_000_001), prf('09')), '1000001 rounds'],
    ['PBKDF2 with SHA-1, twice the work', pbes2(pbkdf2, integer(500_001)), '500001 rounds'],
    ['PBKDF2 with another function', pbes2(pbkdf2, integer(1), prf('01')), 'an unknown kind'],
    ['scrypt', pbes2(scrypt, integer(16_384), integer(8), integer(1)), null],
    ['scrypt, much memory', pbes2(scrypt, integer(65_536), integer(8), integer(1)), '65536 rounds'],
    ['scrypt, in series', pbes2(scrypt, integer(16_384), integer(8), integer(9)), '16384 rounds'],
    ['scrypt without its numbers', pbes2(scrypt, integer(16_384)), 'an unknown kind'],
    ['another scheme', pbes2('2a864886f70d01050e', integer(1)), 'an unknown kind'],
    [
      'PBES1',
      sequence(oid('2a864886f70d01050a'), sequence(salt, integer(2_000_000))),
      '2000000 rounds',
    ],
    [
      'PKCS#12',
      sequence(oid('2a864886f70d010c0103'), sequence(salt, integer(2_000_000))),
      '2000000 rounds',
    ],
    // BER lets a length end with a mark; OpenSSL reads it, and this reader cannot see the rounds.
    [
      'a length without an end',
      sequence(
        oid('2a864886f70d01050a'),
        Buffer.concat([Buffer.of(0x30, 0x80), salt, integer(2_000_000), Buffer.alloc(2)]),
      ),
      'an unknown kind',
    ],
  ])('PKCS#8: %s', (_name, algorithm, refused) => {
    const facts = read(algorithm)
    expect(facts).toMatchObject({ form: 'pkcs8-encrypted', usable: false })
    expect(facts.unsupported).toBe(refused === null ? null : `key derivation of ${refused}`)
    expect(facts.passphrase).toBe(refused === null ? 'wrong' : 'unknown')
  })
})

describe('numbers of any size', () => {
  const number = (bytes: number) => Buffer.alloc(bytes, 0xa5)

  it.each([
    ['a modulus', { n: number(60_000) }],
    ['an exponent', { e: number(60_000) }],
    ['a private exponent', { d: number(60_000) }],
    ['a prime', { p: number(60_000), q: number(60_000) }],
    ['a coefficient', { iqmp: number(60_000) }],
    ['a shortcut', { dp: number(60_000) }],
  ])('%s of RSA of 480,000 bits is not worked with', (_name, changes) => {
    const key = { kind: 'rsa', n: number(256), e: number(3), d: number(256) } as const
    const rest = { p: number(128), q: number(128), iqmp: number(128), dp: null, dq: null }
    const ms = cpuMs(() => {
      expect(VerifiedKey.from({ ...key, ...rest, ...changes })).toBeNull()
    })
    expect(ms).toBeLessThan(2000)
  })
})

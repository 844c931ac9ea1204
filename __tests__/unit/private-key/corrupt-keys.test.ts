import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { keySecrets } from '../../../src/private-key/secrets'
import { makeSigner } from '../../../src/private-key/signer'
import { corruptKey } from '../../fuzz/harness/corrupt-key'
import { encryptedKeys, everyForm } from '../../fuzz/harness/key-texts'
import { privateBytesIn, privateRuns } from '../../fuzz/harness/private-bytes'
import { reportsOf, target } from '../../fuzz/private-key'
import { keyMaker } from './real-keys'

const maker = keyMaker()
const keys = [...everyForm('ed25519', maker), ...everyForm('ECDSA 256', maker)]
const rsa = everyForm('RSA 2048', maker)
const locked = encryptedKeys(maker)
maker.remove()

/** `npm run fuzz` tries many more. */
describe('no eight bytes of a private half are said', () => {
  it('of a corrupt key, in facts and in reports', () => {
    fc.assert(
      fc.property(target.inputs, (input) => {
        expect(() => {
          target.verify(input, target.run(input))
        }).not.toThrow()
      }),
      { numRuns: 30 },
    )
  }, 120_000)

  it('of a corrupt key, in facts, and only a whole key signs', () => {
    const all = [...keys, ...rsa]
    const forbidden = privateRuns(all.flatMap(({ privateNumbers }) => privateNumbers))
    fc.assert(
      fc.property(corruptKey(all), ({ text, passphrase }) => {
        const { facts, key } = readPrivateKey(text, passphrase)
        const strings = Object.values(facts).map((value) => JSON.stringify(value))
        expect(privateBytesIn(strings, forbidden)).toEqual([])
        expect(facts.usable).toBe(key !== null)
        expect(key === null || makeSigner(key) !== null).toBe(true)
        expect(facts.publicKey === null || key !== null).toBe(true)
        expect(keySecrets(text, passphrase).lines.every((line) => line.length >= 6)).toBe(true)
        expect(facts.fingerprint === null).toBe(facts.publicKey === null)
      }),
      { numRuns: 400 },
    )
  }, 120_000)

  it('and would be seen if they were', () => {
    for (const { privateNumbers } of [...keys, ...rsa].slice(0, 1)) {
      const [number = Buffer.alloc(0)] = privateNumbers
      const forbidden = privateRuns(privateNumbers)
      const eight = number.subarray(3, 11)
      const shifted = Buffer.concat([Buffer.from('x'), number.subarray(0, 20)])
      const said = [
        eight.toString('latin1'),
        eight.toString('hex').toUpperCase(),
        shifted.toString('base64'),
      ]
      for (const text of said) expect(privateBytesIn([`a ${text} b`], forbidden)).not.toEqual([])
    }
  })
})

describe('a public key that does not match the private key is reported as corrupt', () => {
  const other = everyOther()

  it.each(rsa.concat(keys).filter(({ name }) => name.includes('PuTTY')))(
    '$name: the public lines of another key',
    ({ name, text, passphrase }) => {
      const block = /Public-Lines: \d+\n(?:[A-Za-z0-9+/=]+\n)+/
      const [foreign = ''] = block.exec(other.get(name) ?? '') ?? []
      const { facts } = readPrivateKey(text.replace(block, foreign), passphrase)
      expect(facts).toMatchObject({
        corruption: ['body-corrupt'],
        publicKeyMatches: false,
        usable: false,
        publicKey: null,
        fingerprint: null,
      })
      expect(reportsOf(facts).join('\n')).toMatch(/public key does not\s+match its private key/)
    },
  )

  it('a cut RSA modulus is corrupt, and not a key of that size', () => {
    const pem = rsa.find(({ name }) => name.endsWith('PuTTY 2'))?.text ?? ''
    const bytes = Buffer.from(
      /Public-Lines: \d+\n((?:[A-Za-z0-9+/=]+\n)+)/.exec(pem)?.[1] ?? '',
      'base64',
    )
    const short = Buffer.concat([
      bytes.subarray(0, 18),
      Buffer.of(0, 0, 0, 64),
      bytes.subarray(23, 87),
    ])
    const lines = short.toString('base64').match(/.{1,64}/g) ?? []
    const text = pem.replace(
      /Public-Lines: \d+\n(?:[A-Za-z0-9+/=]+\n)+/,
      `Public-Lines: ${lines.length}\n${lines.join('\n')}\n`,
    )
    expect(readPrivateKey(text, null).facts).toMatchObject({
      unsupported: null,
      corruption: ['body-corrupt'],
      publicKeyMatches: false,
    })
  })

  it.each(locked)('$name: type and size only without its passphrase', ({ text }) => {
    const { facts } = readPrivateKey(text, null)
    expect(facts).toMatchObject({ passphrase: 'missing', publicKey: null, fingerprint: null })
    expect(facts.type).toMatch(/^(?:ssh-|ecdsa-)/)
    expect(facts.bits).toBeGreaterThan(255)
  })
})

function everyOther(): ReadonlyMap<string, string> {
  const another = keyMaker()
  const forms = (['ed25519', 'ECDSA 256', 'RSA 2048'] as const).flatMap((type) =>
    everyForm(type, another),
  )
  another.remove()
  return new Map(forms.map(({ name, text }) => [name, text]))
}

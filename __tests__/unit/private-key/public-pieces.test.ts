import { afterAll, describe, expect, it } from '@jest/globals'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { keySecrets } from '../../../src/private-key/secrets'
import { Redaction } from '../../../src/redaction/redaction'
import { keyMaker, passphrase } from './real-keys'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const armor = /^-----|^$/

describe('the public half of a key', () => {
  it.each<readonly [string, readonly string[]]>([
    ['Ed25519', ['-t', 'ed25519']],
    ['ECDSA', ['-t', 'ecdsa', '-b', '384']],
    ['RSA', ['-t', 'rsa', '-b', '2048']],
    ['RSA in PKCS#1', ['-t', 'rsa', '-b', '3072', '-m', 'PEM']],
    ['RSA in PKCS#8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
  ])('is no secret, and every line of the private one is: %s', (_type, options) => {
    const text = maker.sshKeygen(...options)
    const redaction = new Redaction(keySecrets(text, null).pieces)
    const { publicKey } = readPrivateKey(text, null).facts
    expect(publicKey).toMatch(/^\S+ AAAA/)
    expect(redaction.text(publicKey ?? '')).toBe(publicKey)
    const lines = text.split('\n').filter((line) => !armor.test(line))
    // What is left of them is of the public half: both halves may share a line.
    const blob = Buffer.from(publicKey?.split(' ')[1] ?? '', 'base64')
    const known = [0, 1, 2]
      .map((shift) => Buffer.concat([Buffer.alloc(shift), blob]).toString('base64'))
      .join(' ')
    const left = lines
      .slice(-3)
      .flatMap((line) => redaction.text(line).split('***'))
      .filter((rest) => rest.length >= 12 && !known.includes(rest.slice(2, -2)))
    expect(left).toEqual([])
    expect(lines.map((line) => redaction.text(line)).join('')).toContain('***')
  })

  it.each(['ed25519', 'rsa'])(
    'has a beginning that keys of others have too, so that a locked key hides none of theirs: %s',
    (type) => {
      const locked = maker.sshKeygen('-t', type, '-N', passphrase)
      const other = readPrivateKey(maker.sshKeygen('-t', type), null).facts.publicKey ?? ''
      expect(new Redaction(keySecrets(locked, null).pieces).text(other)).toBe(other)
    },
  )

  it('is all there is of a public key, which then hides nothing', () => {
    const line = readPrivateKey(maker.sshKeygen('-t', 'ed25519'), null).facts.publicKey ?? ''
    expect(keySecrets(line, null).pieces).toEqual([])
    expect(keySecrets(`example.com ${line}`, null).pieces).toEqual([])
  })
})

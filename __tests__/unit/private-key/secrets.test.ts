import { afterAll, describe, expect, it } from '@jest/globals'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { openedKeys, readKeyOnce, rememberKeys } from '../../../src/private-key/read-once'
import { keySecrets } from '../../../src/private-key/secrets'
import { makeSigner } from '../../../src/private-key/signer'
import { corruptions } from './corruptions'
import { ppkTestKeys } from './ppk-test-keys'
import { keyMaker, opensslKeys, passphrase } from './real-keys'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const keys: Readonly<Record<string, readonly [string, string | null]>> = {
  'OpenSSH Ed25519': [maker.sshKeygen('-t', 'ed25519'), null],
  'OpenSSH Ed25519, encrypted': [maker.sshKeygen('-t', 'ed25519', '-N', passphrase), passphrase],
  'PKCS#8 RSA': [opensslKeys['PKCS#8 RSA'](), null],
  'PKCS#1 RSA, encrypted': [opensslKeys['PKCS#1 RSA, encrypted'](), passphrase],
}

/** The lines of a PEM text between its markers, as a report could quote them. */
const bodyLines = (text: string) =>
  text.split(/[\r\n]+/).filter((line) => line.length >= 6 && !/^-----|^[A-Z][\w-]+:/.test(line))

function sentKey(text: string, phrase: string | null) {
  const sent = structuredClone(openedKeys()).find(
    (each) => each.text === text && each.passphrase === phrase,
  )
  if (!sent) throw new Error('the key was not remembered')
  return sent
}

describe('a key is read once', () => {
  it('for what must be masked and for what is judged, with each passphrase', () => {
    const [text = ''] = keys['OpenSSH Ed25519, encrypted'] ?? []
    const read = readKeyOnce(text, passphrase)
    keySecrets(text, passphrase)
    expect(readKeyOnce(text, passphrase)).toBe(read)
    expect(readKeyOnce(text, null).facts.passphrase).toBe('missing')
    expect(readKeyOnce(text, passphrase)).toBe(read)
  })

  it.each(Object.values(keys))('and sent to another thread opened', (text, phrase) => {
    const { key, facts, layers } = readKeyOnce(text, phrase)
    const sent = sentKey(text, phrase)
    // Another text: only what was sent can give this key.
    rememberKeys([{ ...sent, text: `the name of ${text}` }])
    const received = readKeyOnce(`the name of ${text}`, phrase)
    expect(received).toMatchObject({ facts, layers, key: { line: key?.line } })
    expect(received.key && makeSigner(received.key)).not.toBeNull()
  })

  it('and sent to another thread as one that does not open', () => {
    const [text = ''] = keys['OpenSSH Ed25519, encrypted'] ?? []
    readKeyOnce(text, 'wrong')
    rememberKeys([{ ...sentKey(text, 'wrong'), text: 'its name' }])
    expect(readKeyOnce('its name', 'wrong')).toMatchObject({
      facts: { passphrase: 'wrong' },
      key: null,
    })
  })

  it('and forgotten behind six others', () => {
    const read = readKeyOnce('first', null)
    for (let other = 0; other < 6; other++) readKeyOnce(`other ${other}`, null)
    expect(readKeyOnce('first', null)).not.toBe(read)
  })
})

describe('what must be masked', () => {
  it.each(Object.entries(keys))('%s: every form that is made of it', (_name, [text, phrase]) => {
    const lines = keySecrets(text, phrase).lines
    const { key } = readPrivateKey(text, phrase)
    const signer = key && makeSigner(key)
    expect(signer).not.toBeNull()
    const isSecret = (line: string) => key?.line.includes(line) === false
    for (const form of [text, signer?.privatePem ?? 'nothing'])
      expect(lines).toEqual(expect.arrayContaining(bodyLines(form).filter(isSecret)))
    expect(lines.filter((line) => !isSecret(line))).toEqual([])
    expect(lines).toEqual(expect.arrayContaining(phrase === null ? [] : [phrase]))
  })

  it.each(Object.entries(corruptions(keys['OpenSSH Ed25519']?.[0] ?? '')))(
    'a corrupt key: %s',
    (_name, text) => {
      const lines = keySecrets(text, null).lines
      const whole = bodyLines(keys['OpenSSH Ed25519']?.[0] ?? '')
      // A repaired text may be wrapped again; the seed must be covered in one of the forms.
      const covered = lines.join('').includes(whole.join('').slice(70, 200)) || lines.length > 4
      expect(covered).toBe(true)
      expect(lines.filter((line) => line.length < 6)).toEqual([])
      expect(lines.filter((line) => /BEGIN|END .*KEY/.test(line))).toEqual([])
    },
  )

  it('a key in base64 is covered as it is and decoded', () => {
    const whole = keys['OpenSSH Ed25519']?.[0] ?? ''
    const packed = Buffer.from(whole).toString('base64')
    const lines = keySecrets(packed, null).lines
    expect(lines).toContain(packed)
    expect(lines).toEqual(expect.arrayContaining(bodyLines(whole)))
  })

  it('a PuTTY key without its headers', () => {
    const lines = keySecrets(ppkTestKeys['ed25519, version 3'].text, null).lines
    expect(lines).toContain('AAAAIIE8X8RZBbI92tykTq/tT9usU33NuJBq5hPm7uf2E/oq')
    expect(lines.some((line) => line.startsWith('Comment'))).toBe(false)
  })

  it('never masks a word that is too short', () => {
    expect(keySecrets('22\nab\n', 'root').lines).toEqual([])
  })
})

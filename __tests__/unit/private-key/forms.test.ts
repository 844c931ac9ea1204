import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import { string, uint32 } from '../../../src/private-key/ssh-wire'
import { asPkcs8Version1 } from '../../../src/private-key/der'
import { pemArmor, magic } from '../../../src/private-key/openssh-key-v1'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { makeSigner } from '../../../src/private-key/signer'
import { keyMaker, opensslKeys, passphrase, strangeKeys } from './real-keys'
import { ppkTestKeys } from './ppk-test-keys'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

/** Signs as a login does, and checks it with OpenSSL against the public half. */
async function signs(text: string, phrase: string | null): Promise<boolean> {
  const { key } = readPrivateKey(text, phrase)
  const signer = key && makeSigner(key)
  if (!signer) return false
  const data = Buffer.from('something to sign')
  const hash = {
    'ssh-rsa': 'sha512',
    'ecdsa-sha2-nistp256': 'sha256',
    'ecdsa-sha2-nistp384': 'sha384',
    'ecdsa-sha2-nistp521': 'sha512',
  }[signer.type]
  const signature = await signer.sign(
    data,
    signer.type === 'ssh-rsa' ? 'rsa-sha2-512' : signer.type,
  )
  const publicKey = createPublicKey(signer.privatePem)
  return verify(hash ?? null, data, publicKey, signature) && key.publicBlob.equals(signer.publicKey)
}

const encrypted = ['-N', passphrase]
const opensshKeys: Readonly<Record<string, readonly string[]>> = {
  'OpenSSH Ed25519': ['-t', 'ed25519'],
  'OpenSSH RSA': ['-t', 'rsa', '-b', '2048'],
  'OpenSSH P-256': ['-t', 'ecdsa', '-b', '256'],
  'OpenSSH P-384': ['-t', 'ecdsa', '-b', '384'],
  'OpenSSH P-521': ['-t', 'ecdsa', '-b', '521'],
  'PEM RSA': ['-t', 'rsa', '-b', '2048', '-m', 'PEM'],
  'PEM P-384': ['-t', 'ecdsa', '-b', '384', '-m', 'PEM'],
  'PEM RSA, encrypted': ['-t', 'rsa', '-b', '2048', '-m', 'PEM', ...encrypted],
  'OpenSSH RSA, encrypted': ['-t', 'rsa', '-b', '2048', '-a', '24', ...encrypted],
  ...Object.fromEntries(
    [
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
      'aes128-cbc',
      'aes256-cbc',
      '3des-cbc',
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'chacha20-poly1305@openssh.com',
    ].map((cipher) => [
      `OpenSSH Ed25519, encrypted with ${cipher}`,
      ['-t', 'ed25519', '-Z', cipher, ...encrypted],
    ]),
  ),
}

const every: readonly (readonly [string, () => string])[] = [
  ...Object.entries(opensshKeys).map(
    ([name, args]) => [name, () => maker.sshKeygen(...args)] as const,
  ),
  ...Object.entries(opensslKeys),
]

describe('every form that a deploy client reads', () => {
  it.each(every)('%s signs', async (name, make) => {
    const isEncrypted = name.includes('encrypted')
    const phrase = isEncrypted ? passphrase : null
    const text = make()
    const { facts } = readPrivateKey(text, phrase)
    expect(facts).toMatchObject({
      corruption: [],
      usable: true,
      publicKeyMatches: true,
      unsupported: null,
      passphrase: isEncrypted ? 'accepted' : 'not-needed',
    })
    expect(await signs(text, phrase)).toBe(true)
    const listed = maker.listed(facts.publicKey ?? '')
    expect({ bits: facts.bits, fingerprint: facts.fingerprint }).toEqual(listed)
    // ssh-keygen before 9.6 does not read Ed25519 in PKCS#8: there is nothing to compare with.
    const theirs =
      facts.readBy.openssh === null ? facts.publicKey : maker.publicLine(text, phrase ?? '')
    expect(facts.publicKey).toBe(theirs)
  })

  it.each(every.filter(([name]) => name.includes('encrypted')))(
    '%s asks for its passphrase, and tells a wrong one',
    (_name, make) => {
      const text = make()
      expect(readPrivateKey(text, null).facts).toMatchObject({
        passphrase: 'missing',
        usable: false,
        corruption: [],
      })
      const wrong = readPrivateKey(text, 'wrong horse')
      expect(wrong.facts).toMatchObject({ passphrase: 'wrong', usable: false, corruption: [] })
      expect(wrong.key).toBeNull()
    },
  )

  it('shows type and size of an encrypted OpenSSH key without its passphrase, and no public key', () => {
    const { facts } = readPrivateKey(maker.sshKeygen('-t', 'ed25519', ...encrypted), null)
    expect(facts).toMatchObject({
      type: 'ssh-ed25519',
      bits: 256,
      publicKey: null,
      fingerprint: null,
    })
  })

  it('does not mind a passphrase that is not needed', () => {
    const { facts } = readPrivateKey(maker.sshKeygen('-t', 'ed25519'), passphrase)
    expect(facts).toMatchObject({ usable: true, passphrase: 'not-needed' })
  })
})

describe('keys that SSH does not take', () => {
  it.each(Object.entries(strangeKeys))('%s is named', (name, make) => {
    const read = readPrivateKey(make(), null)
    expect(read.facts).toMatchObject({ usable: false, unsupported: name })
    expect(read.key).toBeNull()
  })

  it('a security key is named, without its public half, which nothing in the file can prove', () => {
    const type = string('sk-ssh-ed25519@openssh.com')
    const publicBlob = Buffer.concat([type, string(Buffer.alloc(32, 7)), string('ssh:')])
    const section = Buffer.concat([uint32(1), uint32(1), type, string(Buffer.alloc(32, 7))])
    const bytes = Buffer.concat([
      magic,
      ...[string('none'), string('none'), string(''), uint32(1)],
      ...[string(publicBlob), string(section)],
    ])
    const { facts } = readPrivateKey(pemArmor('OPENSSH PRIVATE KEY', bytes, 70), null)
    expect(facts).toMatchObject({
      form: 'openssh',
      type: 'sk-ssh-ed25519@openssh.com',
      unsupported: 'FIDO sk',
      usable: false,
      corruption: [],
    })
    expect(facts.publicKey).toBeNull()
    expect(facts.fingerprint).toBeNull()
  })
})

describe('PuTTY keys', () => {
  it.each(Object.entries(ppkTestKeys))('%s is recognized', async (name, { text, fingerprint }) => {
    const isEncrypted = name.includes('encrypted')
    const opens = !name.includes('version 3, encrypted')
    const { facts } = readPrivateKey(text, isEncrypted ? 'test only' : null)
    expect(facts).toMatchObject({
      form: name.includes('version 3') ? 'ppk-3' : 'ppk-2',
      fingerprint: opens ? fingerprint : null,
      usable: opens,
      passphrase: !isEncrypted ? 'not-needed' : opens ? 'accepted' : 'unknown',
      readBy: { openssh: false, go: false, ssh2: name.startsWith('rsa, version 2') },
    })
    expect(await signs(text, isEncrypted ? 'test only' : null)).toBe(opens)
  })

  it('is the same with Windows line breaks', () => {
    const { text, fingerprint } = ppkTestKeys['ed25519, version 3']
    const { facts } = readPrivateKey(text.replaceAll('\n', '\r\n'), null)
    expect(facts).toMatchObject({ form: 'ppk-3', fingerprint, usable: true, corruption: [] })
  })

  it('tells a wrong passphrase from none', () => {
    const { text } = ppkTestKeys['rsa, version 2, encrypted']
    expect(readPrivateKey(text, 'wrong').facts.passphrase).toBe('wrong')
    expect(readPrivateKey(text, null).facts.passphrase).toBe('missing')
  })
})

it('an Ed25519 key in PKCS#8 of version 2 is the same as one of version 1, also where OpenSSL reads only that (Node 20)', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const plain = privateKey.export({ format: 'der', type: 'pkcs8' })
  const half = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const content = [Buffer.of(2, 1, 1), plain.subarray(5), Buffer.of(0x81, 33, 0), half]
  const body = Buffer.concat(content)
  const withPublicKey = Buffer.concat([Buffer.of(0x30, body.length), body])
  expect(asPkcs8Version1(withPublicKey)).toEqual(plain)
  expect(asPkcs8Version1(plain)).toBeNull()
  expect(await signs(pemArmor('PRIVATE KEY', withPublicKey), null)).toBe(true)
})

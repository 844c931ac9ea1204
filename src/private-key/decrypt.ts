import { createDecipheriv } from 'node:crypto'
import bcrypt from 'bcrypt-pbkdf'
import type { Container } from './openssh-key-v1'
import { poly1305 } from './poly1305'
import { WireReader } from './ssh-wire'

/** Sizes in bytes, and the name that OpenSSL gives the cipher. */
interface Cipher {
  readonly openssl: string
  readonly key: number
  readonly iv: number
  readonly block: number
  readonly tag: number
}

const cipher = (openssl: string, key: number, iv: number, block: number, tag = 0): Cipher => ({
  openssl,
  key,
  iv,
  block,
  tag,
})

const chacha = 'chacha20-poly1305@openssh.com'

/** What `ssh-keygen -Z` of OpenSSH 9.2 to 10.5 writes. */
const ciphers: Readonly<Record<string, Cipher>> = {
  'aes128-ctr': cipher('aes-128-ctr', 16, 16, 16),
  'aes192-ctr': cipher('aes-192-ctr', 24, 16, 16),
  'aes256-ctr': cipher('aes-256-ctr', 32, 16, 16),
  'aes128-cbc': cipher('aes-128-cbc', 16, 16, 16),
  'aes192-cbc': cipher('aes-192-cbc', 24, 16, 16),
  'aes256-cbc': cipher('aes-256-cbc', 32, 16, 16),
  '3des-cbc': cipher('des-ede3-cbc', 24, 8, 8),
  'aes128-gcm@openssh.com': cipher('aes-128-gcm', 16, 12, 16, 16),
  'aes256-gcm@openssh.com': cipher('aes-256-gcm', 32, 12, 16, 16),
  [chacha]: cipher('chacha20', 64, 0, 8, 16),
}

/** 100 rounds, which guides advise (`ssh-keygen -a 100`), take a second; `ssh-keygen` writes 16, since OpenSSH 9.4 24. */
const mostRounds = 128

/** What older OpenSSH (its cipher.c before 7.6) could write as well, so that a report may name it. */
const oldCiphers = [
  'blowfish-cbc',
  'cast128-cbc',
  'arcfour',
  'arcfour128',
  'arcfour256',
  'rijndael-cbc@lysator.liu.se',
]

export type Decrypted =
  | { readonly outcome: 'decrypted'; readonly section: Buffer }
  | { readonly outcome: 'wrong-passphrase' | 'corrupt' }
  | { readonly outcome: 'unsupported'; readonly what: string }

/** Why an encrypted container can't be opened by any passphrase; null when one could. */
export function cannotDecrypt(
  container: Container,
): Exclude<Decrypted, { section: Buffer }> | null {
  const known = cipherOf(container)
  if (!known) {
    // A corrupt file may have any text in place of a name, and a report must not repeat it.
    const name = oldCiphers.find((each) => each === container.cipher)
    return { outcome: 'unsupported', what: `cipher ${name ?? 'of an unknown name'}` }
  }
  if (container.kdf !== 'bcrypt')
    return { outcome: 'unsupported', what: 'key derivation of an unknown kind' }
  const { salt, rounds } = kdfOptions(container)
  if (!salt?.length || !rounds) return { outcome: 'corrupt' }
  if (rounds > mostRounds)
    return { outcome: 'unsupported', what: `key derivation of ${rounds} rounds` }
  if (container.section.length === 0 || container.section.length % known.block !== 0)
    return { outcome: 'corrupt' }
  return container.tail.length === known.tag ? null : { outcome: 'corrupt' }
}

/** Opens the private section of an encrypted openssh-key-v1 container. About 0.2 s, for bcrypt is slow by design. */
export function decryptSection(container: Container, passphrase: string): Decrypted {
  const hopeless = cannotDecrypt(container)
  if (hopeless) return hopeless
  const known = cipherOf(container)
  const { salt, rounds } = kdfOptions(container)
  if (!known || !salt || !rounds) return { outcome: 'corrupt' }
  const secret = Buffer.from(passphrase, 'utf8')
  const derived = Buffer.alloc(known.key + known.iv)
  const failed = bcrypt.pbkdf(
    secret,
    secret.length,
    salt,
    salt.length,
    derived,
    derived.length,
    rounds,
  )
  if (failed !== 0) return { outcome: 'wrong-passphrase' }
  const section =
    container.cipher === chacha
      ? openChacha(derived, container)
      : openAes(known, derived, container)
  return section ? { outcome: 'decrypted', section } : { outcome: 'wrong-passphrase' }
}

function openAes(known: Cipher, derived: Buffer, { section, tail }: Container): Buffer | null {
  const key = derived.subarray(0, known.key)
  const iv = derived.subarray(known.key)
  try {
    if (known.openssl === 'aes-128-gcm' || known.openssl === 'aes-256-gcm') {
      const gcm = createDecipheriv(known.openssl, key, iv)
      gcm.setAuthTag(tail)
      return Buffer.concat([gcm.update(section), gcm.final()])
    }
    const decipher = createDecipheriv(known.openssl, key, iv).setAutoPadding(false)
    return Buffer.concat([decipher.update(section), decipher.final()])
  } catch {
    return null
  }
}

/** OpenSSH PROTOCOL.chacha20poly1305 with sequence number 0 and no length field (sshkey.c, V_9_2_P1). */
function openChacha(derived: Buffer, { section, tail }: Container): Buffer | null {
  const stream = (counter: number, text: Buffer) => {
    const iv = Buffer.alloc(16)
    iv[0] = counter
    return createDecipheriv('chacha20', derived.subarray(0, 32), iv).update(text)
  }
  const macKey = stream(0, Buffer.alloc(32))
  return poly1305(macKey, section).equals(tail) ? stream(1, section) : null
}

function cipherOf(container: Container): Cipher | null {
  return Object.hasOwn(ciphers, container.cipher) ? (ciphers[container.cipher] ?? null) : null
}

function kdfOptions(container: Container): { salt: Buffer | null; rounds: number | null } {
  const reader = new WireReader(container.kdfOptions)
  return { salt: reader.string(), rounds: reader.uint32() }
}

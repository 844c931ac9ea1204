import { createDecipheriv, createHash } from 'node:crypto'

/** The encryption of PEM files that `ssh-keygen -m PEM` and `openssl … -traditional` write (RFC 1421 headers, MD5). */
export interface DekInfo {
  readonly cipher: string
  readonly iv: Buffer
}

const keyBytes: Readonly<Record<string, number>> = {
  'AES-128-CBC': 16,
  'AES-192-CBC': 24,
  'AES-256-CBC': 32,
  'DES-EDE3-CBC': 24,
}

export const blockBytes = (dek: DekInfo): number => (dek.cipher.startsWith('DES') ? 8 : 16)

/** Whether the cipher is one that node:crypto can undo; single DES and IDEA are not. */
export const isKnownCipher = (dek: DekInfo): boolean => Object.hasOwn(keyBytes, dek.cipher)

/**
 * Decrypts as far as whole blocks go, and keeps the padding. DER has its own length, so a wrong passphrase (no DER at all)
 * and a cut body (incomplete DER) can be distinguished.
 */
export function decryptPem(dek: DekInfo, bytes: Buffer, passphrase: string): Buffer | null {
  const length = keyBytes[dek.cipher]
  if (length === undefined) return null
  const secret = Buffer.from(passphrase, 'utf8')
  const salt = dek.iv.subarray(0, 8)
  let derived = Buffer.alloc(0)
  let last = Buffer.alloc(0)
  while (derived.length < length) {
    last = createHash('md5').update(last).update(secret).update(salt).digest()
    derived = Buffer.concat([derived, last])
  }
  const decipher = createDecipheriv(dek.cipher.toLowerCase(), derived.subarray(0, length), dek.iv)
  const whole = bytes.subarray(0, bytes.length - (bytes.length % blockBytes(dek)))
  return decipher.setAutoPadding(false).update(whole)
}

import ssh2 from 'ssh2'
import type { PrivateSigner } from './session'

/** Makes a signer of a private key in OpenSSH's format, not encrypted; null when ssh2 refuses it. */
export function signerFrom(keyFile: string): PrivateSigner | null {
  const key = ssh2.utils.parseKey(keyFile)
  if (key instanceof Error) return null
  return {
    type: key.type,
    publicKey: key.getPublicSSH(),
    privatePem: key.getPrivatePEM(),
    sign: (data, algorithm) => {
      const signature: unknown = key.sign(data, hashOf(algorithm))
      return Buffer.isBuffer(signature)
        ? Promise.resolve(signature)
        : Promise.reject(new Error(`the key made no ${algorithm} signature`))
    },
  }
}

/** The hash that ssh2 needs as an option for an RSA signature (RFC 8332). Other algorithms imply theirs. */
export function hashOf(algorithm: string): 'sha256' | 'sha512' | undefined {
  if (algorithm === 'rsa-sha2-512') return 'sha512'
  if (algorithm === 'rsa-sha2-256') return 'sha256'
  return undefined
}

/**
 * What ssh2 makes of a key text, as deploy clients that are built on it: a private or a public key, `encrypted` where it
 * wants a passphrase, or `unread`. Throws what ssh2 throws.
 */
export function readBySsh2(
  text: string,
  passphrase?: string,
): 'private' | 'public' | 'encrypted' | 'unread' {
  const key = ssh2.utils.parseKey(text, passphrase)
  if (!(key instanceof Error)) return key.isPrivateKey() ? 'private' : 'public'
  return key.message.includes('no passphrase given') ? 'encrypted' : 'unread'
}

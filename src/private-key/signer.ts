import ssh2 from 'ssh2'
import { writeKeyFile } from './openssh-key-v1'
import type { VerifiedKey } from './verified-key'

/** A private key that is ready to sign in an authentication. Secret. */
export interface Signer {
  /** The SSH name of the key type: ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256 … */
  readonly type: string
  /** The public key blob of RFC 4253 section 6.6. */
  readonly publicKey: Buffer
  /** To hand to ssh2's authHandler as `key`. */
  readonly parsed: ssh2.ParsedKey
}

/** Makes the one form that ssh2 reads for every key type; null when ssh2 refuses even that. */
export function makeSigner(key: VerifiedKey): Signer | null {
  const parsed = ssh2.utils.parseKey(writeKeyFile(key.components))
  if (parsed instanceof Error) return null
  return { type: key.type, publicKey: key.publicBlob, parsed }
}

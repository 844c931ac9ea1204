import { createHash } from 'node:crypto'
import type { HostKey } from '../facts'
import { MessageFields, readOrNull } from './message-fields'

/**
 * Reads a public key blob (RFC 4253 section 6.6: a string with the type, then the key's own fields).
 * Gives null when the bytes do not begin with a plausible type name followed by something.
 */
export function readHostKey(blob: Buffer): HostKey | null {
  const fields = new MessageFields(blob)
  const type = readOrNull(() => fields.string())?.toString('latin1') ?? ''
  if (type.length > 64 || fields.ended) return null
  if (!/^[\x21-\x7e]+$/.test(type)) return null
  return { type, fingerprint: fingerprintOf(blob), blob: blob.toString('base64') }
}

/** `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it since OpenSSH 6.8. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

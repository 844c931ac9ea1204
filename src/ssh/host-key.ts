import { createHash } from 'node:crypto'
import type { HostKey } from '../facts'

/**
 * Reads a public key blob (RFC 4253 section 6.6: a string with the type, then the key's own fields).
 * Gives null when the bytes do not begin with a plausible type name followed by something.
 */
export function readHostKey(blob: Buffer): HostKey | null {
  if (blob.length < 5) return null
  const length = blob.readUInt32BE(0)
  if (length === 0 || length > 64 || blob.length <= 4 + length) return null
  const type = blob.toString('latin1', 4, 4 + length)
  if (!/^[\x21-\x7e]+$/.test(type)) return null
  return { type, fingerprint: fingerprintOf(blob), blob: blob.toString('base64') }
}

/** `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it since OpenSSH 6.8. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** The host key algorithms (RFC 4253, 8332, 5656, 8709) that present a key of this type, strongest first. */
export function algorithmsOfType(type: string): readonly string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]
}

/** The type of the key behind a host key algorithm: rsa-sha2-512 and rsa-sha2-256 sign with an ssh-rsa key (RFC 8332). */
export function typeOfAlgorithm(algorithm: string): string {
  return /^rsa-sha2-(256|512)$/.test(algorithm) ? 'ssh-rsa' : algorithm
}

/** A line for known_hosts; a port other than 22 is written `[host]:port` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function knownHostsLine(host: string, port: number, key: HostKey): string {
  return `${knownHostsName(host, port)} ${key.type} ${key.blob}`
}

/** The name under which known_hosts holds a host and port: lower case, `[host]:port` unless the port is 22. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

import type { CertificateProblem, HostKey } from '../facts'
import { readHostKey } from './host-key'
import { MessageFields, readOrNull, stringField } from './message-fields'
import { signatureFits } from './public-key'

/** A certificate of a host key (OpenSSH PROTOCOL.certkeys), whose authority has not been compared with any pin yet. */
export interface HostCertificate {
  /** The blob of the plain host key in it. */
  readonly key: Buffer
  readonly authority: HostKey
  readonly isForHosts: boolean
  readonly principals: readonly string[]
  /** Seconds since 1970: from the first on, and before the second. */
  readonly valid: readonly [from: bigint, to: bigint]
  readonly hasCriticalOptions: boolean
  readonly isSigned: boolean
}

/**
 * The certificates that are asked for where known_hosts trusts an authority, all of them before any plain key (OpenSSH
 * order_hostkeyalgs). Not with SHA-1, which OpenSSH 8.2 and later do not accept.
 */
export const certificateAlgorithms = [
  'ssh-ed25519-cert-v01@openssh.com',
  'ecdsa-sha2-nistp256-cert-v01@openssh.com',
  'ecdsa-sha2-nistp384-cert-v01@openssh.com',
  'ecdsa-sha2-nistp521-cert-v01@openssh.com',
  'rsa-sha2-512-cert-v01@openssh.com',
  'rsa-sha2-256-cert-v01@openssh.com',
] as const

/** The key's own fields, which in a certificate come after the nonce. */
const keyFields: ReadonlyMap<string, number> = new Map([
  ['ssh-ed25519', 1],
  ['ecdsa-sha2-nistp256', 2],
  ['ecdsa-sha2-nistp384', 2],
  ['ecdsa-sha2-nistp521', 2],
  ['ssh-rsa', 2],
])

const suffix = '-cert-v01@openssh.com'

/** Far above what ssh-keygen writes. */
const mostPrincipals = 256

/** Whether an algorithm of host keys is one of certificates. */
export const isCertificate = (algorithm: string): boolean => algorithm.includes('-cert-v0')

/** Reads a host key blob as a certificate; null when it is none, or cut. */
export function readHostCertificate(blob: Buffer): HostCertificate | null {
  return readOrNull(() => {
    const fields = new MessageFields(blob)
    const name = fields.text()
    const type = name.slice(0, -suffix.length)
    const count = name.endsWith(suffix) ? keyFields.get(type) : undefined
    if (count === undefined) return null
    fields.string()
    const own = Array.from({ length: count }, () => stringField(fields.string()))
    fields.uint64()
    const isForHosts = fields.uint32() === 2
    fields.string()
    const principals = stringsIn(fields.string())
    const valid = [fields.uint64(), fields.uint64()] as const
    const hasCriticalOptions = fields.string().length > 0
    fields.string()
    fields.string()
    const authorityBlob = fields.string()
    const signed = blob.subarray(0, fields.offset)
    const signature = fields.string()
    const authority = readHostKey(authorityBlob)
    if (authority === null || !fields.ended) return null
    // OpenSSH 8.2 took SHA-1 out of CASignatureAlgorithms.
    const isSha1 = new MessageFields(signature).text() === 'ssh-rsa'
    return {
      key: Buffer.concat([stringField(type), ...own]),
      authority,
      isForHosts,
      principals,
      valid,
      hasCriticalOptions,
      isSigned: !isSha1 && signatureFits(authorityBlob, signature, signed),
    }
  })
}

function stringsIn(list: Buffer): readonly string[] {
  const fields = new MessageFields(list)
  const found: string[] = []
  while (!fields.ended && found.length < mostPrincipals) found.push(fields.text())
  return found
}

/**
 * Why OpenSSH would refuse a certificate of a trusted authority for this host at this time (sshkey_cert_check_host): null
 * when it would not. A certificate without principals is for every host. A principal such as
 * `*.example.com` is no pattern. Tried with OpenSSH 9.2.
 * @param seconds since 1970
 */
export function certificateProblem(
  certificate: HostCertificate,
  host: string,
  seconds: number,
): CertificateProblem | null {
  const { isForHosts, principals, valid, hasCriticalOptions, isSigned } = certificate
  const now = BigInt(Math.floor(seconds))
  if (!isSigned) return 'signature'
  if (!isForHosts) return 'for-users'
  if (now < valid[0]) return 'not-yet-valid'
  if (now >= valid[1]) return 'expired'
  const name = host.toLowerCase()
  if (principals.length > 0 && !principals.includes(name)) return 'other-host'
  return hasCriticalOptions ? 'critical-option' : null
}

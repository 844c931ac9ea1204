import { algorithmsOfType } from '../knowledge/host-keys'

/** The signatures of an RSA key that current servers accept (RFC 8332). */
export type RsaSignature = 'rsa-sha2-512' | 'rsa-sha2-256'

/**
 * The signature algorithms to try with a key, in order. RSA: SHA-2 when server-sig-algs has it; without EXT_INFO the server
 * is an old one, so SHA-1 first, as Go's and ssh2's clients do, then SHA-2, for the few that know it and don't say so.
 * Before OpenSSH 9.6, a server names SHA-2 also where its configuration accepts only one of the two: `rsaFirst` is the first of the
 * deploy’s client. Empty when the server says that it takes none.
 */
export function signatureAlgorithms(
  keyType: string,
  serverSigAlgs: readonly string[] | null,
  rsaFirst: RsaSignature = 'rsa-sha2-512',
): readonly string[] {
  if (keyType !== 'ssh-rsa') return [keyType]
  if (serverSigAlgs === null) return ['ssh-rsa', 'rsa-sha2-256']
  const best = [rsaFirst, ...algorithmsOfType(keyType)].find((name) => serverSigAlgs.includes(name))
  return best === undefined ? [] : [best]
}

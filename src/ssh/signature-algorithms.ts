import { algorithmsOfType } from '../knowledge/host-keys'

/**
 * The signature algorithms to try with a key, in order. RSA: SHA-2 when server-sig-algs has it; without EXT_INFO the server
 * is an old one, so SHA-1 first, as Go's and ssh2's clients do, then SHA-2, for the few that know it and don't say so.
 * Empty when the server says that it takes none.
 */
export function signatureAlgorithms(
  keyType: string,
  serverSigAlgs: readonly string[] | null,
): readonly string[] {
  if (keyType !== 'ssh-rsa') return [keyType]
  if (serverSigAlgs === null) return ['ssh-rsa', 'rsa-sha2-256']
  const best = algorithmsOfType(keyType).find((name) => serverSigAlgs.includes(name))
  return best === undefined ? [] : [best]
}

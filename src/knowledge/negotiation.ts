import type { KexInit } from '../facts'

/** Ciphers that authenticate by themselves, so that the MAC lists don't matter (RFC 5647, OpenSSH PROTOCOL). */
const authenticatedCipher = /-gcm(@openssh\.com)?$|^AEAD_AES_|^chacha20-poly1305/

/** Names in the kex list that are signals and no methods: RFC 8308 section 2.1 and OpenSSH PROTOCOL section 1.10. */
const kexMarker = /^(ext-info-[cs]|kex-strict-[cs](-v00@openssh\.com)?)$/

/** The name that both sides settle on: the client's first that the server has too (RFC 4253 section 7.1). */
export function agreeOn(client: readonly string[], server: readonly string[]): string | null {
  return client.find((name) => !kexMarker.test(name) && server.includes(name)) ?? null
}

/**
 * The first of the lists, in the order of RFC 4253 section 7.1, in which client and server share nothing; null when
 * they can talk. A MAC is needed only where the agreed cipher does not authenticate by itself.
 */
export function firstWithoutCommon(client: KexInit, server: KexInit): keyof KexInit | null {
  const shared = (list: keyof KexInit) => agreeOn(client[list], server[list])
  for (const list of ['kex', 'hostKey', 'cipherToServer', 'cipherToClient'] as const)
    if (shared(list) === null) return list
  for (const [cipher, mac] of [
    ['cipherToServer', 'macToServer'],
    ['cipherToClient', 'macToClient'],
  ] as const)
    if (!authenticatedCipher.test(shared(cipher) ?? '') && shared(mac) === null) return mac
  for (const list of ['compressionToServer', 'compressionToClient'] as const)
    if (shared(list) === null) return list
  return null
}

import type { KexInit } from '../facts'

const cookieBytes = 16

/**
 * Reads the payload of SSH_MSG_KEXINIT (RFC 4253 section 7.1), message number included. Gives null when a list runs past
 * the end or holds a byte that no name may hold (RFC 4251 section 5: printable US-ASCII between commas).
 */
export function readKexInit(payload: Buffer): KexInit | null {
  let offset = 1 + cookieBytes
  const lists: string[][] = []
  while (lists.length < 10) {
    if (offset + 4 > payload.length) return null
    const end = offset + 4 + payload.readUInt32BE(offset)
    if (end > payload.length) return null
    const text = payload.toString('latin1', offset + 4, end)
    if (!/^[\x21-\x7e]*$/.test(text)) return null
    lists.push(text === '' ? [] : text.split(','))
    offset = end
  }
  const [kex, hostKey, cipherToServer, cipherToClient, macToServer, macToClient] = lists
  const [, , , , , , compressionToServer, compressionToClient] = lists
  if (!kex || !hostKey || !cipherToServer || !cipherToClient || !macToServer || !macToClient)
    return null
  if (!compressionToServer || !compressionToClient) return null
  return {
    kex,
    hostKey,
    cipherToServer,
    cipherToClient,
    macToServer,
    macToClient,
    compressionToServer,
    compressionToClient,
  }
}

/** Ciphers that authenticate by themselves, so that the MAC lists don't matter (RFC 5647, OpenSSH PROTOCOL). */
const authenticatedCipher = /-gcm(@openssh\.com)?$|^AEAD_AES_|^chacha20-poly1305/

/** Names in the kex list that are signals and no methods: RFC 8308 section 2.1 and OpenSSH PROTOCOL section 1.10. */
export const kexMarker = /^(ext-info-[cs]|kex-strict-[cs](-v00@openssh\.com)?)$/

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

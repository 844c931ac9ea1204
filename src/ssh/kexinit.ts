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

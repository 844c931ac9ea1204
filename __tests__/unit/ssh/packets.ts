/** Bytes of SSH packets in clear, for servers that lie. */

/** A packet of RFC 4253 section 6 without MAC, padded to a multiple of 8. */
export function packet(payload: Buffer): Buffer {
  const rest = 8 - ((payload.length + 5) % 8)
  const padding = rest < 4 ? rest + 8 : rest
  const head = Buffer.alloc(5)
  head.writeUInt32BE(1 + payload.length + padding, 0)
  head[4] = padding
  return Buffer.concat([head, payload, Buffer.alloc(padding)])
}

function text(value: string): Buffer {
  const length = Buffer.alloc(4)
  const body = Buffer.from(value)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** SSH_MSG_KEXINIT (RFC 4253 section 7.1) with the ten name-lists given. */
export function kexInitPayload(lists: readonly string[]): Buffer {
  return Buffer.concat([Buffer.from([20]), Buffer.alloc(16), ...lists.map(text), Buffer.alloc(5)])
}

/** Lists as a current OpenSSH has them, with changes. */
export function usualLists(
  changes: { readonly kex?: string; readonly hostKey?: string } = {},
): readonly string[] {
  return [
    changes.kex ?? 'curve25519-sha256',
    changes.hostKey ?? 'ssh-ed25519',
    'aes128-ctr',
    'aes128-ctr',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
    '',
    '',
  ]
}

/** SSH_MSG_DISCONNECT (RFC 4253 section 11.1). */
export function disconnectPayload(reason: number, description: string): Buffer {
  const head = Buffer.alloc(5)
  head[0] = 1
  head.writeUInt32BE(reason, 1)
  return Buffer.concat([head, text(description), text('')])
}

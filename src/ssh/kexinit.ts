import type { KexInit } from '../facts'
import { MessageFields, readOrNull } from './message-fields'
import { ProtocolViolation } from './protocol-violation'

const cookieBytes = 16

/**
 * Reads the payload of SSH_MSG_KEXINIT (RFC 4253 section 7.1), message number included. Gives null when a list runs past
 * the end or holds a byte that no name may hold (RFC 4251 section 5: printable US-ASCII between commas).
 */
export function readKexInit(payload: Buffer): KexInit | null {
  return readOrNull(() => {
    const fields = new MessageFields(payload, 1)
    fields.bytes(cookieBytes)
    const lists = {
      kex: nameList(fields),
      hostKey: nameList(fields),
      cipherToServer: nameList(fields),
      cipherToClient: nameList(fields),
      macToServer: nameList(fields),
      macToClient: nameList(fields),
      compressionToServer: nameList(fields),
      compressionToClient: nameList(fields),
    }
    // Languages, which nobody uses, must be whole as well.
    nameList(fields)
    nameList(fields)
    return lists
  })
}

function nameList(fields: MessageFields): readonly string[] {
  const text = fields.string().toString('latin1')
  if (!/^[\x21-\x7e]*$/.test(text)) throw new ProtocolViolation('message', 'a name is not ASCII')
  return text === '' ? [] : text.split(',')
}

import type { KnownHostsForm, HostKey } from '../facts'
import { readHostKey } from './host-key'

const keyType = /^(ssh-|ecdsa-sha2-|sk-|webauthn-|rsa-sha2-)[\w.@-]+$/

/** Whether a word is the name of a key type, known to us or not. */
export function looksLikeKeyType(word: string): boolean {
  return keyType.test(word)
}

/**
 * Reads the two fields `type base64` of a public key line (sshd(8)). Gives the key, or what is wrong with it. A type
 * that we don't know is a key anyway when its blob says the same type: it can be compared.
 */
export function readKeyFields(type: string, base64: string): HostKey | KnownHostsForm {
  const known = looksLikeKeyType(type)
  const blob = decodeBase64(base64)
  if (!blob) return known ? 'not-base64' : 'unknown-type'
  const key = readHostKey(blob)
  if (!key) return known ? 'not-base64' : 'unknown-type'
  if (key.type !== type) return known ? 'type-disagrees' : 'unknown-type'
  return hasAllFields(blob) ? key : 'not-base64'
}

/** Strict base64: Node's decoder skips what it doesn't know, so a broken line would read as another key. */
function decodeBase64(text: string): Buffer | null {
  const [, body = ''] = /^([A-Za-z0-9+/]+)=*$/.exec(text) ?? []
  if (body === '' || body.length % 4 === 1) return null
  return Buffer.from(body, 'base64')
}

/** A blob is a row of strings (RFC 4251 section 5) that ends exactly at its end; a cut line ends inside one. */
function hasAllFields(blob: Buffer): boolean {
  // Without the reader of message-fields.ts: it throws where a field is cut, which is slow for a file of many cut lines.
  let offset = 0
  let fields = 0
  while (offset + 4 <= blob.length) {
    offset += 4 + blob.readUInt32BE(offset)
    fields++
  }
  return offset === blob.length && fields >= 2
}

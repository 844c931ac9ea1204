import { createDecipheriv, createHash } from 'node:crypto'
import { type Components, readPrivateFields } from './components'
import { type PublicKind, readPublicKind } from './public-half'
import { mpint, string, WireReader } from './ssh-wire'

/** PuTTY's own key file (PuTTY manual, appendix C), as far as it can be read without Argon2. */
export interface Ppk {
  readonly form: 'ppk-2' | 'ppk-3'
  readonly encrypted: boolean
  /** Whether the file says that its key is of a kind that is not read here. */
  readonly isOtherKind: boolean
  readonly publicKind: PublicKind | null
  /** Opens the private part; null when the passphrase does not fit, or for version 3 with encryption. */
  open(passphrase: string | null): Components | null
}

const header = /^PuTTY-User-Key-File-([123]): *([a-z0-9@.-]+)/m

/** Reads a PPK; null when the text is none. `text` has no carriage returns. */
export function readPpk(text: string): Ppk | null {
  const found = header.exec(text)
  if (!found) return null
  const version = found[1] === '3' ? 3 : 2
  const publicBlob = block(text, 'Public-Lines')
  const privateBlob = block(text, 'Private-Lines')
  const publicKind = readPublicKind(publicBlob)
  const encrypted = /^Encryption: *(?!none)\S/m.test(text)
  return {
    form: version === 3 ? 'ppk-3' : 'ppk-2',
    encrypted,
    isOtherKind: /^ssh-(?:dss|ed448)$/.test(found[2] ?? '') || publicKind?.type === 'ssh-dss',
    publicKind,
    open(passphrase) {
      if (!encrypted) return components(publicBlob, privateBlob)
      if (version === 3 || passphrase === null) return null
      const plain = decrypt(privateBlob, passphrase)
      return plain && components(publicBlob, plain)
    },
  }
}

function block(text: string, name: string): Buffer {
  const lines = text.split('\n').map((line) => line.trim())
  const start = lines.findIndex((line) => line.startsWith(`${name}:`))
  const count = Number(/\d{1,4}$/.exec(lines[start] ?? '')?.[0] ?? 0)
  return Buffer.from(lines.slice(start + 1, start + 1 + count).join(''), 'base64')
}

/** Version 2: AES-256-CBC, a zero IV, and SHA-1 of a counter and the passphrase as key. */
function decrypt(bytes: Buffer, passphrase: string): Buffer | null {
  const half = (counter: number) =>
    createHash('sha1')
      .update(Buffer.of(0, 0, 0, counter))
      .update(passphrase, 'utf8')
      .digest()
  const key = Buffer.concat([half(0), half(1)]).subarray(0, 32)
  if (bytes.length % 16 !== 0) return null
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

/** Puts the public and the private blob together in the order of openssh-key-v1. */
function components(publicBlob: Buffer, privateBlob: Buffer): Components | null {
  const open = new WireReader(publicBlob)
  const secret = new WireReader(privateBlob)
  const type = open.text()
  const first = open.string()
  if (type === null || first === null) return null
  if (type === 'ssh-rsa') {
    const n = open.string()
    const [d, p, q, iqmp] = [secret.string(), secret.string(), secret.string(), secret.string()]
    if (!n || !d || !p || !q || !iqmp) return null
    return { kind: 'rsa', n, e: first, d, p, q, iqmp, dp: null, dq: null }
  }
  const own = secret.string()
  if (!own) return null
  if (type === 'ssh-ed25519')
    return read(type, [string(first), string(Buffer.concat([own, first]))])
  const point = open.string()
  return point && read(type, [string(first), string(point), mpint(own)])
}

function read(type: string, fields: readonly Buffer[]): Components | null {
  return readPrivateFields(type, new WireReader(Buffer.concat(fields)))
}

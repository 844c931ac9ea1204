import { type Components, privateFieldsOf, publicBlobOf, readPrivateFields } from './components'
import { string, uint32, WireReader } from './ssh-wire'

/** Reader and writer of OpenSSH's own container (OpenSSH PROTOCOL.key), in use since OpenSSH 6.5. */

export const magic = Buffer.from('openssh-key-v1\0', 'latin1')

export interface Container {
  readonly cipher: string
  readonly kdf: string
  readonly kdfOptions: Buffer
  /** The public key blob, unencrypted, before the private section. */
  readonly publicBlob: Buffer
  /** The private section, encrypted unless the cipher is `none`. */
  readonly section: Buffer
  /** What follows the section: the authentication tag of an AEAD cipher, else nothing. */
  readonly tail: Buffer
}

/** A field longer than any key has is a corrupt length, not a cut file. */
const longestField = 64 * 1024

/**
 * Reads the container. `truncated`: it gives a length that is longer than it is; `corrupt`: it contradicts itself.
 */
export function readContainer(bytes: Buffer): Container | 'truncated' | 'corrupt' {
  if (!bytes.subarray(0, magic.length).equals(magic.subarray(0, bytes.length))) return 'corrupt'
  const reader = new WireReader(bytes.subarray(magic.length))
  const short = () => ((reader.nextLength() ?? 0) > longestField ? 'corrupt' : 'truncated')
  const cipher = reader.text()
  if (cipher === null) return short()
  const kdf = reader.text()
  if (kdf === null) return short()
  const kdfOptions = reader.string()
  if (kdfOptions === null) return short()
  const keys = reader.uint32()
  if (keys === null) return 'truncated'
  if (keys !== 1) return 'corrupt'
  const publicBlob = reader.string()
  if (publicBlob === null) return short()
  const section = reader.string()
  if (section === null) return short()
  return { cipher, kdf, kdfOptions, publicBlob, section, tail: reader.rest }
}

/** The decrypted private section. */
export interface PrivateSection {
  /** The two equal check numbers: when they differ, the passphrase is wrong or the section is corrupt. */
  readonly checksAgree: boolean
  readonly type: string | null
  /** Null for a type that is not read here, and for fields that do not fit. */
  readonly components: Components | null
  /** Comment and padding (1, 2, 3 …) are as OpenSSH wants them. Only known when the components were read. */
  readonly wellEnded: boolean
}

export function readPrivateSection(section: Buffer): PrivateSection {
  const reader = new WireReader(section)
  const check = reader.uint32()
  const checksAgree = check !== null && check === reader.uint32()
  const type = checksAgree ? reader.text() : null
  const components = type === null ? null : readPrivateFields(type, reader)
  const comment = components && reader.string()
  const padding = [...reader.rest]
  return {
    checksAgree,
    type,
    components,
    wellEnded: comment !== null && padding.every((byte, index) => byte === ((index + 1) & 0xff)),
  }
}

/** The key as an unencrypted openssh-key-v1 file, without a comment. */
export function writeKeyFile(key: Components): string {
  const fields = Buffer.concat([uint32(0), uint32(0), privateFieldsOf(key), string('')])
  const padding = Buffer.from(
    Array.from({ length: (8 - (fields.length % 8)) % 8 }, (_, index) => index + 1),
  )
  const bytes = Buffer.concat([
    magic,
    string('none'),
    string('none'),
    string(''),
    uint32(1),
    string(publicBlobOf(key)),
    string(Buffer.concat([fields, padding])),
  ])
  return pemArmor('OPENSSH PRIVATE KEY', bytes, 70)
}

/** PEM (RFC 7468) with a final line feed. */
export function pemArmor(label: string, bytes: Buffer, columns = 64, headers = ''): string {
  const body = bytes.toString('base64').replace(new RegExp(`.{${columns}}(?=.)`, 'g'), '$&\n')
  return `-----BEGIN ${label}-----\n${headers}${body}\n-----END ${label}-----\n`
}

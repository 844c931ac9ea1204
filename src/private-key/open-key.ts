import type { KeyFacts, KeyForm } from '../facts'
import { type Armoured, pemLabels } from './armour'
import { type Components, publicBlobOf } from './components'
import { type Converted, readPem } from './convert'
import { cannotDecrypt, decryptSection } from './decrypt'
import { readDer } from './der'
import { armour, type Container, readContainer, readPrivateSection } from './openssh-key-v1'
import { type DekInfo, decryptPem, isKnownCipher } from './pem-encryption'
import { describePublicHalf, type PublicHalf } from './public-half'

/** PBKDF2 of 4 million rounds takes some seconds; `openssl pkcs8` writes 2048. */
const mostIterations = 4_000_000

/** One body as it was opened: by OpenSSL, by our reader of openssh-key-v1, or not at all. */
export interface Opened {
  readonly components: Components | null
  readonly publicHalf: PublicHalf | null
  /** False when the two public halves of openssh-key-v1 differ although the private section is whole. */
  readonly outerAgrees: boolean
  readonly passphrase: KeyFacts['passphrase']
  readonly unsupported: string | null
  readonly cipher: string | null
  readonly damaged: boolean
  /** The decrypted body breaks off. */
  readonly truncated: boolean
}

const unopened: Opened = {
  components: null,
  publicHalf: null,
  outerAgrees: true,
  passphrase: 'unknown',
  unsupported: null,
  cipher: null,
  damaged: false,
  truncated: false,
}

/** Opens the body of a private key. About 0.2 s for an encrypted openssh-key-v1, for bcrypt is slow by design. */
export function openKey(armoured: Armoured, passphrase: string | null): Opened {
  if (armoured.form === 'openssh') {
    const container = readContainer(armoured.bytes)
    return typeof container === 'string'
      ? { ...unopened, damaged: true }
      : openContainer(container, passphrase)
  }
  if (armoured.repaired === null) return { ...unopened, damaged: true }
  return openPem(armoured, armoured.repaired, passphrase)
}

function openContainer(container: Container, passphrase: string | null): Opened {
  const publicHalf = describePublicHalf(container.publicBlob)
  if (container.cipher === 'none') {
    const damaged = container.tail.length > 0 || container.kdf !== 'none'
    return {
      ...openSection(container, container.section, 'not-needed'),
      ...(damaged && { damaged }),
    }
  }
  const closed = { ...unopened, publicHalf, cipher: container.cipher }
  const hopeless = cannotDecrypt(container)
  if (hopeless?.outcome === 'unsupported') return { ...closed, unsupported: hopeless.what }
  if (hopeless) return { ...closed, damaged: true }
  const sk = unsupportedType(publicHalf?.type ?? null)
  if (sk !== null) return { ...closed, unsupported: sk }
  if (passphrase === null) return { ...closed, passphrase: 'missing' }
  const decrypted = decryptSection(container, passphrase)
  if (decrypted.outcome !== 'decrypted') return { ...closed, passphrase: 'wrong' }
  const opened = openSection(container, decrypted.section, 'accepted')
  return opened.passphrase === 'accepted' ? opened : { ...closed, passphrase: 'wrong' }
}

function openSection(
  container: Container,
  bytes: Buffer,
  passphrase: 'not-needed' | 'accepted',
): Opened {
  const publicHalf = describePublicHalf(container.publicBlob)
  const section = readPrivateSection(bytes)
  const cipher = container.cipher === 'none' ? null : container.cipher
  const { components } = section
  if (!section.checksAgree)
    return { ...unopened, publicHalf, cipher, damaged: true, passphrase: 'unknown' }
  const unsupported = unsupportedType(publicHalf?.type ?? null)
  return {
    components,
    publicHalf,
    outerAgrees: components === null || publicBlobOf(components).equals(container.publicBlob),
    passphrase,
    unsupported,
    cipher,
    damaged: unsupported === null && (components === null || !section.wellEnded),
    truncated: false,
  }
}

function openPem({ dek, bytes, form }: Armoured, pem: string, passphrase: string | null): Opened {
  if (dek) return openDek(dek, bytes, form, passphrase)
  if (form !== 'pkcs8-encrypted') return converted(readPem(pem, null), 'not-needed')
  const closed = { ...unopened, cipher: 'pkcs8' }
  const iterations = readDer(bytes)?.iterations ?? 0
  if (iterations > mostIterations)
    return { ...closed, unsupported: `key derivation of ${iterations} rounds` }
  if (passphrase === null) return { ...closed, passphrase: 'missing' }
  const read = readPem(pem, passphrase)
  if (read.outcome === 'failed') return { ...closed, passphrase: 'wrong' }
  return { ...converted(read, 'accepted'), cipher: 'pkcs8' }
}

function openDek(dek: DekInfo, bytes: Buffer, form: KeyForm, passphrase: string | null): Opened {
  const closed = { ...unopened, cipher: dek.cipher }
  if (!isKnownCipher(dek)) return { ...closed, unsupported: 'cipher of the PEM encryption' }
  if (passphrase === null) return { ...closed, passphrase: 'missing' }
  const plain = decryptPem(dek, bytes, passphrase)
  const der = plain && readDer(plain)
  if (plain === null || der?.form !== form) return { ...closed, passphrase: 'wrong' }
  const opened = converted(readPem(armour(pemLabels[der.form], plain), null), 'accepted')
  return { ...opened, cipher: dek.cipher, truncated: der.truncated }
}

function converted(read: Converted, passphrase: 'not-needed' | 'accepted'): Opened {
  const opened = { ...unopened, passphrase }
  if (read.outcome === 'failed') return { ...opened, damaged: true }
  if (read.outcome === 'unsupported') return { ...opened, unsupported: read.what }
  return { ...opened, components: read.components }
}

function unsupportedType(type: string | null): string | null {
  if (type === 'ssh-dss') return 'DSA'
  if (type?.startsWith('sk-')) return 'FIDO sk'
  if (type?.startsWith('ssh-xmss')) return 'XMSS'
  return type?.includes('-cert-v0') ? 'certificate' : null
}

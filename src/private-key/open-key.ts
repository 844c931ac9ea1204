import type { KeyFacts, KeyForm } from '../facts'
import { type PemArmor, pemLabels } from './pem-armor'
import { type Components, publicBlobOf } from './components'
import { type Converted, readPem } from './convert'
import { cannotDecrypt, decryptSection } from './decrypt'
import { asPkcs8Version1, readDer } from './der'
import { pemArmor, type Container, readContainer, readPrivateSection } from './openssh-key-v1'
import { type DekInfo, decryptPem, isKnownCipher } from './pem-encryption'
import { unaffordableDerivation } from './pkcs8-encryption'
import { type PublicKind, readPublicKind } from './public-half'

/** One body as it was opened: by OpenSSL, by our reader of openssh-key-v1, or not at all. */
export interface Opened {
  readonly components: Components | null
  /** What kind of key the file calls itself, which nobody has verified. */
  readonly publicKind: PublicKind | null
  /** False when the two public halves of openssh-key-v1 differ although the private section is whole. */
  readonly outerAgrees: boolean
  readonly passphrase: KeyFacts['passphrase']
  readonly unsupported: string | null
  readonly cipher: string | null
  readonly corrupt: boolean
  /** The decrypted body breaks off. */
  readonly truncated: boolean
}

const unopened: Opened = {
  components: null,
  publicKind: null,
  outerAgrees: true,
  passphrase: 'unknown',
  unsupported: null,
  cipher: null,
  corrupt: false,
  truncated: false,
}

/** Opens the body of a private key. About 0.2 s for an encrypted openssh-key-v1, for bcrypt is slow by design. */
export function openKey(armored: PemArmor, passphrase: string | null): Opened {
  if (armored.form === 'openssh') {
    const container = readContainer(armored.bytes)
    return typeof container === 'string'
      ? { ...unopened, corrupt: true }
      : openContainer(container, passphrase)
  }
  if (armored.repaired === null) return { ...unopened, corrupt: true }
  return openPem(armored, armored.repaired, passphrase)
}

function openContainer(container: Container, passphrase: string | null): Opened {
  const publicKind = readPublicKind(container.publicBlob)
  if (container.cipher === 'none') {
    const corrupt = container.tail.length > 0 || container.kdf !== 'none'
    return {
      ...openSection(container, container.section, 'not-needed'),
      ...(corrupt && { corrupt }),
    }
  }
  const closed = { ...unopened, publicKind, cipher: container.cipher }
  const hopeless = cannotDecrypt(container)
  if (hopeless?.outcome === 'unsupported') return { ...closed, unsupported: hopeless.what }
  if (hopeless) return { ...closed, corrupt: true }
  const sk = unsupportedType(publicKind?.type ?? null)
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
  const publicKind = readPublicKind(container.publicBlob)
  const section = readPrivateSection(bytes)
  const cipher = container.cipher === 'none' ? null : container.cipher
  const { components } = section
  if (!section.checksAgree)
    return { ...unopened, publicKind, cipher, corrupt: true, passphrase: 'unknown' }
  const unsupported = unsupportedType(publicKind?.type ?? null)
  return {
    components,
    publicKind,
    outerAgrees: components === null || publicBlobOf(components).equals(container.publicBlob),
    passphrase,
    unsupported,
    cipher,
    corrupt: unsupported === null && (components === null || !section.wellEnded),
    truncated: false,
  }
}

function openPem({ dek, bytes, form }: PemArmor, pem: string, passphrase: string | null): Opened {
  if (dek) return openDek(dek, bytes, form, passphrase)
  if (form !== 'pkcs8-encrypted') {
    const version1 = form === 'pkcs8' ? asPkcs8Version1(bytes) : null
    const readable = version1 === null ? pem : pemArmor(pemLabels.pkcs8, version1)
    return converted(readPem(readable, null), 'not-needed')
  }
  const closed = { ...unopened, cipher: 'pkcs8' }
  if (readDer(bytes) === null) return { ...closed, corrupt: true }
  const unaffordable = unaffordableDerivation(bytes)
  if (unaffordable !== null) return { ...closed, unsupported: unaffordable }
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
  const opened = converted(readPem(pemArmor(pemLabels[der.form], plain), null), 'accepted')
  return { ...opened, cipher: dek.cipher, truncated: der.truncated }
}

function converted(read: Converted, passphrase: 'not-needed' | 'accepted'): Opened {
  const opened = { ...unopened, passphrase }
  if (read.outcome === 'failed') return { ...opened, corrupt: true }
  if (read.outcome === 'unsupported') return { ...opened, unsupported: read.what }
  return { ...opened, components: read.components }
}

function unsupportedType(type: string | null): string | null {
  if (type === 'ssh-dss') return 'DSA'
  if (type?.startsWith('sk-')) return 'FIDO sk'
  if (type?.startsWith('ssh-xmss')) return 'XMSS'
  return type?.includes('-cert-v0') ? 'certificate' : null
}

import type { KeyDamage, KeyFacts, KeyForm } from '../facts'
import { type Armoured, readArmour } from './armour'
import { readByClients, type Reading } from './client-acceptance'
import { type Components, publicBlobOf, typeOf } from './components'
import { halvesAgree } from './halves'
import { openKey } from './open-key'
import { type Ppk, readPpk } from './ppk'
import { bitLength, describePublicHalf, type PublicHalf } from './public-half'
import { recognise } from './recognise'
import { unwrap } from './wrappings'

/** Facts that the text alone gives; where it came from is the stage's to say. */
type TextFacts = Omit<KeyFacts, 'from' | 'path' | 'fileError'>

export interface ReadKey {
  readonly facts: TextFacts
  /** The private key itself, when it can sign. Secret. */
  readonly components: Components | null
  /** Every text that the key went through on its way here. Secret. */
  readonly layers: readonly string[]
}

/** The largest GitHub secret has 48 KB, and RSA of 16384 bits needs 13 KB: beyond this nothing is read at all. */
export const largestKey = 1024 * 1024

/** What OpenSSH accepts (SSH_RSA_MINIMUM_MODULUS_SIZE, OPENSSL_RSA_MAX_MODULUS_BITS). */
const rsaBits = { least: 1024, most: 16_384 }

const nobody: KeyFacts['readBy'] = { openssh: false, go: false, ssh2: false }

/** Reads a key text in any form and damage; never throws, and takes bounded time. */
export function readPrivateKey(given: string, passphrase: string | null): ReadKey {
  const size = { lines: countLines(given), bytes: Buffer.byteLength(given) }
  if (size.bytes > largestKey)
    return { facts: { ...noKey('unknown', []), ...size }, components: null, layers: [] }
  const { text, damage, layers } = unwrap(given)
  const ppk = readPpk(text)
  if (ppk) return withSize(size, fromPpk(ppk, given, passphrase, damage), layers)
  const armoured = readArmour(text)
  if (armoured)
    return withSize(size, fromArmour(armoured, given, passphrase, damage), [
      ...layers,
      ...(armoured.repaired === null ? [] : [armoured.repaired]),
    ])
  const { form, publicHalf } = recognise(text)
  const facts = { ...noKey(form, damage), ...publicFacts(publicHalf) }
  return withSize(size, { facts, components: null }, layers)
}

type Sizeless = Omit<TextFacts, 'lines' | 'bytes'>

function withSize(
  size: Pick<KeyFacts, 'lines' | 'bytes'>,
  read: { facts: Sizeless; components: Components | null },
  layers: readonly string[],
): ReadKey {
  return { facts: { ...read.facts, ...size }, components: read.components, layers }
}

function noKey(form: KeyForm, damage: readonly KeyDamage[]): Sizeless {
  return {
    form,
    damage,
    usable: false,
    passphrase: 'unknown',
    type: null,
    bits: null,
    fingerprint: null,
    publicKey: null,
    halvesAgree: null,
    unsupported: null,
    readBy: nobody,
  }
}

function publicFacts(half: PublicHalf | null) {
  if (half === null) return {}
  return {
    type: half.type,
    bits: half.bits,
    fingerprint: half.fingerprint,
    publicKey: half.line,
  }
}

function fromPpk(
  ppk: Ppk,
  given: string,
  passphrase: string | null,
  damage: readonly KeyDamage[],
): { facts: Sizeless; components: Components | null } {
  const read = ppk.open(passphrase)
  const agree = read && halvesAgree(read)
  const components = agree ? read : null
  const asks = (): KeyFacts['passphrase'] => {
    if (!ppk.encrypted) return 'not-needed'
    if (passphrase === null) return 'missing'
    if (components) return 'accepted'
    return ppk.form === 'ppk-2' ? 'wrong' : 'unknown'
  }
  const facts = {
    ...noKey(
      ppk.form,
      damage.filter((each) => each !== 'carriage-returns'),
    ),
    ...publicFacts(ppk.publicHalf),
    usable: components !== null,
    passphrase: asks(),
    halvesAgree: ppk.encrypted && !agree ? null : agree,
    readBy: {
      openssh: false,
      go: false,
      // PuTTY 0.75 and later write version 3, which ssh2 1.17 does not know; of version 2 it knows RSA and DSA.
      ssh2: ppk.form === 'ppk-2' && ppk.publicHalf?.type === 'ssh-rsa' && given.startsWith('PuTTY'),
    },
  }
  return { facts, components }
}

function fromArmour(
  armoured: Armoured,
  given: string,
  passphrase: string | null,
  wrapping: readonly KeyDamage[],
): { facts: Sizeless; components: Components | null } {
  const { form } = armoured
  const opened = openKey(armoured, passphrase)
  const unsupported = opened.unsupported ?? unsupportedSize(opened.components)
  const agree = opened.components && unsupported === null ? halvesAgree(opened.components) : null
  const broken = opened.damaged || agree === false || !opened.outerAgrees
  const damage = [...wrapping, ...armoured.damage]
  if (opened.truncated) damage.push('truncated')
  else if (broken && !damage.includes('truncated') && !damage.includes('body-damaged'))
    damage.push('body-damaged')
  const usable = agree === true && unsupported === null
  const half = opened.components
    ? describePublicHalf(publicBlobOf(opened.components))
    : opened.publicHalf
  const reading = {
    text: given,
    form,
    bytes: armoured.bytes,
    cipher: opened.cipher,
    passphrase,
    type: opened.components ? typeOf(opened.components) : (half?.type ?? null),
    unsupported,
  }
  const lost = opened.truncated || (opened.damaged && !opened.components)
  const read = lost ? nobody : readByClients(reading)
  const harmless = !broken && !lost && sameReaders(read, armoured, reading)
  const facts = {
    ...noKey(form, harmless ? [] : damage),
    ...publicFacts(half),
    usable,
    passphrase: opened.passphrase,
    halvesAgree: agree === null ? null : agree && opened.outerAgrees,
    unsupported,
    readBy: broken ? { ...read, openssh: false } : read,
  }
  return { facts, components: usable ? opened.components : null }
}

/** Whether every client that reads the repaired text reads the given one too: then nothing is wrong with it. */
function sameReaders(read: KeyFacts['readBy'], { repaired }: Armoured, reading: Reading): boolean {
  if (repaired === null) return false
  const ideal = readByClients({ ...reading, text: repaired })
  return read.openssh === ideal.openssh && read.go === ideal.go && read.ssh2 === ideal.ssh2
}

function unsupportedSize(components: Components | null): string | null {
  if (components?.kind !== 'rsa') return null
  const bits = bitLength(components.n)
  return bits < rsaBits.least || bits > rsaBits.most ? `RSA of ${bits} bits` : null
}

function countLines(text: string): number {
  if (text === '') return 0
  return text.split(/\r\n|\n|\r/).length - (/[\r\n]$/.test(text) ? 1 : 0)
}

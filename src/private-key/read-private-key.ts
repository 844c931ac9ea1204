import type { KeyCorruption, KeyFacts, KeyForm } from '../facts'
import { type PemArmor, readArmor } from './pem-armor'
import { readByClients, type Reading } from './client-acceptance'
import { type Components, publicBlobOf, typeOf } from './components'
import { openKey } from './open-key'
import { type Ppk, readPpk } from './ppk'
import { bitLength, type PublicKind, readPublicKind } from './public-half'
import { recognizeText } from './recognize'
import { mostRsaBits, VerifiedKey } from './verified-key'
import { unwrap } from './wrappings'

/** Facts of the text itself. The stage adds where the text came from. */
export type TextFacts = Omit<KeyFacts, 'from' | 'path' | 'fileError' | 'publicKeyBreaks'>

export interface ReadKey {
  readonly facts: TextFacts
  /** The private key itself, when it can sign. Secret. */
  readonly key: VerifiedKey | null
  /** Every text that the key went through on its way here. Secret. */
  readonly layers: readonly string[]
}

/** The largest GitHub secret has 48 KB, and RSA of 16384 bits needs 13 KB: beyond this nothing is read at all. */
export const largestKey = 1024 * 1024

/** The least that OpenSSH accepts (SSH_RSA_MINIMUM_MODULUS_SIZE). */
const leastRsaBits = 1024

const noClient: KeyFacts['readBy'] = { openssh: false, go: false, ssh2: false }

/** Reads a key text in any form, corrupt or not. Never throws, and takes bounded time. */
export function readPrivateKey(given: string, passphrase: string | null): ReadKey {
  const size = { lines: countLines(given), bytes: Buffer.byteLength(given) }
  if (size.bytes > largestKey)
    return { facts: { ...noKey('unknown', []), ...size }, key: null, layers: [] }
  const { text, corruption, layers } = unwrap(given)
  const ppk = readPpk(text)
  if (ppk) return withSize(size, fromPpk(ppk, given, passphrase, corruption), layers)
  const armored = readArmor(text)
  if (armored)
    return withSize(size, fromArmor(armored, given, passphrase, corruption), [
      ...layers,
      ...(armored.repaired === null ? [] : [armored.repaired]),
    ])
  const { form, publicKind } = recognizeText(text)
  const facts = { ...noKey(form, corruption), ...kindFacts(publicKind) }
  return withSize(size, { facts, key: null }, layers)
}

interface Read {
  readonly facts: Omit<TextFacts, 'lines' | 'bytes'>
  readonly key: VerifiedKey | null
}

function withSize(
  size: Pick<KeyFacts, 'lines' | 'bytes'>,
  { facts, key }: Read,
  layers: readonly string[],
): ReadKey {
  return { facts: { ...facts, ...size }, key, layers }
}

function noKey(form: KeyForm, corruption: readonly KeyCorruption[]): Read['facts'] {
  return {
    form,
    corruption,
    usable: false,
    passphrase: 'unknown',
    type: null,
    bits: null,
    fingerprint: null,
    publicKey: null,
    publicKeyMatches: null,
    unsupported: null,
    readBy: noClient,
  }
}

const kindFacts = (kind: PublicKind | null) =>
  kind === null ? {} : { type: kind.type, bits: kind.bits }

/** The only place where a public key enters the facts. */
function publicFacts(key: VerifiedKey | null, kind: PublicKind | null) {
  if (key === null) return kindFacts(kind)
  const { fingerprint, line: publicKey } = key
  return { ...kindFacts(readPublicKind(key.publicBlob)), fingerprint, publicKey }
}

function fromPpk(
  ppk: Ppk,
  given: string,
  passphrase: string | null,
  wrapping: readonly KeyCorruption[],
): Read {
  const read = ppk.open(passphrase)
  const verified = read && VerifiedKey.from(read)
  const unsupported = unsupportedSize(read, verified)
  const key = unsupported === null ? verified : null
  const asks = (): KeyFacts['passphrase'] => {
    if (!ppk.encrypted) return 'not-needed'
    if (passphrase === null) return 'missing'
    if (verified) return 'accepted'
    return ppk.form === 'ppk-2' ? 'wrong' : 'unknown'
  }
  const corruption = wrapping.filter((each) => each !== 'carriage-returns')
  const broken = !ppk.encrypted && !ppk.isOtherKind && verified === null && unsupported === null
  const facts = {
    ...noKey(ppk.form, broken ? [...corruption, 'body-corrupt' as const] : corruption),
    ...publicFacts(verified, ppk.publicKind),
    usable: key !== null,
    passphrase: asks(),
    publicKeyMatches: verified !== null ? true : broken && read !== null ? false : null,
    unsupported,
    readBy: {
      openssh: false,
      go: false,
      // PuTTY 0.75 and later write version 3, which ssh2 1.17 does not know; of version 2 it knows RSA and DSA.
      ssh2: ppk.form === 'ppk-2' && ppk.publicKind?.type === 'ssh-rsa' && given.startsWith('PuTTY'),
    },
  }
  return { facts, key }
}

function fromArmor(
  armored: PemArmor,
  given: string,
  passphrase: string | null,
  wrapping: readonly KeyCorruption[],
): Read {
  const { form } = armored
  const opened = openKey(armored, passphrase)
  const { components } = opened
  const verified = components && VerifiedKey.from(components)
  const unsupported = opened.unsupported ?? unsupportedSize(components, verified)
  const agree = components && !isTooLarge(components) ? verified !== null : null
  const broken = opened.corrupt || agree === false || !opened.outerAgrees
  const corruption = [...wrapping, ...armored.corruption]
  if (opened.truncated) corruption.push('truncated')
  else if (broken && !corruption.includes('truncated') && !corruption.includes('body-corrupt'))
    corruption.push('body-corrupt')
  const key = unsupported === null ? verified : null
  const kind = components ? readPublicKind(publicBlobOf(components)) : opened.publicKind
  const reading = {
    text: given,
    form,
    bytes: armored.bytes,
    cipher: opened.cipher,
    passphrase,
    type: components ? typeOf(components) : (kind?.type ?? null),
    unsupported,
  }
  const lost = opened.truncated || (opened.corrupt && !components)
  const read = lost ? noClient : readByClients(reading)
  const harmless = !broken && !lost && sameReaders(read, armored, reading)
  const facts = {
    ...noKey(form, harmless ? [] : corruption),
    ...publicFacts(verified, kind),
    usable: key !== null,
    passphrase: opened.passphrase,
    publicKeyMatches: agree === null ? null : agree && opened.outerAgrees,
    unsupported,
    readBy: broken ? { ...read, openssh: false } : read,
  }
  return { facts, key }
}

/** Whether every client that reads the repaired text reads the given one too: then nothing is wrong with it. */
function sameReaders(read: KeyFacts['readBy'], { repaired }: PemArmor, reading: Reading): boolean {
  if (repaired === null) return false
  const ideal = readByClients({ ...reading, text: repaired })
  return read.openssh === ideal.openssh && read.go === ideal.go && read.ssh2 === ideal.ssh2
}

const isTooLarge = (key: Components) => key.kind === 'rsa' && bitLength(key.n) > mostRsaBits

/** A short modulus without matching factors is corrupt, and says nothing about the size of the key. */
function unsupportedSize(key: Components | null, verified: VerifiedKey | null): string | null {
  if (key?.kind !== 'rsa') return null
  const bits = bitLength(key.n)
  return isTooLarge(key) || (verified && bits < leastRsaBits) ? `RSA of ${bits} bits` : null
}

function countLines(text: string): number {
  if (text === '') return 0
  return text.split(/\r\n|\n|\r/).length - (/[\r\n]$/.test(text) ? 1 : 0)
}

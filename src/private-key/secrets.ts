import type { KeyForm } from '../facts'
import { withoutPublicHalf } from './public-pieces'
import { writeKeyFile } from './openssh-key-v1'
import { readKeyOnce } from './read-once'
import { makeSigner } from './signer'

/** Shorter lines would mask innocent words, and give nothing of a key away. */
const shortest = 6

/** Any PEM armor line: the runner masks whole lines, and a masked BEGIN line would make every report unreadable. */
const armorLine =
  /(?<![-\u2010-\u2015])[-\u2010-\u2015]{2,}\s{0,3}(?:BEGIN|END)\s{0,3}[A-Z0-9 ]{0,40}[-\u2010-\u2015]{2,}/gi
const armorWord = /^[-\u2010-\u2015]{2}|[-\u2010-\u2015]{2}$|^(?:OPENSSH|PRIVATE|ENCRYPTED)$/i
const header =
  /^(?:PuTTY-User-Key-File-\d|Proc-Type|Encryption|Comment|Public-Lines|Private-Lines|Key-Derivation|Argon2-[A-Za-z]+) ?:/i

/** What of a key must not be shown. */
export interface KeySecrets {
  /** Lines to mask, as runners mask whole lines. */
  readonly lines: readonly string[]
  /** The same without the public half, and none at all when the text is a public key. */
  readonly pieces: readonly string[]
}

const publicForms: readonly KeyForm[] = [
  ...(['public-openssh', 'public-rfc4716', 'public-pem', 'openssh-certificate'] as const),
  ...(['known-hosts-line', 'x509-certificate', 'certificate-request'] as const),
]

/**
 * Every value that must be masked for this key: each line of it as given and in every form this program makes of it
 * (repaired, decoded, decrypted, converted), and the passphrase. Never an armor line, and no piece of the public key where it
 * was verified: that is no secret, and a mask would spoil the line to copy.
 */
export function keySecrets(keyText: string, passphrase: string | null): KeySecrets {
  const { facts, key, layers } = readKeyOnce(keyText, passphrase)
  const signer = key && makeSigner(key)
  const publicKey = key?.line ?? ''
  const keys = [
    keyText,
    ...layers,
    ...(key ? [writeKeyFile(key.components)] : []),
    ...(signer ? [signer.privatePem] : []),
  ]
  const phrases = passphrase === null ? [] : passphrase.split(/[\r\n]+/)
  const isSecret = (line: string) =>
    line.length >= shortest && !header.test(line) && !armorWord.test(line)
  const secret = (texts: readonly string[]) => [
    ...new Set(texts.map((line) => line.trim()).filter(isSecret)),
  ]
  const body = secret(keys.flatMap(bodyLines))
  const lines = body.filter((line) => !publicKey.includes(line))
  const isPublic = publicForms.includes(facts.form)
  const pieces = isPublic ? [] : body.flatMap(withoutPublicHalf(key?.publicBlob ?? null))
  return { lines: secret([...lines, ...phrases]), pieces: secret([...pieces, ...phrases]) }
}

/** A word of prose is shorter, and must not be masked only because it is next to a key. */
const isLong = (piece: string) => piece.length > 24

/** Lines are cut as the runner cuts them, and also where the body of a joined key was cut before. */
function bodyLines(text: string): string[] {
  const lines = text.replace(armorLine, '\n').split(/[\r\n]+|\\{1,4}[nr]/)
  const longEnough = lines.filter((line) => line.length >= shortest)
  return longEnough.flatMap((line) => [line, ...line.split(/\s+/).filter(isLong)])
}

import type { FingerprintForm, InputProblem } from '../facts'
import { decodeWide } from '../text/decode-text'
import { looksLikeKeyType, readKeyFields } from './public-key-line'

/** One fingerprint to compare with. The type is known when the text says it. */
export interface FingerprintPin {
  /** `SHA256:` and base64 without padding. */
  readonly fingerprint: string
  readonly type: string | null
}

/**
 * Reads the `fingerprint` input, in every shape that people paste, several on lines or between commas: `SHA256:…` with or
 * without its prefix or padding, a line of `ssh-keygen -l`, a public key line, a known_hosts line. MD5 and hexadecimal
 * SHA-256 are named as problems: no deploy client compares them (Go's ssh.FingerprintSHA256 is what easyssh-proxy does).
 */
export function readFingerprints(text: string): {
  readonly pins: readonly FingerprintPin[]
  readonly problems: readonly InputProblem[]
} {
  if (decodeWide(text) !== null) {
    const problem = { kind: 'fingerprint-malformed', input: 'fingerprint', form: 'utf-16' } as const
    return { pins: [], problems: [{ ...problem, shown: '' }] }
  }
  const pins: FingerprintPin[] = []
  const problems: InputProblem[] = []
  for (const entry of entries(text)) {
    const read = readEntry(entry)
    if (typeof read !== 'string') pins.push(read)
    else if (problems.length < mostProblems) {
      const shown = shownOf(entry, read)
      problems.push({ kind: 'fingerprint-malformed', input: 'fingerprint', form: read, shown })
    }
  }
  return { pins, problems }
}

/** Of a long text that is no list of fingerprints, the first entries say enough. */
const mostProblems = 20

/** Lines, then pieces between commas; a key line keeps its commas, which are in its host names or comment. */
function entries(text: string): readonly string[] {
  return text
    .split(/[\r\n]+/)
    .flatMap((line) => (keyFieldsOf(line) || /\(\w+\)\s*$/.test(line) ? [line] : line.split(',')))
    .map((entry) =>
      entry.trim().replace(/^(?:(["'`])(.*)\1|[\u2018\u201c](.*)[\u2019\u201d])$/, '$2$3'),
    )
    .filter((entry) => entry !== '' && !entry.startsWith('#'))
}

function readEntry(entry: string): FingerprintPin | FingerprintForm {
  if (/^(\$\{\{|\$[A-Za-z_{(])/.test(entry) || entry === '***') return 'unexpanded'
  const fields = keyFieldsOf(entry)
  if (fields) {
    const key = readKeyFields(...fields)
    if (typeof key === 'string') return 'public-key-corrupt'
    return { fingerprint: key.fingerprint, type: key.type }
  }
  const words = entry.split(/\s+/)
  if (words.some((word) => /^(MD5:)?[0-9a-f]{2}(:[0-9a-f]{2}){15}$/i.test(word))) return 'md5'
  if (words.some((word) => /^([0-9a-f]{64}|[0-9a-f]{2}(:[0-9a-f]{2}){31})$/i.test(word)))
    return 'hex-sha256'
  const prefixed = words.find((word) => /^SHA-?256:/i.test(word))
  const bare = words.find((word) => /^[A-Za-z0-9+/_-]{43}=?$/.test(word))
  const given = prefixed?.replace(/^SHA-?256:/i, '') ?? bare ?? words[0] ?? ''
  const [, body] = /^([A-Za-z0-9+/_-]+)=*$/.exec(given) ?? []
  if (body === undefined) return 'not-base64'
  if (body.length !== 43) return 'wrong-length'
  const standard = body.replaceAll('-', '+').replaceAll('_', '/')
  return { fingerprint: `SHA256:${standard}`, type: typeOfListing(words) }
}

/** The `type base64` pair of a public key or known_hosts line. */
function keyFieldsOf(entry: string): [string, string] | null {
  const words = entry.trim().split(/[ \t]+/)
  const at = words.findIndex(looksLikeKeyType)
  const type = words[at]
  const base64 = words[at + 1]
  return type === undefined || base64 === undefined || at > 2 ? null : [type, base64]
}

/** The type that `ssh-keygen -l` prints last, `256 SHA256:… comment (ED25519)`; null for a bare fingerprint. */
function typeOfListing(words: readonly string[]): string | null {
  switch (words.at(-1)) {
    case '(ED25519)':
      return 'ssh-ed25519'
    case '(RSA)':
      return 'ssh-rsa'
    case '(DSA)':
      return 'ssh-dss'
    case '(ECDSA)':
      return /^(256|384|521)$/.test(words[0] ?? '') ? `ecdsa-sha2-nistp${words[0] ?? ''}` : null
    default:
      return null
  }
}

/** What is safe to print, to be cut by who knows the secrets: fingerprints and public keys are public; a text of no such form may be a secret put in the wrong place. */
function shownOf(entry: string, form: FingerprintForm): string {
  if (form === 'md5' || form === 'hex-sha256' || form === 'public-key-corrupt') return entry
  return /^(SHA-?256|MD5):/i.test(entry) ? entry : `${entry.length} characters`
}

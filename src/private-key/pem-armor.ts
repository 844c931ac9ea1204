import type { KeyCorruption } from '../facts'
import { readDer, type DerForm } from './der'
import { pemArmor, magic, readContainer } from './openssh-key-v1'
import { blockBytes, type DekInfo } from './pem-encryption'

export type PemForm = 'openssh' | DerForm

/** A private key without its PEM armor (RFC 7468), even where the armor is corrupt. */
export interface PemArmor {
  readonly form: PemForm
  readonly bytes: Buffer
  /** Outermost first. Only `truncated` and `body-corrupt` cannot be repaired. */
  readonly corruption: readonly KeyCorruption[]
  /** The PEM that everybody reads; null when too much is lost. */
  readonly repaired: string | null
  /** RFC 1421 encryption of the body; null when there is none. */
  readonly dek: DekInfo | null
}

const dash = '[-\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d]'
// A run of dashes is read from its start only, or a long one would take the square of its length.
const marker = (word: string) =>
  new RegExp(
    `(?:(?<!${dash})${dash}+)?[ \\t]{0,3}\\b${word}\\s{0,3}(OPENSSH|RSA|EC|DSA|ENCRYPTED|)\\s{0,3}PRIVATE\\s{0,3}KEY[ \\t]{0,3}${dash}*`,
    'gi',
  )

/** The label of each form between its BEGIN and END. */
export const pemLabels: Readonly<Record<PemForm, string>> = {
  openssh: 'OPENSSH PRIVATE KEY',
  pkcs1: 'RSA PRIVATE KEY',
  sec1: 'EC PRIVATE KEY',
  'dsa-pem': 'DSA PRIVATE KEY',
  pkcs8: 'PRIVATE KEY',
  'pkcs8-encrypted': 'ENCRYPTED PRIVATE KEY',
}

const ecParameters =
  /^\s*-----BEGIN EC PARAMETERS-----[\sA-Za-z0-9+/=]*-----END EC PARAMETERS-----\s*$/

interface Parts {
  readonly label: string | null
  readonly before: string
  readonly inner: string
  readonly after: string
  readonly begin: string | null
  readonly end: string | null
}

/** Finds a private key in a text without carriage returns; null when there is no sign of one. */
export function readArmor(text: string): PemArmor | null {
  const parts = split(text)
  const { dek, base64, strange } = readBody(parts.inner)
  const bytes = Buffer.from(base64, 'base64')
  const formFromLabel = formOfLabel(parts.label)
  const found = dek ? null : formOfBytes(bytes)
  const bare = parts.begin === null && parts.end === null
  if (bare && (found === null || strange || base64.length < 60)) return null
  const form = found?.form ?? formFromLabel
  if (form === null) return null
  const cut =
    base64 === '' ||
    (dek
      ? bytes.length % blockBytes(dek) !== 0
      : (found?.truncated ?? (parts.begin === null || startIsLost(form, bytes, base64))))
  const corruption = [
    ...shape(parts),
    ...(!dek && formFromLabel !== null && found !== null && found.form !== formFromLabel
      ? (['header-disagrees'] as const)
      : []),
    ...(cut || (!strange && lostPadding(base64)) ? (['truncated'] as const) : []),
    ...(!cut && (strange || (!dek && found === null)) ? (['body-corrupt'] as const) : []),
  ]
  return {
    form,
    bytes,
    corruption,
    repaired:
      cut || strange ? null : pemArmor(pemLabels[form], bytes, 64, dek ? headersOf(dek) : ''),
    dek,
  }
}

/** The first END and the last BEGIN before it, as Go's pem.Decode pairs them; what is missing reaches to the edge. */
function split(text: string): Parts {
  const end = [...text.matchAll(marker('END'))][0]
  const begins = [...text.matchAll(marker('BEGIN'))]
  const begin = end ? begins.findLast((each) => each.index < end.index) : begins[0]
  const from = begin ? begin.index + begin[0].length : 0
  const to = end ? end.index : text.length
  return {
    label: begin?.[1] ?? end?.[1] ?? null,
    before: begin ? text.slice(0, begin.index) : '',
    inner: withoutRemnants(text.slice(from, to)),
    after: end ? text.slice(end.index + end[0].length) : '',
    begin: begin?.[0] ?? null,
    end: end?.[0] ?? null,
  }
}

/** Takes off the rest of a marker that was cut: `-----END OPENSSH PRI`, `RIVATE KEY-----`. */
function withoutRemnants(inner: string): string {
  const line = inner.trimStart().split('\n', 1)[0] ?? ''
  const headless = line.trimEnd().endsWith('--')
    ? inner.slice(inner.indexOf(line) + line.length)
    : inner
  return headless.replace(/\n-{1,40}(?:E|EN|END[A-Z ]{0,30})?\s*$/, '\n')
}

/** Corruption of lines and markers: where the text is, not what it says. */
function shape(parts: Parts): KeyCorruption[] {
  const { before, inner, after, begin, end } = parts
  const corruption: KeyCorruption[] = []
  const linesLost = begin !== null && end !== null && joined(inner)
  const whole = `${begin ?? ''}${inner}${end ?? ''}`
  if (linesLost) corruption.push('line-breaks-lost')
  else {
    const isIndented = before.trim() === '' && /[ \t]$/.test(before)
    if (isIndented || /\n[ \t]+\S/.test(whole)) corruption.push('indented')
    if (/[ \t]\n/.test(whole) || /^[ \t]+(?:\n|$)/.test(after)) corruption.push('trailing-spaces')
  }
  if (before.trim() !== '') {
    if (!ecParameters.test(before)) corruption.push('text-before')
  } else if (before.includes('\n')) corruption.push('leading-empty-lines')
  if (after.trim() !== '')
    corruption.push(marker('BEGIN').test(after) ? 'second-key' : 'text-after')
  if ([begin, end].some((each) => each !== null && !exactMarker.test(each)) || mixed(begin, end))
    corruption.push('markers-corrupt')
  if (begin === null || end === null) corruption.push('marker-missing')
  if (ecParameters.test(before)) corruption.push('ec-parameters')
  if (end !== null && !/^[ \t]*\n/.test(after) && after.trim() === '')
    corruption.push('missing-newline')
  return corruption
}

const exactMarker = /^-----(?:BEGIN|END) (?:(?:OPENSSH|RSA|EC|DSA|ENCRYPTED) )?PRIVATE KEY-----$/

const mixed = (begin: string | null, end: string | null) =>
  begin !== null && end !== null && begin.replace('BEGIN', 'END') !== end

/** Whether the markers or the encryption headers share a line with the body. */
function joined(inner: string): boolean {
  if (inner.trim() === '') return !inner.includes('\n')
  if (!/^[ \t]*\n/.test(inner) || !/\n[ \t]*$/.test(inner)) return true
  return inner.includes('DEK-Info') && !headerLines.test(inner)
}

const headerLines = /^\s*Proc-Type: *4, *ENCRYPTED *\nDEK-Info: *[A-Z0-9-]+, *[0-9A-F]+ *\n/i

interface Body {
  readonly dek: DekInfo | null
  readonly base64: string
  /** Characters that base64 does not have. */
  readonly strange: boolean
}

function readBody(inner: string): Body {
  const info = /Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*([A-Z0-9-]{3,20}),\s*/i.exec(inner)
  if (info) {
    const cipher = info[1]?.toUpperCase() ?? ''
    const rest = inner.slice(info.index + info[0].length)
    // Where all spaces are lost, hex digits and base64 run together. The cipher determines where the vector ends.
    const hex = rest.slice(0, cipher.startsWith('DES') ? 16 : 32)
    const iv = Buffer.from(hex, 'hex')
    if (iv.length * 2 === hex.length && iv.length > 0)
      return { dek: { cipher, iv }, ...clean(rest.slice(hex.length)) }
  }
  // Headers of a body that is not encrypted (RFC 1421) say nothing that a key needs.
  return { dek: null, ...clean(inner.replace(/^[A-Za-z-]{1,40}: [^\n]*$/gm, '')) }
}

function clean(text: string): { base64: string; strange: boolean } {
  const base64 = text.replace(/\s+/g, '')
  return { base64, strange: !/^[A-Za-z0-9+/]*={0,2}$/.test(base64) }
}

const headersOf = (dek: DekInfo) =>
  `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${dek.cipher},${dek.iv.toString('hex').toUpperCase()}\n\n`

/**
 * Whether a body begins with something else than its label promises; one changed character leaves more of it. Where the
 * beginning is further down, or in another case, its lines were moved or its letters changed, and nothing is lost.
 */
function startIsLost(form: PemForm, bytes: Buffer, base64: string): boolean {
  if (form !== 'openssh') return bytes[0] !== 0x30 && bytes[1] !== 0x82 && bytes[1] !== 0x81
  if (/b3BlbnNzaC1rZXktdjE/i.test(base64)) return false
  return magic.filter((byte, index) => byte === bytes[index]).length < 8
}

/** A body whose last characters are gone although all bytes are there. */
const lostPadding = (base64: string) => base64.length % 4 !== 0

function formOfLabel(label: string | null): PemForm | null {
  if (label === null) return null
  const name = `${label.toUpperCase()} PRIVATE KEY`.trim()
  const forms: readonly PemForm[] = [
    'openssh',
    'pkcs1',
    'sec1',
    'dsa-pem',
    'pkcs8',
    'pkcs8-encrypted',
  ]
  return forms.find((form) => pemLabels[form] === name) ?? null
}

function formOfBytes(bytes: Buffer): { form: PemForm; truncated: boolean } | null {
  if (bytes.length >= 11 && bytes.subarray(0, 11).equals(magic.subarray(0, 11)))
    return { form: 'openssh', truncated: readContainer(bytes) === 'truncated' }
  const der = readDer(bytes)
  return der && { form: der.form, truncated: der.truncated }
}

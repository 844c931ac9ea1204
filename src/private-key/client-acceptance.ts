import type { KeyFacts } from '../facts'
import { readBySsh2 } from '../ssh/ssh2-keys'
import { type PemForm, pemLabels } from './pem-armor'

/**
 * Whether the three families of deploy clients read a key text exactly as it was given: OpenSSH's own programs (ssh,
 * scp, sftp, rsync, ssh-add), Go's x/crypto/ssh and Node's ssh2. Measured against OpenSSH 9.2, x/crypto 0.24 and
 * ssh2 1.17; ssh2 is simply asked.
 */
export interface Reading {
  readonly text: string
  readonly form: PemForm
  /** The decoded body that the repaired text holds. */
  readonly bytes: Buffer
  /** Name of the cipher of an encrypted key; null when it is not encrypted. */
  readonly cipher: string | null
  readonly passphrase: string | null
  /** SSH name of the key type; null when it could not be read. */
  readonly type: string | null
  /** As in KeyFacts. */
  readonly unsupported: string | null
}

export function readByClients(reading: Reading): KeyFacts['readBy'] {
  return { openssh: openssh(reading), go: go(reading), ssh2: nodeSsh2(reading) }
}

/** sshkey.c of OpenSSH 9.2: its own format by exact bytes, everything else by OpenSSL's PEM reader. */
function openssh(reading: Reading): boolean | null {
  const { form, type, text } = reading
  const body = form === 'openssh' ? opensshBody(text) : opensslBody(text)
  if (!body || !holds(body, reading)) return false
  if (/^(?:curve|Ed448|X|RSA|Diff|unknown)/.test(reading.unsupported ?? '')) return false
  // Ed25519 in PKCS#8 is read since OpenSSH 9.6; DSA is gone since 10.0.
  if (form === 'dsa-pem' || type === 'ssh-dss' || (form === 'pkcs8' && type === 'ssh-ed25519'))
    return null
  if (form === 'pkcs8-encrypted' && type !== 'ssh-rsa' && !type?.startsWith('ecdsa-')) return null
  return true
}

/** private2_uudecode: the markers with their line feeds, to the byte, from the first character on. */
function opensshBody(text: string): Body | null {
  const begin = '-----BEGIN OPENSSH PRIVATE KEY-----\n'
  const end = '\n-----END OPENSSH PRIVATE KEY-----\n'
  if (!text.startsWith(begin)) return null
  const to = text.indexOf(end, begin.length - 1)
  if (to === -1) return null
  return { label: 'OPENSSH PRIVATE KEY', base64: text.slice(begin.length, to + 1) }
}

/**
 * PEM_read_bio of OpenSSL 3.0: skips a byte order mark and lines up to a BEGIN, cuts spaces and bytes past ASCII from
 * the end of every line, and takes an empty line only where headers end.
 */
function opensslBody(text: string): Body | null {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  // It compares signed bytes with the space, so bytes past ASCII are cut as well.
  const trimmed = lines.map((line) => cutEnd(line, (code) => code <= 32 || code >= 128))
  for (let start = 0; start < trimmed.length; start++) {
    const label = /^-----BEGIN (.*)-----$/.exec(trimmed[start] ?? '')?.[1]
    if (!label?.endsWith('PRIVATE KEY')) continue
    const end = trimmed.indexOf(`-----END ${label}-----`, start)
    if (end === -1) return null
    const inner = trimmed.slice(start + 1, end)
    const emptyLine = inner.indexOf('')
    const headers = inner.filter((line) => line.includes(':')).length
    if (emptyLine !== (headers > 0 ? headers : -1) && emptyLine !== 0) return null
    return emptyLine === -1 || !inner.includes('', emptyLine + 1)
      ? { label, base64: withoutHeaders(inner) }
      : null
  }
  return null
}

/** x/crypto/ssh ParseRawPrivateKey (v0.24): the first PEM block decides. */
function go(reading: Reading): boolean | null {
  const { form, cipher, type } = reading
  const body = goBody(reading.text)
  if (!body || !holds(body, reading)) return false
  if (form === 'pkcs8-encrypted') return false
  // Go 1.24 and later refuse RSA under 1024 bits, earlier ones do not.
  if (reading.unsupported?.startsWith('RSA of')) return null
  if (/^(?:curve|Ed448|X|RSA|Diff|unknown)/.test(reading.unsupported ?? '')) return false
  if (form === 'openssh')
    return (
      (cipher === null || cipher === 'aes256-ctr' || cipher === 'aes256-cbc') &&
      type !== 'ssh-dss' &&
      !type?.startsWith('sk-')
    )
  return true
}

/** encoding/pem Decode of Go 1.26: the first END whose last BEGIN before it is at the start of a line. */
function goBody(text: string): Body | null {
  let from = 0
  for (;;) {
    const end = text.indexOf('\n-----END ', from)
    if (end === -1) return null
    const begin = text.slice(from, end).lastIndexOf('-----BEGIN ')
    const body = begin === -1 ? null : goBlock(text, from + begin, end)
    if (body) return body
    from = end + 1
  }
}

function goBlock(text: string, begin: number, end: number): Body | null {
  if (begin > 0 && text[begin - 1] !== '\n') return null
  const [first = '', ...lines] = text.slice(begin, end).split('\n').map(goLine)
  const label = /^-----BEGIN (.*)-----$/.exec(first)?.[1]
  const last = goLine(text.slice(end + 1).split('\n', 1)[0] ?? '')
  if (label === undefined || last !== `-----END ${label}-----`) return null
  const headers = lines.findIndex((line) => !line.includes(':'))
  if (lines.some((line) => line.indexOf('DEK-Info:') > 0)) return null
  const base64 = lines.slice(headers).join('')
  return /^[A-Za-z0-9+/=\s]*$/.test(base64) ? { label, base64 } : null
}

/** Cuts characters off the end of a line, in one pass. */
function cutEnd(line: string, cut: (code: number) => boolean): string {
  let end = line.length
  while (end > 0 && cut(line.charCodeAt(end - 1))) end--
  return line.slice(0, end)
}

const goLine = (line: string) =>
  cutEnd(line.endsWith('\r') ? line.slice(0, -1) : line, (code) => code === 32 || code === 9)

function nodeSsh2(reading: Reading): boolean | null {
  const { text, form, cipher, passphrase } = reading
  // Its patterns go over the text more than once: far longer than any key, and they would take seconds.
  if (text.length > 64 * 1024) return null
  try {
    // Its own bcrypt would take any number of rounds, and a text may hold more keys than the one that was read here.
    const isPem = !text.includes('OPENSSH')
    const read = readBySsh2(text, isPem ? (passphrase ?? '') : undefined)
    if (read !== 'encrypted') return read === 'private'
    // Its own bcrypt is as slow as ours, so the rest is taken from what was measured: all but ChaCha20 open.
    if (form === 'openssh' && cipher !== null)
      return (
        !cipher.startsWith('chacha20') && reading.type !== null && !reading.type.startsWith('sk-')
      )
    return passphrase === null
  } catch {
    return false
  }
}

interface Body {
  readonly label: string
  readonly base64: string
}

const withoutHeaders = (lines: readonly string[]) =>
  lines.filter((line) => !line.includes(':')).join('')

/** Whether a strict base64 reader gets the whole body out of it, under the right label. */
function holds({ label, base64 }: Body, reading: Reading): boolean {
  const packed = base64.replace(/[ \t\r\n]/g, '')
  if (label !== pemLabels[reading.form] || packed.length % 4 !== 0) return false
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return false
  return Buffer.from(packed, 'base64').equals(reading.bytes)
}

import type { KeyForm } from '../facts'
import { keyTypePattern } from '../knowledge/host-keys'
import { type PublicKind, readPublicKind } from './public-half'

/** What a text is when no private key that deploy clients read was found in it. */
export interface RecognizedText {
  readonly form: KeyForm
  /** What kind of public key it shows, where it shows one. */
  readonly publicKind: PublicKind | null
}

const publicLine = new RegExp(
  `(?:^|[ \\t])(${keyTypePattern}(-cert-v0[01]@openssh\\.com)?|sk-[a-z0-9-]+-cert-v01@openssh\\.com)[ \\t]+(AAAA[A-Za-z0-9+/]+=*)`,
  'm',
)

/** Markers of which one is enough to name a form, the most specific first. */
const marked: readonly (readonly [RegExp, KeyForm])[] = [
  [/-{2,5}\s?BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY/i, 'ssh-com'],
  [/SSH PRIVATE KEY FILE FORMAT 1\.1/, 'ssh1'],
  [/-BEGIN PGP/, 'pgp'],
  [/AGE-SECRET-KEY-|-BEGIN AGE ENCRYPTED FILE-/i, 'age'],
  [/"kty"\s*:/, 'jwk'],
  [/-BEGIN (?:NEW )?CERTIFICATE REQUEST-/, 'certificate-request'],
  [/-BEGIN (?:X509 |TRUSTED )?CERTIFICATE-/, 'x509-certificate'],
  [/-BEGIN (?:RSA |EC )?PUBLIC KEY-/, 'public-pem'],
]

/** Names the form of a text that is not a readable private key, only from its markers. `text` is already unwrapped. */
export function recognizeText(text: string): RecognizedText {
  const trimmed = text.trim()
  const bare = (form: KeyForm): RecognizedText => ({ form, publicKind: null })
  if (trimmed === '') return bare('empty')
  if (/^\*+$/.test(trimmed)) return bare('masked')
  const mark = marked.find(([pattern]) => pattern.test(trimmed))
  if (mark) return bare(mark[1])
  if (/-{2,5}\s?BEGIN SSH2 PUBLIC KEY/i.test(trimmed))
    return { form: 'public-rfc4716', publicKind: rfc4716(trimmed) }
  const line = publicLine.exec(trimmed)
  if (line) return publicLineForm(trimmed, line)
  if (/^AAAA[BCEG][A-Za-z0-9+/\s]{40,}=*$/.test(trimmed)) {
    const publicKind = readPublicKind(Buffer.from(trimmed, 'base64'))
    if (publicKind) return { form: 'public-openssh', publicKind }
  }
  if (unexpanded.test(trimmed)) return bare('unexpanded')
  if (trimmed.includes('\n') || trimmed.length > 200) return bare('unknown')
  return bare(path.test(trimmed) ? 'path' : 'password-like')
}

const unexpanded =
  /^(?:\$\{\{[^}]{0,200}\}?\}?|\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|%[A-Za-z_][A-Za-z0-9_]*%|\{\{[^}]{0,200}\}\}|(?:secrets|env|vars)\.[A-Za-z_][A-Za-z0-9_]*|undefined|null|None|\[object Object\])$/

const path =
  /^(?:file:\/\/\S|~[A-Za-z0-9_-]*[/\\]|\.{1,2}[/\\]|\/(?!\/)[\w.~-]+[\w./ ~-]*$|[A-Za-z]:[/\\]|%?[$\w{}%]*[/\\]?\.ssh[/\\])|(?:^|[/\\])id_(?:rsa|dsa|ecdsa|ed25519)[\w.-]*$|^[\w./\\-]{1,150}\.(?:pem|key|ppk|pub)$/

function publicLineForm(text: string, line: RegExpExecArray): RecognizedText {
  const publicKind = readPublicKind(Buffer.from(line[3] ?? '', 'base64'))
  if (line[2] !== undefined || (line[1] ?? '').includes('-cert-v01'))
    return { form: 'openssh-certificate', publicKind }
  const start = text.lastIndexOf('\n', line.index) + 1
  const inFront = text.slice(start, text.indexOf(line[1] ?? '', line.index)).trim()
  const isHost =
    /^(?:@[a-z-]+ )?(?:\|1\||[^=\s"]+$)/.test(inFront) && !authorizedOption.test(inFront)
  return { form: isHost ? 'known-hosts-line' : 'public-openssh', publicKind }
}

/** Options that stand before a key in authorized_keys (sshd(8)) and look like a host name. */
const authorizedOption =
  /^(?:no-|restrict|cert-authority|pty|agent-|port-|user-rc|x11-|verify-|touch-)/i

function rfc4716(text: string): PublicKind | null {
  const begin = text.indexOf('PUBLIC KEY ----') + 'PUBLIC KEY ----'.length
  const end = text.indexOf('---- END', begin)
  const lines = text.slice(begin, end === -1 ? undefined : end).split('\n')
  // A header's value goes on in the next line where a line ends in a backslash (RFC 4716 section 3.3).
  const body = lines.filter(
    (line, index) => !line.includes(':') && lines[index - 1]?.endsWith('\\') !== true,
  )
  return readPublicKind(Buffer.from(body.join(''), 'base64'))
}

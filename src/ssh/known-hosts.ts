import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HostKey, InputProblem, KnownHostsForm } from '../facts'
import { knownHostsName } from '../knowledge/host-keys'
import { decodeWide } from '../text/decode-text'
import { looksLikeKeyType, readKeyFields } from './public-key-line'

/** One line of known_hosts that names a host and port (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHostsLine {
  readonly line: number
  readonly key: HostKey
  readonly marker: 'none' | 'revoked' | 'cert-authority'
}

export interface KnownHosts {
  /** Lines for exactly this host and port. */
  readonly lines: readonly KnownHostsLine[]
  /** Lines for the bare name, when the port is not 22: OpenSSH takes them when no line has the port and the key is equal. */
  readonly withoutPort: readonly KnownHostsLine[]
  /** Other names of the same host: another port, or the name with or without one. */
  readonly near: readonly string[]
  readonly problems: readonly KnownHostsProblem[]
}

/** Of a long text that is no known_hosts file, the first lines say enough. */
const mostProblems = 20

type KnownHostsProblem = Extract<InputProblem, { readonly kind: 'known-hosts-malformed' }>

/**
 * Reads known_hosts text for one host and port, as OpenSSH 10 does (hostkeys_foreach in hostfile.c): comments and empty
 * lines are skipped, names may be comma lists with `*`, `?` and `!`, or hashed (`|1|salt|hash`). OpenSSH skips a line that it
 * cannot read, and never reads the key of a line for another host. So such a line is a problem only when no line was
 * good for this host, on its port or by its plain name.
 */
export function readKnownHosts(text: string, host: string, port: number): KnownHosts {
  if (decodeWide(text) !== null) {
    const problems = [problem(1, 'utf-16', '')]
    return { lines: [], withoutPort: [], near: [], problems }
  }
  const wanted = knownHostsName(host, port)
  const bare = knownHostsName(host, 22)
  const lines: KnownHostsLine[] = []
  const withoutPort: KnownHostsLine[] = []
  const near = new Set<string>()
  const broken: BrokenLine[] = []
  let used = 0

  text.split(/\r\n|\n|\r/).forEach((raw, index) => {
    const content = raw.replace(/^\uFEFF/, '').trim()
    if (content === '' || content.startsWith('#')) return
    used++
    const line = index + 1
    const read = readLine(content)
    if ('form' in read) {
      const forHost =
        read.names !== null && (namesHost(read.names, wanted) || namesHost(read.names, bare))
      broken.push({ forHost, problem: problem(line, read.form, content) })
      return
    }
    const entry = { line, key: read.key, marker: read.marker }
    if (namesHost(read.names, wanted)) lines.push(entry)
    else if (namesHost(read.names, bare)) {
      withoutPort.push(entry)
      near.add(bare)
    } else for (const name of otherPorts(read.names, bare)) near.add(name)
  })

  if (used === 0) broken.push({ forHost: true, problem: problem(1, 'no-lines', '') })
  const good = { forHost: lines.length + withoutPort.length, forAnybody: used - broken.length }
  return { lines, withoutPort, near: [...near], problems: problemsOf(broken, good) }
}

interface BrokenLine {
  /** Its names were read, and are those of the host. */
  readonly forHost: boolean
  readonly problem: KnownHostsProblem
}

/** The lines that keep ssh from knowing the host. A text that is no known_hosts at all says so before its other lines do. */
function problemsOf(
  broken: readonly BrokenLine[],
  good: { readonly forHost: number; readonly forAnybody: number },
): readonly KnownHostsProblem[] {
  if (good.forHost > 0) return []
  const wrongText = broken.find(
    ({ problem: { form } }) => form === 'private-key' || form === 'unexpanded',
  )
  if (wrongText) return [wrongText.problem]
  const relevant = good.forAnybody > 0 ? broken.filter(({ forHost }) => forHost) : broken
  return relevant.slice(0, mostProblems).map(({ problem }) => problem)
}

interface ReadLine {
  readonly names: string
  readonly key: HostKey
  readonly marker: KnownHostsLine['marker']
}

/** What is wrong with a line, and its names where they could be read. */
interface UnreadLine {
  readonly form: KnownHostsForm
  readonly names: string | null
}

function readLine(content: string): ReadLine | UnreadLine {
  const wrong = (form: KnownHostsForm, names: string | null = null) => ({ form, names })
  if (/^-----BEGIN|PRIVATE KEY-----/.test(content)) return wrong('private-key')
  if (/^(\$\{\{|\$[A-Za-z_{(]|\*\*\*$)/.test(content)) return wrong('unexpanded')
  const fields = content.split(/[ \t]+/)
  let marker: KnownHostsLine['marker'] = 'none'
  if (fields[0]?.startsWith('@')) {
    const name = fields.shift()
    if (name === '@revoked') marker = 'revoked'
    else if (name === '@cert-authority') marker = 'cert-authority'
    else return wrong('unknown-marker', fields[0])
  }
  const [names, type, base64] = fields
  if (names === undefined || type === undefined || base64 === undefined)
    return wrong('too-few-fields', names)
  // A public key line without the host in front: `ssh-ed25519 AAAA… comment`.
  if (looksLikeKeyType(names) && !looksLikeKeyType(type)) return wrong('too-few-fields')
  const key = readKeyFields(type, base64)
  return typeof key === 'string' ? wrong(key, names) : { names, key, marker }
}

/** Shows a line, to be cut by who knows the secrets, only when it has the words of one: another text may be a secret. */
function problem(line: number, form: KnownHostsForm, content: string): KnownHostsProblem {
  const words = content.split(/[ \t]+/)
  const isLine = words.some(looksLikeKeyType) || content.startsWith('@')
  const shown = isLine ? content : `${content.length} characters`
  return { kind: 'known-hosts-malformed', input: 'known_hosts', line, form, shown }
}

/** Whether the names field matches: any pattern, unless one with `!` matches too (OpenSSH match_hostname). */
function namesHost(names: string, wanted: string): boolean {
  if (names.startsWith('|')) return hashedNameMatches(names, wanted)
  let matches = false
  for (const pattern of names.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), wanted)) return false
    } else if (matchesPattern(pattern, wanted)) matches = true
  }
  return matches
}

/** `*` any text, `?` one character (ssh_config(5), PATTERNS). Walks back to the last star only, so it stays quadratic. */
function matchesPattern(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** `|1|` base64 salt `|` base64 HMAC-SHA1 of the name under the salt (OpenSSH hostfile.c). */
function hashedNameMatches(hashed: string, wanted: string): boolean {
  const [, magic, salt, hash] = hashed.split('|')
  if (magic !== '1' || salt === undefined || hash === undefined) return false
  const stored = Buffer.from(hash, 'base64')
  const computed = createHmac('sha1', Buffer.from(salt, 'base64')).update(wanted).digest()
  return stored.length === computed.length && timingSafeEqual(stored, computed)
}

/** Plain names of the same host with another port; hashed ones can't be read. */
function otherPorts(names: string, bare: string): readonly string[] {
  if (names.startsWith('|')) return []
  return names
    .toLowerCase()
    .split(',')
    .filter((name) => name === bare || name === `[${bare}]` || name.startsWith(`[${bare}]:`))
}

import type { View } from '../view'
import { type KeyCorruption, type KeyFacts, type KeyForm } from '../../facts'
import { list, literal, say, type Words } from '../../text/words'
import type { Evidence, Fix, Judgment } from '../cause'
import { pasteByHand, replaceKey } from '../fixes/replace-key'

/** The causes that a damaged text can have. One damaged text is one finding, however many damages it has. */
type CorruptionCause =
  | 'key/line-breaks-lost'
  | 'key/truncated'
  | 'key/encoded'
  | 'key/damaged'
  | 'key/carriage-returns'
  | 'key/missing-newline'

export interface CorruptionEvidence extends Evidence {
  readonly from: 'key' | 'key_path'
  readonly form: KeyForm
  readonly corruption: readonly KeyCorruption[]
  readonly usable: boolean
  readonly publicKeyMatches: boolean | null
  readonly lines: number
  readonly bytes: number
  /** Which deploy clients read the text as it is: OpenSSH's programs, Go, Node's ssh2. */
  readonly openssh: boolean | null
  readonly go: boolean | null
  readonly ssh2: boolean | null
}

const causeOf: Readonly<Record<KeyCorruption, CorruptionCause>> = {
  'byte-order-mark': 'key/damaged',
  'invisible-characters': 'key/damaged',
  quoted: 'key/encoded',
  'escaped-newlines': 'key/line-breaks-lost',
  'base64-encoded': 'key/encoded',
  'url-encoded': 'key/encoded',
  'carriage-returns': 'key/carriage-returns',
  'carriage-returns-only': 'key/carriage-returns',
  'line-breaks-lost': 'key/line-breaks-lost',
  indented: 'key/damaged',
  'trailing-spaces': 'key/damaged',
  'leading-empty-lines': 'key/damaged',
  'text-before': 'key/damaged',
  'text-after': 'key/damaged',
  'second-key': 'key/damaged',
  'markers-corrupt': 'key/damaged',
  'marker-missing': 'key/truncated',
  'header-disagrees': 'key/damaged',
  'ec-parameters': 'key/damaged',
  'missing-newline': 'key/missing-newline',
  truncated: 'key/truncated',
  'body-corrupt': 'key/damaged',
}

const privateForms: readonly KeyForm[] = [
  'openssh',
  'pkcs1',
  'sec1',
  'dsa-pem',
  'pkcs8',
  'pkcs8-encrypted',
]

/** The damage that names the finding: what can't be repaired, else the outermost; null when nothing is damaged. */
export function mainCorruption(key: KeyFacts): KeyCorruption | null {
  if (!privateForms.includes(key.form) || key.unsupported !== null) return null
  const { corruption } = key
  for (const fatal of ['truncated', 'body-corrupt'] as const)
    if (corruption.includes(fatal)) return fatal
  // Quotes around literal \n are one thing, a quoted string; what hurts is that its line breaks are gone.
  if (corruption[0] === 'quoted' && corruption.includes('escaped-newlines'))
    return 'escaped-newlines'
  return corruption[0] ?? null
}

/** Judges whether the damage of the key belongs to this cause. */
export function judgeCorruption(
  id: CorruptionCause,
  view: View,
): Judgment<CorruptionEvidence> | null {
  const key = view.key
  const leading = key && mainCorruption(key)
  if (!key || !leading || causeOf[leading] !== id) return null
  const { openssh, go, ssh2 } = key.readBy
  const isUnreadable = ![openssh, go, ssh2].some((reads) => reads !== false)
  const isError = (isUnreadable && leading !== 'missing-newline') || !(key.usable || locked(key))
  return {
    certainty: 'proved',
    severity: isError ? 'error' : 'warning',
    masksLater: isError && !key.usable,
    evidence: {
      from: key.from,
      form: key.form,
      corruption: [leading, ...key.corruption.filter((each) => each !== leading)],
      usable: key.usable,
      publicKeyMatches: key.publicKeyMatches,
      lines: key.lines,
      bytes: key.bytes,
      openssh,
      go,
      ssh2,
    },
  }
}

/** Not usable for want of the passphrase, which is a finding of its own. */
const locked = (key: KeyFacts) => key.passphrase === 'missing' || key.passphrase === 'wrong'

const words: Readonly<Record<KeyCorruption, string>> = {
  'byte-order-mark': 'a byte order mark stands before the first line',
  'invisible-characters': 'invisible characters or no-break spaces are in it',
  quoted: 'it is wrapped in quotes',
  'escaped-newlines': 'its line breaks are written as \\n',
  'base64-encoded': 'the whole file was encoded in base64 once more',
  'url-encoded': 'it was encoded for a URL, with %0A where its line breaks should be',
  'carriage-returns': 'its lines end in Windows line breaks (CR LF)',
  'carriage-returns-only': 'its lines end in a carriage return alone (CR)',
  'line-breaks-lost': 'its lines were joined into one',
  indented: 'its lines are indented',
  'trailing-spaces': 'there are blanks at the end of lines',
  'leading-empty-lines': 'there are empty lines before it',
  'text-before': 'there is other text before it',
  'text-after': 'there is other text after it',
  'second-key': 'a second private key follows the first',
  'markers-corrupt': 'its BEGIN or END line is misspelt',
  'marker-missing': 'its BEGIN or END line is missing',
  'header-disagrees': 'its BEGIN line names another format than the one it holds',
  'ec-parameters': 'a block of EC parameters stands before it',
  'missing-newline': 'the line break at the very end is missing',
  truncated: 'a part of it is missing',
  'body-corrupt': 'characters in it were changed',
}

/** One damage as a half-sentence about the key: "its lines were joined into one". */
export const corruptionWords = (corruption: KeyCorruption): Words => literal(words[corruption])

/** What was seen of a damaged text, and who can read it nevertheless. */
export function observedOf(evidence: CorruptionEvidence): Words[] {
  const [leading, ...others] = evidence.corruption
  const { lines, bytes } = evidence
  return [
    say`The key text has ${literal(count(lines, 'line'))} and ${literal(count(bytes, 'byte'))}${leading ? say`: ${corruptionWords(leading)}` : literal('')}.`,
    ...(others.length > 0
      ? [say`Beside that, ${list(others.map(corruptionWords), ', ', ' and ')}.`]
      : []),
    ...(leading === 'body-corrupt' && !evidence.usable
      ? [
          literal(
            'A client that loads it all the same signs with a wrong key, and the server refuses.',
          ),
        ]
      : readers(evidence)),
    ...(evidence.usable
      ? [literal('For this check it was repaired in memory, so that the rest could be looked at.')]
      : []),
  ]
}

const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`

const clients = {
  openssh: 'OpenSSH’s own programs (ssh, scp, sftp, rsync, ssh-add)',
  go: 'Go clients (appleboy/ssh-action, appleboy/scp-action)',
  ssh2: 'clients built on Node’s ssh2',
} as const

/** Who reads the text as it is, and who does not; nothing where nobody can. */
export function readers(evidence: Pick<CorruptionEvidence, 'openssh' | 'go' | 'ssh2'>): Words[] {
  const named = (reads: boolean) =>
    (['openssh', 'go', 'ssh2'] as const).filter((client) => evidence[client] === reads)
  const able = named(true).map((client) => literal(clients[client]))
  const unable = named(false).map((client) => literal(clients[client]))
  if (able.length === 0)
    return unable.length === 3 ? [literal('No SSH client reads it like this.')] : []
  if (unable.length === 0) return [say`All deploy clients read it: ${list(able, '; ', '; ')}.`]
  return [
    say`It breaks in ${list(unable, ', in ', ' and in ')}.`,
    say`It is read by ${list(able, ', by ', ' and by ')}.`,
  ]
}

/** Where a text was damaged on the way, the way is walked again. */
export function repairFixes(view: View, first: readonly Fix[] = []): Fix[] {
  const key = view.key
  return key ? [...first, replaceKey(view, key), ...pasteByHand(view)] : [...first]
}

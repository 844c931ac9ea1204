import { type KeyCorruption, type KeyFacts, type KeyForm } from '../../facts'
import { list, literal, say, type Words } from '../../text/words'
import type { Judgment } from '../cause'
import type { View } from '../view'
import { isReadByAll } from './key-uses'
import { followingSteps, ourText, sameText, textOf } from './following-steps'

/** The causes of a corrupt key text. One text is one finding, however much of it is corrupt. */
type CorruptionCause =
  | 'key/line-breaks-lost'
  | 'key/truncated'
  | 'key/encoded'
  | 'key/damaged'
  | 'key/carriage-returns'
  | 'key/missing-newline'

type Client = keyof KeyFacts['readBy']

/** Whether each deploy client reads the text as it is: OpenSSH's programs, Go, Node's ssh2. */
type Readers = Readonly<Record<Client, boolean | null>>

export type CorruptionEvidence = Readers & {
  readonly from: 'key' | 'key_path'
  readonly form: KeyForm
  /** The one that names the finding comes first. */
  readonly corruption: readonly [KeyCorruption, ...KeyCorruption[]]
  readonly usable: boolean
  readonly publicKeyMatches: boolean | null
  readonly lines: number
  readonly bytes: number
}

/** The cause that each one names, and what it is, to follow "the key text: ". */
const corruptions: Readonly<Record<KeyCorruption, readonly [CorruptionCause, string]>> = {
  'utf-16': ['key/encoded', 'it is written in UTF-16, as Windows PowerShell writes files'],
  'byte-order-mark': ['key/damaged', 'a byte order mark is before the first line'],
  'invisible-characters': ['key/damaged', 'invisible characters or no-break spaces are in it'],
  quoted: ['key/encoded', 'it is wrapped in quotes'],
  'escaped-newlines': ['key/line-breaks-lost', 'its line breaks are written as \\n'],
  'base64-encoded': ['key/encoded', 'the whole file was encoded in base64 once more'],
  'url-encoded': [
    'key/encoded',
    'it was encoded for a URL, with %0A where its line breaks should be',
  ],
  'carriage-returns': ['key/carriage-returns', 'its lines end in Windows line breaks (CR LF)'],
  'carriage-returns-only': ['key/carriage-returns', 'its lines end in a carriage return only (CR)'],
  'line-breaks-lost': ['key/line-breaks-lost', 'its lines were joined into one'],
  indented: ['key/damaged', 'its lines are indented'],
  'trailing-spaces': ['key/damaged', 'there are spaces at the end of lines'],
  'leading-empty-lines': ['key/damaged', 'there are empty lines before it'],
  'text-before': ['key/damaged', 'there is other text before it'],
  'text-after': ['key/damaged', 'there is other text after it'],
  'second-key': ['key/damaged', 'a second private key follows the first'],
  'markers-corrupt': ['key/damaged', 'its BEGIN or END line is misspelled'],
  'marker-missing': ['key/truncated', 'its BEGIN or END line is missing'],
  'header-disagrees': ['key/damaged', 'its BEGIN line names another format than the one it has'],
  'ec-parameters': ['key/damaged', 'a block of EC parameters is before it'],
  'missing-newline': ['key/missing-newline', 'the newline at the very end is missing'],
  truncated: ['key/truncated', 'a part of it is missing'],
  'body-corrupt': ['key/damaged', 'characters in it were changed'],
}

const privateForms: readonly KeyForm[] = [
  'openssh',
  'pkcs1',
  'sec1',
  'dsa-pem',
  'pkcs8',
  'pkcs8-encrypted',
]

/** The corruption that names the finding: what cannot be repaired, otherwise the outermost. Null when nothing is corrupt. */
function mainCorruption(corruption: readonly KeyCorruption[]): KeyCorruption | null {
  for (const fatal of ['truncated', 'body-corrupt'] as const)
    if (corruption.includes(fatal)) return fatal
  // Quotes around literal \n are one thing, a quoted string. What breaks the key is that its line breaks are gone.
  if (corruption[0] === 'quoted' && corruption.includes('escaped-newlines'))
    return 'escaped-newlines'
  return corruption[0] ?? null
}

/** Judges whether the corruption of the key belongs to this cause. */
export function judgeCorruption(
  id: CorruptionCause,
  view: View<'key'>,
): Judgment<CorruptionEvidence> | null {
  const { key } = view
  // Of a text in UTF-16 an input may hold one character only, which has no form.
  const isPrivate = privateForms.includes(key.form) || key.corruption.includes('utf-16')
  if (!isPrivate || key.unsupported !== null) return null
  // A saved report of a newer version may name others.
  const found = key.corruption.filter((each) => Object.hasOwn(corruptions, each))
  const isDecoded = found.includes('base64-encoded') && isDecodedByJob(view)
  const known = found.filter((each) => !(isDecoded && each === 'base64-encoded'))
  const main = mainCorruption(known)
  if (!main || corruptions[main][0] !== id) return null
  const isLocked = key.passphrase === 'missing' || key.passphrase === 'wrong'
  // Of a text that the job decodes, nobody reads this one.
  const isUnreadable = !isDecoded && Object.values(key.readBy).every((reads) => reads === false)
  const isError = (isUnreadable && main !== 'missing-newline') || !(key.usable || isLocked)
  if (!isError && isReadByAll(view)) return null
  return {
    certainty: 'proved',
    severity: isError ? 'error' : 'warning',
    masksLater: isError && !key.usable,
    evidence: {
      from: key.from,
      form: key.form,
      corruption: [main, ...known.filter((each) => each !== main)],
      usable: key.usable,
      publicKeyMatches: key.publicKeyMatches,
      lines: key.lines,
      bytes: key.bytes,
      ...key.readBy,
    },
  }
}

/** Whether a script of the job decodes the key, and no later step gets it as it is. */
function isDecodedByJob(view: View): boolean {
  const ours = ourText(view, 'key')
  return (
    (view.workflow?.decodes ?? []).some((source) => sameText(source, ours)) &&
    followingSteps(view).every(({ step, client }) => !sameText(textOf(step, client, 'key'), ours))
  )
}

/** One corruption as a clause about the key: "its lines were joined into one". */
export const corruptionWords = (corruption: KeyCorruption): Words =>
  literal(corruptions[corruption][1])

/** What was seen of a corrupt text, and which clients read it anyway. */
export function observedOf(evidence: CorruptionEvidence): readonly Words[] {
  const { corruption, lines, bytes, usable } = evidence
  const [main, ...others] = corruption
  const clientRefusal = literal(
    'A client that loads it anyway signs with a wrong key, and the server refuses the signature.',
  )
  return [
    say`The key text has ${sizeWords(lines, bytes)}: ${corruptionWords(main)}.`,
    ...(others.length > 0
      ? [say`In addition, ${list(others.map(corruptionWords), ', ', ' and ')}.`]
      : []),
    ...(main === 'body-corrupt' && !usable ? [clientRefusal] : readers(evidence)),
    ...(usable ? [literal('For this check it was repaired in memory, to check the rest.')] : []),
  ]
}

/** The size of a text: "7 lines and 399 bytes". */
export function sizeWords(lines: number, bytes: number): Words {
  const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`
  return literal(`${count(lines, 'line')} and ${count(bytes, 'byte')}`)
}

const clients: Readonly<Record<Client, string>> = {
  openssh: 'OpenSSH’s own programs (ssh, scp, sftp, rsync, ssh-add)',
  go: 'Go clients (appleboy/ssh-action, appleboy/scp-action)',
  ssh2: 'clients built on Node’s ssh2',
}

/** Which clients read the text as it is, and which do not; nothing where none is known. */
export function readers(evidence: Readers): readonly Words[] {
  const named = (reads: boolean) =>
    (['openssh', 'go', 'ssh2'] as const)
      .filter((client) => evidence[client] === reads)
      .map((client) => literal(clients[client]))
  const able = named(true)
  const unable = named(false)
  if (able.length === 0)
    return unable.length === 3 ? [literal('No SSH client reads it like this.')] : []
  if (unable.length === 0) return [say`All deploy clients read it: ${list(able, '; ')}.`]
  return [
    say`It breaks in ${list(unable, ', in ', ' and in ')}.`,
    say`It is read by ${list(able, ', by ', ' and by ')}.`,
  ]
}

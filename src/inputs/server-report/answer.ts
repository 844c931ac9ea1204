import { type ServerCauseId, serverCauseIds } from '../../facts/cause-ids'
import { serverCauses } from '../../causes/server'
import type { ServerCheckFacts, ServerVerdict } from '../../facts'
import { type Raw, remote, type Unredacted } from '../../facts/unredacted'
import { field } from '../../text/field'

/** The answer of server-check.sh; the caller knows where it came from. */
export type AnswerFacts = Omit<ServerCheckFacts, 'by'>

/** Most characters of one text, and most entries of one list, that are kept. */
const limits = { name: 100, text: 400, verdicts: 100, evidence: 200, notSeen: 50 }

const marks: Readonly<Record<string, 'ok' | 'bad' | 'info'>> = {
  ok: 'ok',
  '!!': 'bad',
  '--': 'info',
}

/**
 * Keeps of an answer what has the form of one, to be clipped after the redaction; null when a list is missing. A verdict counts only
 * with an id of the catalog, a certainty, and the title that the catalog has for the id, as another version may mean another cause by it.
 */
export function checkedAnswer(value: unknown): Raw<AnswerFacts> | null {
  const said = listOf(value, 'verdicts', limits.verdicts)
  const evidence = listOf(value, 'evidence', limits.evidence)
  const notSeen = listOf(value, 'notSeen', limits.notSeen)
  if (!said || !evidence || !notSeen) return null
  const verdicts: Raw<ServerVerdict>[] = []
  const notRead: Unredacted[] = []
  for (const verdict of said) {
    const read = checkedVerdict(verdict)
    if (!read)
      notRead.push(shortText(`${textOf(verdict, 'id')}: a verdict that cannot be read here`))
    else if (!verdicts.some(({ id }) => id === read.id)) verdicts.push(read)
  }
  const asked = field(value, 'asked')
  const system = field(value, 'system')
  const port = field(asked, 'port')
  const root = field(system, 'root')
  return {
    asked: {
      port: isPort(port) ? port : null,
      user: name(field(asked, 'user')),
      from: name(field(asked, 'from')),
      keyFingerprint: fingerprint(field(asked, 'keyFingerprint')),
    },
    system: {
      name: name(field(system, 'name')),
      init: name(field(system, 'init')),
      server: name(field(system, 'server')),
      root: typeof root === 'boolean' ? root : null,
    },
    verdicts,
    evidence: evidence.flatMap((line) => {
      const mark = textOf(line, 'mark')
      const known = Object.hasOwn(marks, mark) ? marks[mark] : undefined
      const text = textOf(line, 'text')
      return known && text !== ''
        ? [{ mark: known, area: name(field(line, 'area')) ?? remote(''), text: shortText(text) }]
        : []
    }),
    notSeen: [
      ...notRead,
      ...notSeen.filter((text): text is string => typeof text === 'string').map(shortText),
    ].slice(0, limits.notSeen),
    whole: field(value, 'whole') !== false && notRead.length === 0,
  }
}

function checkedVerdict(verdict: unknown): Raw<ServerVerdict> | null {
  const id = asServerCauseId(textOf(verdict, 'id'))
  const certainty = textOf(verdict, 'certainty')
  if (id === null || (certainty !== 'proved' && certainty !== 'likely' && certainty !== 'possible'))
    return null
  if (textOf(verdict, 'title') !== titleOf(id)) return null
  return { id, certainty, why: shortText(textOf(verdict, 'why')) }
}

/** The id, if this version knows it. */
export function asServerCauseId(text: string): ServerCauseId | null {
  return serverCauseIds.find((id) => id === text) ?? null
}

/** The catalog's title of a server cause. */
export function titleOf(id: ServerCauseId): string {
  return serverCauses.find((cause) => cause.id === id)?.title ?? ''
}

function listOf(value: unknown, key: string, most: number): readonly unknown[] | null {
  const list = field(value, key)
  return Array.isArray(list) ? list.slice(0, most) : null
}

function textOf(value: unknown, key: string): string {
  const text = field(value, key)
  return typeof text === 'string' ? text : ''
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536
}

function name(value: unknown): Unredacted | null {
  return typeof value === 'string' && value.trim() !== '' ? remote(value.trim(), limits.name) : null
}

function fingerprint(value: unknown): Unredacted | null {
  return typeof value === 'string' && /^SHA256:[A-Za-z0-9+/]{43}$/.test(value)
    ? remote(value)
    : null
}

function shortText(text: string): Unredacted {
  return remote(text.replace(/\s+/g, ' ').trim(), limits.text)
}

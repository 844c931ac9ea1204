import { type ServerCauseId, serverCauseIds } from '../../causes/ids'
import { serverCauses } from '../../causes/server'
import type { ServerCheckFacts, ServerVerdict } from '../../facts'
import { type Raw, remote, type Unredacted } from '../../facts/unredacted'

/** The answer of server-check.sh; who brought it is known to the caller. */
export type AnswerFacts = Omit<ServerCheckFacts, 'by'>

/** What could be read of an answer, before anything of it is believed. */
export interface RawAnswer {
  readonly asked: Readonly<Record<keyof ServerCheckFacts['asked'], unknown>>
  readonly system: Readonly<Record<keyof ServerCheckFacts['system'], unknown>>
  readonly verdicts: readonly RawVerdict[]
  readonly evidence: readonly {
    readonly mark: string
    readonly area: string
    readonly text: string
  }[]
  readonly notSeen: readonly string[]
  readonly whole: boolean
}

export interface RawVerdict {
  readonly id: string
  readonly certainty: string
  readonly title: string
  readonly why: string
}

/** Most characters of one text, and most entries of one list, that are kept. */
const limits = { name: 100, text: 400, evidence: 200, notSeen: 50 }

const marks: Readonly<Record<string, 'ok' | 'bad' | 'info'>> = {
  ok: 'ok',
  '!!': 'bad',
  '--': 'info',
}

/**
 * Keeps of an answer what has the form of one, to be clipped after the redaction. A verdict counts only with the id, a certainty and the very title that
 * the catalog has for the id: lines that were lost between two verdicts never make a third.
 */
export function checkedAnswer(raw: RawAnswer): Raw<AnswerFacts> {
  const verdicts: Raw<ServerVerdict>[] = []
  const notRead: Unredacted[] = []
  for (const verdict of raw.verdicts) {
    const read = checkedVerdict(verdict)
    if (!read) notRead.push(shortText(`${verdict.id}: a verdict that cannot be read here`))
    else if (!verdicts.some(({ id }) => id === read.id)) verdicts.push(read)
  }
  const { asked, system } = raw
  return {
    asked: {
      port: isPort(asked.port) ? asked.port : null,
      user: name(asked.user),
      from: name(asked.from),
      keyFingerprint: fingerprint(asked.keyFingerprint),
    },
    system: {
      name: name(system.name),
      init: name(system.init),
      server: name(system.server),
      root: typeof system.root === 'boolean' ? system.root : null,
    },
    verdicts,
    evidence: raw.evidence.slice(0, limits.evidence).flatMap(({ mark, area, text }) => {
      const known = Object.hasOwn(marks, mark) ? marks[mark] : undefined
      return known && text !== ''
        ? [{ mark: known, area: name(area) ?? remote(''), text: shortText(text) }]
        : []
    }),
    notSeen: [...notRead, ...raw.notSeen.map(shortText)].slice(0, limits.notSeen),
    whole: raw.whole && notRead.length === 0,
  }
}

function checkedVerdict({ id, certainty, title, why }: RawVerdict): Raw<ServerVerdict> | null {
  const known = asServerCauseId(id.replace(/\s/g, ''))
  const sure = certainty.replace(/\s/g, '')
  if (known === null || (sure !== 'proved' && sure !== 'likely' && sure !== 'possible')) return null
  if (letters(title) !== letters(titleOf(known))) return null
  return { id: known, certainty: sure, why: shortText(why) }
}

/** The id, if this version knows it. */
export function asServerCauseId(text: string): ServerCauseId | null {
  return serverCauseIds.find((id) => id === text) ?? null
}

/** The catalog's title of a server cause. */
export function titleOf(id: ServerCauseId): string {
  return serverCauses.find((cause) => cause.id === id)?.title ?? ''
}

/** What is left of a text when it is wrapped, marked up or dressed: its letters and digits. */
export function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536
}

function name(value: unknown): Unredacted | null {
  return typeof value === 'string' && value.trim() !== '' ? remote(value.trim(), limits.name) : null
}

function fingerprint(value: unknown): Unredacted | null {
  const text = typeof value === 'string' ? value.replace(/\s/g, '') : ''
  return /^SHA256:[A-Za-z0-9+/]{43}$/.test(text) ? remote(text) : null
}

function shortText(text: string): Unredacted {
  return remote(text.replace(/\s+/g, ' ').trim(), limits.text)
}

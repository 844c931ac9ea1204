/** Finds causes by their id, or by its second half. */
import { catalog } from './catalog'
import { type CauseId, causeIds, type ServerCauseId, serverCauseIds } from '../facts/cause-ids'
import { serverCauses } from './server'
import type { Page } from './finding'

/** What is known of a cause without any facts. */
export interface KnownCause {
  readonly id: CauseId | ServerCauseId
  readonly title: string
  readonly page: Page
}

export type LookUp =
  | { readonly kind: 'one'; readonly cause: KnownCause }
  /** The second half of several ids. */
  | { readonly kind: 'several'; readonly causes: readonly KnownCause[] }
  /** The ids that are spelled most like it; may be empty. */
  | { readonly kind: 'none'; readonly near: readonly string[] }

const known: readonly KnownCause[] = [...catalog, ...serverCauses]

/** The cause with this id; throws where there is none. */
export function knownCause(id: string): KnownCause {
  const found = known.find((each) => each.id === id)
  if (!found) throw new Error(`no cause has the id ${id}`)
  return found
}

export function lookUp(text: string): LookUp {
  // A longer text is no misspelled id.
  if (text.length > longestId) return { kind: 'none', near: [] }
  const name = text.trim().toLowerCase()
  const byId = known.find(({ id }) => id === name)
  if (byId) return { kind: 'one', cause: byId }
  const byName = known.filter(({ id }) => id.endsWith(`/${name}`))
  const [only, ...others] = byName
  if (only && others.length === 0) return { kind: 'one', cause: only }
  if (only) return { kind: 'several', causes: byName }
  return { kind: 'none', near: nearest(name) }
}

const mostNear = 3

const longestId = 60

/** By the letters that must change, in the whole id or in its second half; at most a third of them. */
function nearest(name: string): readonly string[] {
  const far = Math.max(2, Math.floor(name.length / 3))
  return [...causeIds, ...serverCauseIds]
    .map((id) => {
      const [, half = ''] = id.split('/')
      return { id, away: Math.min(distance(name, id), distance(name, half)) }
    })
    .filter(({ away }) => away <= far)
    .toSorted((a, b) => a.away - b.away)
    .slice(0, mostNear)
    .map(({ id }) => id)
}

/** Levenshtein's: the least number of letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(b).entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, replaced))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** Finds causes by what a person types: an id, its second half, or the message that a client showed. */
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
  /** by name: the second half of several ids; by message: several causes show it. */
  | {
      readonly kind: 'several'
      readonly by: 'name' | 'message'
      readonly causes: readonly KnownCause[]
    }
  /** The ids that are spelled most like it; may be empty. */
  | { readonly kind: 'none'; readonly near: readonly string[] }

const known: readonly KnownCause[] = [...catalog, ...serverCauses]

export function lookUp(text: string): LookUp {
  const asked = text.trim().slice(0, longestAsked)
  const name = asked.toLowerCase()
  const byId = known.find(({ id }) => id === name)
  if (byId) return { kind: 'one', cause: byId }
  const byName = known.filter(({ id }) => id.endsWith(`/${name}`))
  const [only, ...others] = byName
  if (only && others.length === 0) return { kind: 'one', cause: only }
  if (only) return { kind: 'several', by: 'name', causes: byName }
  const shown = asked.length < shortestMessage ? [] : known.filter((each) => shows(each, asked))
  if (shown.length > 0) return { kind: 'several', by: 'message', causes: shown }
  return { kind: 'none', near: nearest(name) }
}

/** Far more than a client says in one line. */
const longestAsked = 2_000

/** `timeout` is a message too; shorter ones are in half of all others. */
const shortestMessage = 6

function shows({ page }: KnownCause, text: string): boolean {
  return page.alsoSeenAs.some(
    (message) =>
      message.toLowerCase().includes(text.toLowerCase()) || patternOf(message).test(text),
  )
}

/** What differs from run to run in a message: what we left out, and our own examples of hosts and numbers. */
const varying = /…|\.\.\.|example\\?\.com|203\\?\.0\\?\.113\\?\.7|\d+/g

/** A message with any words in the places that vary, anywhere in a longer text. */
function patternOf(message: string): RegExp {
  const literal = message.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&').replace(/\\\.\\\.\\\./g, '…')
  const bare = literal.replace(/(\\\.|\s)+$/, '')
  return new RegExp(bare.replace(varying, '.{1,200}?'), 'i')
}

const mostNear = 3

/** A longer text is no misspelled id. */
const longestId = 60

/** By the letters that must change, in the whole id or in its second half; at most a third of them. */
function nearest(name: string): readonly string[] {
  if (name.length > longestId) return []
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

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { catalog } from '../../../src/causes/catalog'
import { viewOf } from '../../../src/causes/view'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { causeIds, type CauseId } from '../../../src/facts/cause-ids'
import { change } from '../../fixtures/change'
import { healthy, observed } from '../../fixtures/healthy'
import { attempt, loginEnded, session } from '../../fixtures/login'
import { attempt as connect } from '../../fixtures/network'
import { valueOf } from '../../fixtures/value-of'

interface Fixture {
  readonly exact: Facts
  readonly nearMiss: Facts
}
const fixture = async (id: string) => (await import(`../../fixtures/facts/${id}.ts`)) as Fixture

type Path = readonly (string | number)[]

/** The place of every value in some facts, lists included. The form of a wrong value and the platform are of
 * closed lists, which words need. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return value === null ? [] : [path]
  const inside = Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    key === 'form' || key === 'platform' ? [] : placesIn(each, [...path, key]),
  )
  return Array.isArray(value) && value.length > 0 ? [path, ...inside] : inside
}

/** The facts with something else at one place: nothing in a list, another text, number or answer. */
function changedAt(facts: Facts, path: Path): Facts {
  const copy = JSON.parse(JSON.stringify(facts)) as Facts
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (isHolder(at) ? at[key] : undefined), copy)
  const last = path.at(-1)
  if (isHolder(holder) && last !== undefined && last in holder) holder[last] = other(holder[last])
  return copy
}

const isHolder = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null

function other(value: unknown): unknown {
  if (Array.isArray(value)) return []
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value === 0 ? 1 : 0
  return value === '' ? 'another text' : ''
}

const find = (id: CauseId, facts: Facts) => {
  const cause = catalog.find((each) => each.id === id)
  const hop = id.startsWith('proxy/') ? 'jump' : 'target'
  const view = viewOf(facts, hop)
  return (view && cause?.find(view)) ?? null
}

/** What is proved by a cause that does not say what else would look the same. */
const unfounded = (facts: Facts) =>
  diagnose(facts).findings.filter(
    ({ id, certainty }) =>
      certainty === 'proved' && !catalog.find((each) => each.id === id)?.lookalikes,
  )

describe.each([...causeIds])('%s', (id) => {
  it('is proved only by a cause that says what else would look the same', async () => {
    const { exact, nearMiss } = await fixture(id)
    for (const facts of [exact, nearMiss]) expect(unfounded(facts)).toEqual([])
  })

  it('is not proved any more when the fact that proves it is gone, and never an exception', async () => {
    const { exact } = await fixture(id)
    const places = placesIn(exact)
    const certainties = places.map((path) => find(id, changedAt(exact, path))?.certainty)
    expect(certainties.some((certainty) => certainty !== 'proved')).toBe(true)
  })

  it('judges facts with several changes without an exception', async () => {
    const { exact } = await fixture(id)
    const places = placesIn(exact)
    fc.assert(
      fc.property(fc.subarray([...places], { minLength: 1, maxLength: 5 }), (paths) => {
        expect(unfounded(paths.reduce(changedAt, exact))).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})

const tcp = valueOf(healthy.hops.target.tcp)
const partly = (outcome: 'refused' | 'silent', ms: number) =>
  change(healthy, {
    tcp: observed({
      ...tcp,
      attempts: [connect({ outcome, address: '198.51.100.9', ms }), ...tcp.attempts],
    }),
  })
const ended = (text: string) =>
  loginEnded({
    outcome: 'closed',
    attempts: [attempt({ pkOk: true, answer: 'closed' })],
    banners: text === '' ? [] : [{ text, when: 'after-answer' }],
  })
const stalled = { outcome: 'stalled', tokenSeen: false, exitCode: null } as const

describe('what looks the same is not proved', () => {
  it.each([
    ['session/stalled', 'the command hangs', 'likely', session(stalled)],
    ['session/stalled', 'no answer to it', 'possible', session({ ...stalled, answered: false })],
    ['tcp/partial', 'the address refuses', 'proved', partly('refused', 20)],
    ['tcp/partial', 'the address is silent', 'likely', partly('silent', 4000)],
    ['tcp/partial', 'a packet was lost', 'possible', partly('silent', 1000)],
    ['auth/closed', 'the server says why', 'proved', ended('You are not in the group ssh')],
    ['auth/closed', 'a device ends the connection', 'likely', ended('')],
  ] as const)('%s: %s', (id, _what, certainty, facts) => {
    expect(find(id, facts)?.certainty).toBe(certainty)
  })
})

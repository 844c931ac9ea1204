import { expect, it } from '@jest/globals'
import { catalog } from '../../../src/causes/catalog'
import type { Page } from '../../../src/causes/finding'
import { candidates, serverCauses } from '../../../src/causes/server'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { causeIds, serverCauseIds } from '../../../src/facts/cause-ids'
import { serverSystems, type ServerSystem } from '../../../src/knowledge/server-systems'
import { messages } from '../../../src/knowledge/messages'
import type { Words } from '../../../src/text/words'
import { exampleServer } from '../../../scripts/docs/example-server'

/** Of the schools of the USA: who reads English as a second language reads this without a dictionary. */
const highestGrade = 8
/** A longer sentence has a second idea in it. */
const mostWords = 25

/** A colon ends a thought, too. */
function thoughtsOf(text: string): readonly (readonly string[])[] {
  return text
    .split(/[.!?:](?:["')]*\s|["')]*$)/)
    .map((part) => part.match(/\S*[\p{L}\d]\S*/gu) ?? [])
    .filter((words) => words.length > 0)
}

/** Flesch-Kincaid grade (Kincaid 1975). A number, a name and a piece of code are one short word. */
function gradeOf(text: string): number {
  const thoughts = thoughtsOf(text)
  const lengths = thoughts.flatMap((words) => words.map((word, at) => syllablesIn(word, at === 0)))
  const syllables = lengths.reduce((all, each) => all + each, 0)
  return 0.39 * (lengths.length / thoughts.length) + 11.8 * (syllables / lengths.length) - 15.59
}

function syllablesIn(word: string, startsSentence: boolean): number {
  const bare = word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '')
  const isName = /[\d_/.\\=]|.\p{Lu}/u.test(bare) || (!startsSentence && /^\p{Lu}/u.test(bare))
  if (isName) return 1
  const plain = bare
    .toLowerCase()
    .replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, (end) => end.charAt(0))
  return Math.max(1, plain.match(/[aeiouy]+/g)?.length ?? 0)
}

/** Data and names of inputs are code for the reader. */
const readable = (words: Words) => words.map((span) => ('say' in span ? span.say : 'x')).join('')
const general = (title: string, { means, detection, firstMove }: Page) =>
  `${title}. ${means} ${detection} ${firstMove}`.replace(/`[^`]+`/g, 'x')
const sentences = (texts: readonly Words[]) =>
  texts.map((text) => `${readable(text)}.`.replace(/\.\.$/, '.')).join(' ')

const ofFindings = async () => {
  const fixtures = await Promise.all(
    causeIds.map(async (id) => (await import(`../../fixtures/facts/${id}.ts`)) as { exact: Facts }),
  )
  return fixtures
    .flatMap(({ exact }) => diagnose(exact).findings)
    .map(({ id, explanation }) => ({
      id,
      text: sentences([
        explanation.verdict,
        explanation.why,
        ...explanation.fixes.map(({ what }) => what),
      ]),
    }))
}
const ofCandidates = (Object.keys(serverSystems) as ServerSystem[]).flatMap((system) =>
  candidates(serverCauseIds, { ...exampleServer, system }).map(({ id, title, fix }) => ({
    id: `${id} (${system})`,
    text: sentences([title, fix.what]),
  })),
)
const ofPages = [...catalog, ...serverCauses].map(({ id, title, page }) => ({
  id,
  text: general(title, page),
}))

const ofMessages = messages.map(({ id, says, move = '' }) => ({
  id,
  text: `${says} ${move}`.replace(/`[^`]+`/g, 'x'),
}))

interface Read {
  readonly id: string
  readonly text: string
}

/** The worst first. */
const tooHard = (texts: readonly Read[]) =>
  texts
    .map(({ id, text }) => ({ grade: gradeOf(text), id, text }))
    .filter(({ grade }) => grade > highestGrade)
    .toSorted((a, b) => b.grade - a.grade)
    .map(({ grade, id, text }) => `${grade.toFixed(1)} ${id}: ${text}`)

const tooLong = (texts: readonly Read[]) =>
  texts.flatMap(({ id, text }) =>
    thoughtsOf(text)
      .filter((words) => words.length > mostWords)
      .map((words) => `${id}: ${words.join(' ')}`),
  )

it.each([
  ['findings', ofFindings],
  ['what only the server can tell', () => ofCandidates],
  ['the pages of causes', () => ofPages],
  ['the pages of messages', () => ofMessages],
])(
  `%s have the reading grade ${highestGrade} or a lower one, in short sentences`,
  async (_, texts) => {
    const all = await texts()
    expect(tooHard(all)).toEqual([])
    expect(tooLong(all)).toEqual([])
  },
)

it('is low for short words and sentences, and high for the English of offices', () => {
  expect(gradeOf('The cat sat on the mat. It was warm.')).toBeLessThan(2)
  expect(
    gradeOf(
      'Considerable organizational difficulties necessitate immediate reconsideration of established procedures.',
    ),
  ).toBeGreaterThan(20)
})

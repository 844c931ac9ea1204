import { describe, expect, it } from '@jest/globals'
import { catalog } from '../../../src/causes/catalog'
import type { Page } from '../../../src/causes/finding'
import { candidates, serverCauses } from '../../../src/causes/server'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { causeIds, serverCauseIds } from '../../../src/facts/cause-ids'
import { serverSystems, type ServerSystem } from '../../../src/knowledge/server-systems'
import type { Words } from '../../../src/text/words'
import { exampleServer } from '../../../scripts/docs/example-server'

/** Of the schools of the USA: who reads English as a second language reads this without a dictionary. */
const highestGrade = 8

/** Flesch-Kincaid grade (Kincaid 1975). A colon ends a thought, too; a number, a name and a piece of code are one short word. */
function gradeOf(text: string): number {
  const thoughts = text
    .split(/[.!?:](?:["')]*\s|["')]*$)/)
    .map((part) => part.match(/\S*[\p{L}\d]\S*/gu) ?? [])
  const words = thoughts.flatMap((part) => part.map((word, at) => syllablesIn(word, at === 0)))
  const sentences = thoughts.filter((part) => part.length > 0).length
  const syllables = words.reduce((all, each) => all + each, 0)
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59
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
const general = (title: string, { means, firstMove }: Page) =>
  `${title}. ${means} ${firstMove}`.replace(/`[^`]+`/g, 'x')
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
  candidates(serverCauseIds, { ...exampleServer, system }).map(({ id, title, prints, fix }) => ({
    id: `${id} (${system})`,
    text: sentences([title, prints, fix.what]),
  })),
)
const ofPages = [...catalog, ...serverCauses].map(({ id, title, page }) => ({
  id,
  text: general(title, page),
}))

/** The worst first. */
const tooHard = (texts: readonly { readonly id: string; readonly text: string }[]) =>
  texts
    .map(({ id, text }) => ({
      grade: gradeOf(text),
      line: `${gradeOf(text).toFixed(1)} ${id}: ${text}`,
    }))
    .filter(({ grade }) => grade > highestGrade)
    .toSorted((a, b) => b.grade - a.grade)
    .map(({ line }) => line)

describe(`what people read is of grade ${highestGrade} or lower`, () => {
  it('in every finding', async () => {
    expect(tooHard(await ofFindings())).toEqual([])
  })

  it('in what only the server can tell', () => {
    expect(tooHard(ofCandidates)).toEqual([])
  })

  it('on the page of every cause', () => {
    expect(tooHard(ofPages)).toEqual([])
  })
})

describe('the reading grade', () => {
  it('is low for short words and sentences, and high for the English of offices', () => {
    expect(gradeOf('The cat sat on the mat. It was warm.')).toBeLessThan(2)
    expect(
      gradeOf(
        'Considerable organizational difficulties necessitate immediate reconsideration of established procedures.',
      ),
    ).toBeGreaterThan(20)
  })
})

/** The job summary: Markdown for people who may know only GitHub. */
import { literal, say } from '../text/words'
import { toCell } from '../text/escape'
import type { Report } from './model'
import { type Blocks, details, icon, joinBlocks, table } from './summary/blocks'
import { type Detail, full, hostSection } from './summary/host'
import { hostNumbers, type Numbered, sameHosts, worstFirst, worstKind } from './run'
import { countSentence, isReady } from './several-hosts'
import { targetWords, verdictOf } from './verdict'

/**
 * What a summary may hold, in bytes. The runner drops a summary over 1 MiB whole; the rest is room for masks, which can be
 * longer than what they hide.
 */
export const summaryLimit = 1_000_000

/** The steps down: each is tried when the one before does not fit. */
const steps: readonly { readonly detail: Detail; readonly said: string }[] = [
  { detail: full, said: '' },
  { detail: { ...full, pictures: false }, said: 'the pictures are left out' },
  {
    detail: { pictures: false, folded: false, more: true },
    said: 'the facts are left out',
  },
  {
    detail: { pictures: false, folded: false, more: false },
    said: 'only verdicts and first fixes are shown',
  },
]

/** Of several hosts, how many have their picture: each has its own frame, which makes a page slow. */
const picturedHosts = 3

/** The mark's meaning in a word, where the sentence does not say it. */
const kindLabel = {
  pass: '',
  warn: '**Warning:** ',
  fail: '**Fails:** ',
  error: '**Not checked:** ',
  unfinished: '**No verdict:** ',
} as const

/** Markdown for one host or several, worst first, always under the limit. */
export function summary(reports: readonly Report[], limit = summaryLimit): string {
  const sorted = worstFirst(reports)
  for (const { detail, said } of steps) {
    const text = render(sorted, detail, said)
    if (Buffer.byteLength(text) <= limit) return text
  }
  return firstHosts(sorted, limit)
}

/** The last step: as many of the worst hosts as fit. */
function firstHosts(sorted: readonly Numbered[], limit: number): string {
  const { detail } = steps[steps.length - 1] ?? { detail: full }
  const shown = (count: number) =>
    render(
      sorted.slice(0, count),
      detail,
      `only the first ${String(count)} of ${String(sorted.length)} hosts are shown`,
      sorted,
    )
  let fits = 0
  let tooMany = sorted.length
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (Buffer.byteLength(shown(middle)) <= limit) fits = middle
    else tooMany = middle
  }
  return shown(fits)
}

function render(
  shown: readonly Numbered[],
  detail: Detail,
  said: string,
  all: readonly Numbered[] = shown,
): string {
  const [first] = all
  const blocks =
    all.length === 1 && first !== undefined && shown.length === 1
      ? hostSection(first.report, detail)
      : severalHosts(shown, all, detail)
  const note = said === '' ? [] : [`<sub>Shortened to fit: ${said}. The JSON report has all.</sub>`]
  return `${joinBlocks([...blocks, ...note])}\n`
}

function severalHosts(
  shown: readonly Numbered[],
  all: readonly Numbered[],
  detail: Detail,
): Blocks {
  const worst = worstKind(all)
  const sentence = countSentence(all.filter(({ report }) => isReady(report)).length, all.length)
  return [
    `## ${icon[worst]} ${sentence}`,
    table(
      ['Host', 'What was found'],
      ['left', 'left'],
      shown.map(({ report, number }) => {
        const verdict = verdictOf(report)
        return [
          `**${String(number)}.** ${toCell(targetWords(report.facts.hops.target.input))}`,
          `${icon[verdict.kind]} ${kindLabel[verdict.kind]}${toCell(verdict.sentence)}`,
        ]
      }),
    ),
    ...sameHosts(shown).flatMap(({ item: { report, number }, hosts: [, ...others] }, index) => {
      const [first = '', ...section] = hostSection(
        report,
        index < picturedHosts ? detail : { ...detail, pictures: false },
        number,
      )
      const same = others.length === 0 ? [] : [`The same on ${hostNumbers(others)}.`]
      if (index === 0 && verdictOf(report).kind !== 'pass') return [first, ...same, ...section]
      return details(
        say`${literal(icon[verdictOf(report).kind])} Host ${number}: ${verdictOf(report).sentence}`,
        [...same, ...section],
      )
    }),
  ]
}

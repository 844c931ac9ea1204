import { literal, say } from '../../text/words'
import { toMarkdown } from '../../text/escape'
import { issuesPage } from '../links'
import type { Report } from '../model'
import { seenAt } from '../seen'
import { type ShownFix, shownFixes } from '../visible-fixes'
import {
  asSentence,
  failedLoginsWarning,
  openCandidates,
  otherFindings,
  stageName,
  type Verdict,
  verdictOf,
} from '../verdict'
import { type Blocks, details, icon } from './blocks'
import { rarer, stillFailing } from './candidates'
import { facts } from './facts'
import {
  certainty,
  idAndPage,
  observations,
  otherFindingsFold,
  providerMessage,
  wholeFinding,
} from './finding'
import { fixLine, otherFix, primaryFix } from './fixes'
import { checkedLine } from './pass'
import { pathPicture } from './path'
import { serverAnswer, serverSaw, wholeCheckBlocks } from './server-answer'
import { stageList } from './stages'
import { visibleWords } from './visible-words'
import { whereLine } from './where'
import type { Candidate, Finding } from '../../causes/finding'

/** How much of a host is shown; the steps down from `full` keep the summary under the runner's limit. */
export interface Detail {
  /** The path to the server, drawn. */
  readonly pictures: boolean
  /** The facts and everything else that is folded. */
  readonly folded: boolean
  /** In addition to the verdict and the first fix: stages, candidates, other findings and fixes. */
  readonly more: boolean
}

export const full: Detail = { pictures: true, folded: true, more: true }

/** One host from its heading to its footer; `number` is its place in the inputs when it is one of several. */
export function hostSection(report: Report, detail: Detail, number: number | null = null): Blocks {
  const verdict = verdictOf(report)
  const sentence = toMarkdown(verdict.sentence)
  const heading = `${icon[verdict.kind]} ${number === null ? '' : `Host ${String(number)}: `}${sentence}`
  const { finding } = verdict
  const around = (body: Blocks): Blocks => [
    `${number === null ? '##' : '###'} ${heading}`,
    whereLine(report, finding),
    ...body,
    ...(verdict.kind === 'pass' ? [] : [footer(report, verdict)]),
  ]
  if (finding === null) return around(withoutFinding(report, verdict, detail))
  const level = number === null ? '###' : '####'
  const sections = openings.map((opening) =>
    around(faultSection(report, finding, detail, level, opening)),
  )
  return sections.find((each) => visibleWords(each) <= mostVisibleWords) ?? sections.at(-1) ?? []
}

/** Of a host that is not ready. A reader has ten seconds, and what is to be copied needs some of them. */
const mostVisibleWords = 165

function withoutFinding(report: Report, { kind }: Verdict, detail: Detail): Blocks {
  if (kind === 'pass') return passed(report, detail)
  return [
    ...(detail.more ? stageList(report) : []),
    ...(kind === 'error' ? faults(report) : []),
    ...(kind === 'unfinished' ? unfinished(report) : []),
    ...failedLogins(report),
    ...serverAnswer(report, '###'),
    ...(detail.more ? otherFindingsFold(report, otherFindings(report)) : []),
    ...(detail.folded ? evidence(report, []) : []),
  ]
}

/** A warning where one more check like this can end in a ban. */
function failedLogins(report: Report): Blocks {
  const warning = failedLoginsWarning(report)
  return warning === null ? [] : [`${icon.warn} ${toMarkdown(warning)}`]
}

/** One line, and everything else in one fold. */
function passed(report: Report, detail: Detail): Blocks {
  const notices = otherFindings(report)
  const count = notices.length === 1 ? 'a note' : `${String(notices.length)} notes`
  const first = [...stageList(report), ...notices.flatMap((each) => wholeFinding(report, each))]
  return [
    checkedLine(report),
    ...failedLogins(report),
    ...serverAnswer(report, '###'),
    ...(detail.folded
      ? facts(report, notices.length === 0 ? 'Details' : `Details and ${count}`, [
          ...(detail.more ? first : []),
          ...serverSaw(report),
        ])
      : []),
  ]
}

/** What is in the open; each step down has less, until the words that are visible are few enough. */
const openings = [
  { candidates: 3, observed: 2, ways: 2 },
  { candidates: 3, observed: 1, ways: 1 },
  { candidates: 2, observed: 0, ways: 1 },
  { candidates: 2, observed: 0, ways: 0 },
  { candidates: 0, observed: 1, ways: 2 },
  { candidates: 0, observed: 0, ways: 1 },
  { candidates: 0, observed: 0, ways: 0 },
] as const

type Opening = (typeof openings)[number]

function faultSection(
  report: Report,
  finding: Finding,
  detail: Detail,
  heading: string,
  opening: Opening,
): Blocks {
  const [first, ...ways] = shownFixes(report, finding)
  const candidates = openCandidates(finding)
  const open = detail.more ? opening.candidates : 0
  return [
    ...(detail.more ? stageList(report) : []),
    certainty(finding),
    ...observations(finding, opening.observed),
    ...(first ? primaryFix(report, first, heading) : []),
    ...(detail.more ? lines(ways.slice(0, opening.ways)) : []),
    ...(detail.pictures ? pathPicture(report, finding) : []),
    ...stillFailing(candidates.slice(0, open), heading),
    ...serverAnswer(report, heading),
    ...(report.diagnosis.faults.length > 0 ? faults(report) : []),
    ...failedLogins(report),
    ...(detail.more ? moreFixes(report, finding, { first, ways, candidates, open }, detail) : []),
    ...(detail.more ? otherFindingsFold(report, otherFindings(report)) : []),
    ...(detail.folded ? providerMessage(report, finding) : []),
    ...(detail.folded ? evidence(report, observations(finding, Infinity)) : []),
  ]
}

const lines = (fixes: readonly ShownFix[]): Blocks =>
  fixes.length === 0 ? [] : [fixes.map(fixLine).join('\n')]

interface Fixes {
  readonly first: ShownFix | undefined
  readonly ways: readonly ShownFix[]
  readonly candidates: readonly Candidate[]
  /** How many of the candidates are in the open. */
  readonly open: number
}

/** The other fixes, the rarer causes with theirs, and the whole check: one fold. */
function moreFixes(
  report: Report,
  finding: Finding,
  { first, ways, candidates, open }: Fixes,
  detail: Detail,
): Blocks {
  const rest = candidates.length - open
  const rarity = open === 0 ? 'possible' : 'rarer'
  const causes = `${String(rest)} ${rarity} ${rest === 1 ? 'cause' : 'causes'}`
  const title = rest > 0 ? `Other fixes, and ${causes}` : 'Other fixes'
  return details(literal(title), [
    ...ways.flatMap((fix) => otherFix(report, fix)),
    ...rarer(report, candidates, open, first),
    ...(detail.folded ? wholeCheckBlocks(report, finding) : []),
  ])
}

function evidence(report: Report, first: Blocks): Blocks {
  return facts(report, 'What was observed', [...first, ...serverSaw(report)])
}

/** A fault of the program or its machine reads as one. */
function faults(report: Report): Blocks {
  const messages = report.diagnosis.faults.map(
    ({ message, ...where }) =>
      `- ${toMarkdown(asSentence(say`${literal(stageName(report.facts, where))}: ${message}`))}`,
  )
  return [
    'This check could not be made. It says nothing about your server:',
    messages.join('\n'),
    `If it comes again, [report it](${issuesPage}) with the JSON report of this run.`,
  ]
}

function unfinished(report: Report): Blocks {
  const { diagnosis } = report
  const last = { hop: diagnosis.reachedHop, stage: diagnosis.reached }
  return [
    toMarkdown(
      say`The last thing seen, at ${literal(stageName(report.facts, last))}: ${seenAt(report.facts, last)}. What was not reached is neither right nor wrong.`,
    ),
  ]
}

function footer(report: Report, { finding }: Verdict): string {
  const parts = [
    ...(finding === null ? [] : [idAndPage(report, finding)]),
    `SSH Preflight ${report.version}`,
  ]
  return `<sub>${parts.join(' · ')}</sub>`
}

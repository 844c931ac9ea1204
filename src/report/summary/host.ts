import { literal, say, type Words } from '../../text/words'
import { toMarkdown } from '../../text/escape'
import { issuesPage } from '../links'
import type { Report } from '../model'
import { seenAt } from '../seen'
import { type ShownFix, shownFixes } from '../visible-fixes'
import {
  asSentence,
  costLine,
  failedLoginsWarning,
  openCandidates,
  otherFindings,
  stageName,
  targetWords,
  type Verdict,
  verdictOf,
} from '../verdict'
import { type Blocks, details, icon } from './blocks'
import { decision } from './candidates'
import { facts, fine } from './facts'
import { aside, certainty, foldedAside, idAndPage, observations, providerMessage } from './finding'
import { foldedFix, primaryFix } from './fixes'
import { stageList } from './stages'
import { pathPicture } from './path'
import { serverAnswer, wholeCheckBlocks } from './server-answer'
import type { Finding } from '../../causes/finding'

/** How much of a host is shown; the steps down from `full` keep the summary under the runner's limit. */
export interface Detail {
  /** The path to the server, drawn. Where it is not, a list says the same. */
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
  const mark = icon[verdict.kind]
  const sentence = toMarkdown(verdict.sentence)
  const several = number !== null
  const warning = failedLoginsWarning(report)
  return [
    several ? `### ${mark} Host ${String(number)}: ${sentence}` : `## ${mark} ${sentence}`,
    ...(several ? [toMarkdown(targetWords(report.facts.hops.target.input))] : []),
    ...body(report, verdict, detail, several ? '####' : '###'),
    ...(warning ? [toMarkdown(warning)] : []),
    footer(report, verdict),
  ]
}

function body(report: Report, verdict: Verdict, detail: Detail, heading: string): Blocks {
  const { finding } = verdict
  const others = otherFindings(report)
  const stageMarks = detail.more ? stageList(report) : []
  if (finding === null) {
    return [
      ...stageMarks,
      ...(verdict.kind === 'error' ? faults(report) : []),
      ...(verdict.kind === 'unfinished' ? unfinished(report) : []),
      ...(detail.more ? others.map((each) => aside(report, each)) : []),
      ...serverAnswer(report, heading, detail.folded),
      ...(detail.folded ? facts(report, 'What was checked') : []),
    ]
  }
  const [first, ...rest] = shownFixes(report, finding)
  const picture = detail.pictures ? pathPicture(report, finding) : []
  const observed = observations(finding)
  const isDrawn = picture.length > 0
  const notices = others.filter(({ severity }) => severity === 'notice')
  const faulty = others.filter(({ severity }) => severity !== 'notice')
  return [
    ...stageMarks,
    certainty(finding),
    ...(isDrawn ? picture : observed),
    ...(first ? primaryFix(first, heading) : []),
    ...(detail.more ? decision(openCandidates(finding), first, heading) : []),
    ...(detail.folded ? wholeCheckBlocks(report, finding) : []),
    ...serverAnswer(report, heading, detail.folded),
    ...(report.diagnosis.faults.length > 0 ? faults(report) : []),
    ...(detail.more ? alsoFound(report, faulty, heading) : []),
    ...(detail.more ? otherFixes(rest, heading) : []),
    ...(detail.folded
      ? [...providerMessage(report, finding), ...(detail.more ? fine(report) : [])]
      : []),
    ...(detail.more ? notices.flatMap((each) => foldedAside(report, each)) : []),
    ...(detail.folded ? facts(report, 'What was observed', isDrawn ? observed : []) : []),
  ]
}

/** Further errors are as bad as the first; warnings are folded. */
function alsoFound(report: Report, findings: readonly Finding[], heading: string): Blocks {
  if (findings.length === 0) return []
  return [
    `${heading} Also found`,
    ...findings.flatMap((each) =>
      each.severity === 'error' ? [aside(report, each)] : foldedAside(report, each),
    ),
  ]
}

function otherFixes(fixes: readonly ShownFix[], heading: string): Blocks {
  if (fixes.length === 0) return []
  return [`${heading} Other ways to fix it`, ...fixes.flatMap(foldedFix)]
}

/** A fault of the program or its machine reads as one. */
function faults(report: Report): Blocks {
  const lines = report.diagnosis.faults.map(
    ({ message, ...where }) =>
      `- ${toMarkdown(asSentence(say`${literal(stageName(report.facts, where))}: ${message}`))}`,
  )
  return [
    'This check could not be made. It says nothing about your server:',
    lines.join('\n'),
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
    ...(finding === null
      ? []
      : [finding.certainty === 'proved' ? 'proved' : `${finding.certainty}, not proved`]),
    `SSH Preflight ${report.version}`,
    costLine(report),
  ]
  return `<sub>${parts.join(' · ')}</sub>`
}

/** A host that is ready, among several: its stages and its notices, folded. */
export function readyHost(report: Report, detail: Detail, name: Words): Blocks {
  const asides = report.diagnosis.findings.map((finding) => aside(report, finding))
  return details(
    say`${literal(icon.pass)} ${name}`,
    detail.more ? [...stageList(report), ...asides] : [],
  )
}

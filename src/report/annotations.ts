import ipaddr from 'ipaddr.js'
import { factsAt } from '../diagnosis/at-proxy'
import type { Finding } from '../causes/cause'
import { type Facts, type InputName, seen } from '../facts'
import { own, say, type Words } from '../text/words'
import { logBlock, toAnnotation } from '../text/escape'
import { causePage, issuesPage } from './links'
import type { Report } from './model'
import { unreadAnswer } from './server-answer'
import { otherFindings, rungName, verdictOf } from './verdict'
import { fileName } from './workflow-change'

/** One annotation of a step, as the workflow command carries it. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  /** Relative to the repository root; absent when our step was not found for certain. */
  readonly file?: string
  readonly line?: number
  /** Fixed text of a cause: the runner masks secrets in messages, and not in titles. */
  readonly title: string
  readonly message: string
}

/** A runner keeps ten of each level; ten in all is what people read. */
const mostAnnotations = 10

/** An annotation is a pointer: the summary has the rest. */
const mostObserved = 2
const mostPasted = 6

/** The runner cuts at 4,096 UTF-16 units without a sign (ExecutionContext.cs), so we cut before it, with one. */
const longestMessage = 4000

/**
 * One annotation per finding that matters, the worst first: errors and warnings, and notices where nothing is broken.
 * Each stands on the line of the input that is wrong, else of our `uses:`, else nowhere.
 */
export function annotations(reports: readonly Report[]): readonly Annotation[] {
  const broken = reports.some(({ diagnosis }) => diagnosis.result === 'fail')
  const all = reports.flatMap((report) => [
    ...findingsOf(report)
      .filter(({ severity }) => severity !== 'notice' || !broken)
      .map((finding) => ofFinding(finding, report)),
    ...faults(report),
    ...cutShort(report),
    ...unread(report),
  ])
  const levels: readonly Annotation['level'][] = ['error', 'warning', 'notice']
  return levels
    .flatMap((level) => all.filter((annotation) => annotation.level === level))
    .slice(0, mostAnnotations)
}

/** Those of the reports: what is told with the headline stands in no annotation of its own. */
function findingsOf(report: Report): readonly Finding[] {
  const { finding } = verdictOf(report)
  return [...(finding === null ? [] : [finding]), ...otherFindings(report)]
}

function ofFinding(finding: Finding, report: Report): Annotation {
  const { verdict, observed, fixes } = finding.explanation
  const [fix] = fixes
  const change = fix ? [say`Fix (${own(fix.who)}): ${fix.what}`] : []
  const place = elsewhere(finding, report.facts)
  const sentences = [verdict, ...place, ...observed.slice(0, mostObserved), ...change]
  const paste = fix?.paste ? logBlock(fix.paste.text).slice(0, mostPasted) : []
  const page = `${finding.id} ${causePage(finding.id, report.facts.runner)}`
  return {
    level: finding.severity,
    ...placeOf(finding, report),
    title: finding.title,
    message: fit([...sentences.map(toAnnotation), ...paste], page),
  }
}

/** A fault of this program never reads as a cause of the target. */
function faults({ diagnosis, facts }: Report): readonly Annotation[] {
  const place = usesPlace(facts)
  return diagnosis.faults.map(({ message, ...where }) => ({
    level: 'error',
    ...place,
    title: 'A check of SSH Preflight itself failed',
    message: fit(
      [toAnnotation(say`Not checked: ${own(rungName(facts, where))}. ${message}`)],
      issuesPage,
    ),
  }))
}

/** A step that fails without a finding says why it does. */
function cutShort(report: Report): readonly Annotation[] {
  const verdict = verdictOf(report)
  if (verdict.kind !== 'unfinished') return []
  return [
    {
      level: 'error',
      ...usesPlace(report.facts),
      title: 'The check did not come to its end',
      message: toAnnotation(verdict.sentence),
    },
  ]
}

/** An answer that was brought and could not be read: nothing else is lost by it. */
function unread({ facts }: Report): readonly Annotation[] {
  const words = unreadAnswer(facts)
  if (words === null) return []
  const step = seen(facts.workflow)
  const entry = step?.with.find(({ input }) => input === 'server_report')
  return [
    {
      level: 'warning',
      ...placeAt(facts, entry?.line ?? step?.usesLine ?? null),
      title: 'The check on the server was not read',
      message: toAnnotation(words),
    },
  ]
}

type Place = Pick<Annotation, 'file' | 'line'>

function placeOf(finding: Finding, { facts }: Report): Place {
  return placeAt(facts, lineOf(finding, facts))
}

/** A line of the workflow file; nowhere when the file is not that of this run, as another text stands there then. */
function placeAt({ workflow }: Facts, line: number | null): Place {
  const step = seen(workflow)
  return step && line !== null && step.from === undefined ? { file: step.path, line } : {}
}

/** In words what `placeOf` can't point at: a file of another repository or commit, where another text stands on the line. */
function elsewhere(finding: Finding, facts: Facts): readonly Words[] {
  const line = lineOf(finding, facts)
  const step = seen(facts.workflow)
  if (line === null || step?.from === undefined) return []
  return [say`In ${fileName(step)}, line ${line}.`]
}

function lineOf(finding: Finding, facts: Facts): number | null {
  const step = seen(facts.workflow)
  if (!step) return null
  const name = writtenIn(finding, facts)
  return finding.line ?? step.with.find(({ input }) => input === name)?.line ?? step.usesLine
}

/** The input that holds the value: a port or user may stand in the host itself. */
function writtenIn({ pointsAt, hop }: Finding, facts: Facts): InputName | null {
  const { portFrom, userFrom } = factsAt(facts, hop).input
  const [host, port, user] = hostInputs[hop]
  if (pointsAt === port && portFrom === 'host') return host
  return pointsAt === user && userFrom === 'host' ? host : pointsAt
}

const hostInputs = {
  target: ['host', 'port', 'username'],
  proxy: ['proxy_host', 'proxy_port', 'proxy_username'],
} as const

function usesPlace(facts: Facts): Place {
  return placeAt(facts, seen(facts.workflow)?.usesLine ?? null)
}

/** The lines, and after them the link, which stays whole when the lines are cut. */
function fit(lines: readonly string[], link: string): string {
  const body = lines.map(withoutDoubleColons).join('\n')
  const room = longestMessage - link.length - 2
  const cut = /[\ud800-\udbff]$/.test(body.slice(0, room)) ? room - 1 : room
  return `${body.length > room ? `${body.slice(0, cut)}…` : body}\n${link}`
}

/**
 * The runners of act's family split a command at its last `::`, which would lose all of a message before an IPv6
 * address: addresses are written out whole, and any other pair of colons is set apart.
 */
function withoutDoubleColons(line: string): string {
  return line
    .replace(/(?<![\w.:])[\da-f:]*::[\da-f:]*(?:\d+\.[\d.]*\d)?(?!\.?[\w:])/gi, (text) =>
      ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toNormalizedString() : text,
    )
    .replace(/:(?=:)/g, ': ')
}

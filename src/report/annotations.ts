import ipaddr from 'ipaddr.js'
import type { PlacedFinding } from '../diagnosis/diagnose'
import { locationOfInput, type WorkflowLocation } from '../diagnosis/workflow-location'
import { type Facts } from '../facts'
import { literal, say, type Words } from '../text/words'
import { logBlock, toAnnotation } from '../text/escape'
import { causePage, issuesPage } from './links'
import type { Report } from './model'
import { unreadAnswer } from './server-answer'
import { findingKey, hostNumbers, type Numbered, shared, shownFindings, worstFirst } from './run'
import { stageName, verdictOf } from './verdict'
import { shownFixes } from './visible-fixes'
import { fileName } from './workflow-change'
import { seen } from '../facts/fact'

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

/** One annotation before hosts are put together: equal ones have one key. */
interface Draft {
  readonly key: string
  readonly annotation: Omit<Annotation, 'message'>
  readonly lines: readonly string[]
  /** The last line, which stays whole when the others are cut. */
  readonly link: string
}

const levels: readonly Annotation['level'][] = ['error', 'warning', 'notice']

/**
 * One annotation per finding that matters: errors and warnings, and notices where nothing is broken. Of a level the worst host
 * comes first, and of each title one annotation before the second of any. What is equal on several hosts is one annotation that
 * names them. Each is on the line of the input that is wrong, else of our `uses:`, else nowhere.
 */
export function annotations(reports: readonly Report[]): readonly Annotation[] {
  const broken = reports.some(({ diagnosis }) => diagnosis.result === 'fail')
  const drafts = (host: Numbered): readonly Draft[] => [
    ...shownFindings(host.report)
      .filter(({ severity }) => severity !== 'notice' || !broken)
      .map((finding) => ofFinding(finding, host)),
    ...faults(host.report),
    ...cutShort(host.report),
    ...unread(host.report),
  ]
  const all = shared(worstFirst(reports), drafts, ({ key }) => key)
  return levels
    .flatMap((level) => {
      const here = all.filter(({ item }) => item.annotation.level === level)
      const titles = here.map(({ item }) => item.annotation.title)
      const isFirst = (index: number) => titles.indexOf(titles[index] ?? '') === index
      return [
        ...here.filter((_, index) => isFirst(index)),
        ...here.filter((_, index) => !isFirst(index)),
      ]
    })
    .slice(0, mostAnnotations)
    .map(({ item, hosts }) => ({
      ...item.annotation,
      message: fit(
        reports.length === 1 ? item.lines : named(item.lines, hosts, reports.length),
        item.link,
      ),
    }))
}

/** With several hosts an annotation says whose it is: names may be masked, so by number. */
function named(
  [first = '', ...rest]: readonly string[],
  [host, ...others]: readonly Numbered[],
  all: number,
): readonly string[] {
  const number = host === undefined ? '' : `Host ${String(host.number)} of ${String(all)}: `
  const same = others.length === 0 ? [] : [`The same on ${hostNumbers(others)}.`]
  return [`${number}${first}`, ...same, ...rest]
}

function ofFinding(finding: PlacedFinding, host: Numbered): Draft {
  const { facts } = host.report
  const { verdict, observed } = finding.explanation
  const [fix] = shownFixes(host.report, finding)
  const change = fix ? [say`Fix it ${literal(fix.where)}: ${fix.what}`] : []
  const paste = fix?.paste ? logBlock(fix.paste.text).slice(0, mostPasted) : []
  return {
    key: findingKey(finding, host),
    annotation: { level: finding.severity, ...atPlace(finding.at), title: finding.title },
    lines: [
      ...[verdict, ...elsewhere(finding.at, facts), ...change].map(toAnnotation),
      ...paste,
      ...observed.slice(0, mostObserved).map(toAnnotation),
    ],
    link: `${finding.id} ${causePage(finding.id, facts.runner)}`,
  }
}

/** A fault of this program never reads as a cause of the target. */
function faults({ diagnosis, facts }: Report): readonly Draft[] {
  return diagnosis.faults.map(({ message, ...where }) =>
    draft(
      { level: 'error', title: 'A check of SSH Preflight itself failed' },
      locationOfInput(facts, null),
      say`Not checked: ${literal(stageName(facts, where))}. ${message}`,
      issuesPage,
    ),
  )
}

/** A step that fails without a finding says why it does. */
function cutShort(report: Report): readonly Draft[] {
  const verdict = verdictOf(report)
  if (verdict.kind !== 'unfinished') return []
  const head = { level: 'error', title: 'The check did not come to its end' } as const
  return [draft(head, locationOfInput(report.facts, null), verdict.sentence)]
}

/** A server report that was given and could not be read: nothing else is lost by it. */
function unread({ facts }: Report): readonly Draft[] {
  const words = unreadAnswer(facts)
  if (words === null) return []
  const head = { level: 'warning', title: 'The check on the server was not read' } as const
  return [draft(head, locationOfInput(facts, 'server_report'), words)]
}

function draft(
  head: Pick<Annotation, 'level' | 'title'>,
  at: WorkflowLocation | null,
  words: Words,
  link = '',
): Draft {
  const annotation = { ...head, ...atPlace(at) }
  const lines = [toAnnotation(words)]
  return { key: JSON.stringify([annotation, lines]), annotation, lines, link }
}

/** Nowhere when the file is not that of this run, as another text is on the line then. */
function atPlace(at: WorkflowLocation | null): Pick<Annotation, 'file' | 'line'> {
  return at?.isOfThisRun ? { file: at.file, line: at.line } : {}
}

/** In words what `placeOf` cannot point at: a file of another repository or commit. */
function elsewhere(at: WorkflowLocation | null, facts: Facts): readonly Words[] {
  const step = seen(facts.workflow)
  if (at === null || at.isOfThisRun || step === null) return []
  return [say`In ${fileName(step)}, line ${at.line}.`]
}

/** The lines, and after them the link, which stays whole when the lines are cut. */
function fit(lines: readonly string[], link: string): string {
  const body = lines.map(withoutDoubleColons).join('\n')
  const room = longestMessage - link.length - 2
  const cut = /[\ud800-\udbff]$/.test(body.slice(0, room)) ? room - 1 : room
  const shown = body.length > room ? `${body.slice(0, cut)}…` : body
  return link === '' ? shown : `${shown}\n${link}`
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

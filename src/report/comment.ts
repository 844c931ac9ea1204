/** The one comment on a pull request: short Markdown that says the verdict, the first fix and where the rest is. */
import { createHash } from 'node:crypto'
import { say } from '../text/words'
import { code, fence, toMarkdown } from '../text/escape'
import { causePage } from './links'
import type { Report } from './model'
import { hostNumbers, sameHosts, worstFirst, worstKind } from './run'
import { countSentence, isReady } from './several-hosts'
import { shownFixes } from './visible-fixes'
import { icon } from './summary/blocks'
import { certaintyLabel, verdictOf } from './verdict'
import { type InputValues, redactInputs } from './redacted-fixes'

/** Which step of which workflow speaks; each has its own comment. */
export interface CommentOrigin {
  /** Path of the workflow file, or its name. */
  readonly workflow: string
  readonly job: string
  /** Place of this job among those of its matrix; empty where a runner does not say. */
  readonly jobIndex: string
  /** GITHUB_ACTION: unique in the job. */
  readonly step: string
}

/** What a comment is made of. */
export interface CommentSource {
  readonly reports: readonly Report[]
  readonly values: InputValues
  readonly origin: CommentOrigin
  /** The web page of the run; null where it is not known. */
  readonly run: string | null
}

/** A comment to be. */
export interface Comment {
  /** What its body begins with, by which a later run finds it. */
  readonly marker: string
  readonly body: string
  /** Nothing to report: it replaces what was reported, and is never a new comment. */
  readonly isPass: boolean
}

/** Most hosts in the list of a comment; the summary has all. */
const hostsLimit = 10

/** The comment for one run of the step; under GitHub's limit of 65,536 characters by its limits. */
export function comment(source: CommentSource): Comment {
  const { reports, origin } = source
  const marker = markerOf(origin)
  const isPass = reports.every((report) => verdictOf(report).kind === 'pass')
  const blocks = isPass ? passBlocks(source) : faultBlocks(source)
  return { marker, body: `${[marker, ...blocks].join('\n\n')}\n`, isPass }
}

/** An HTML comment, which pages do not show. A hash, as names may hold what ends one (`-->`). */
function markerOf({ workflow, job, jobIndex, step }: CommentOrigin): string {
  const key = JSON.stringify([workflow, job, jobIndex, step])
  return `<!-- ssh-preflight ${createHash('sha256').update(key).digest('hex').slice(0, 16)} -->`
}

function passBlocks({ reports, origin, run }: CommentSource): readonly string[] {
  const what = reports.length === 1 ? 'The server is' : `All ${String(reports.length)} hosts are`
  return [
    `${icon.pass} **SSH Preflight now passes.** ${what} ready to deploy.`,
    footer(origin, run),
  ]
}

function faultBlocks({ reports, values, origin, run }: CommentSource): readonly string[] {
  const { words, text } = redactInputs(reports, values)
  const sorted = worstFirst(reports)
  const sentence =
    sorted.length === 1
      ? sorted.map(({ report }) => toMarkdown(words(verdictOf(report).sentence))).join('')
      : countSentence(reports.filter(isReady).length, reports.length)
  const hosts = sameHosts(sorted.filter(({ report }) => verdictOf(report).kind !== 'pass')).map(
    ({ item, hosts: [first, ...others] }) => {
      const verdict = verdictOf(item.report)
      const same = others.length === 0 ? '' : ` (the same on ${hostNumbers(others)})`
      const name = `Host ${String(first?.number ?? item.number)}`
      return `- ${icon[verdict.kind]} ${name}: ${toMarkdown(words(verdict.sentence))}${same}`
    },
  )
  return [
    `### ${icon[worstKind(sorted)]} ${sentence}`,
    ...(sorted.length === 1 ? [] : [listed(hosts)]),
    ...firstFix(),
    footer(origin, run),
  ]

  function firstFix(): readonly string[] {
    const [worst] = sorted
    if (worst === undefined) return []
    const { report } = worst
    const { finding } = verdictOf(report)
    if (finding === null) return []
    const [fix] = shownFixes(report, finding)
    const { certainty, id, explanation } = finding
    const page = `[what it means](${causePage(id, report.facts.runner)})`
    return [
      `**${certaintyLabel[certainty]}:** ${toMarkdown(words(explanation.why))}`,
      ...(fix ? [`**Fix it ${fix.where}:** ${toMarkdown(words(fix.what))}`] : []),
      ...(fix?.paste ? [fence(fix.paste.language, text(fix.paste.text)).join('\n')] : []),
      ...(fix?.diff
        ? [
            toMarkdown(say`${fix.diff.path}, ${[{ say: fix.diff.where }]}:`),
            fence('diff', text(fix.diff.lines.join('\n'))).join('\n'),
          ]
        : []),
      `${code(id)} · ${page}`,
    ]
  }
}

function listed(lines: readonly string[]): string {
  const left = lines.length - hostsLimit
  return [
    ...lines.slice(0, hostsLimit),
    ...(left > 0 ? [`- … and ${String(left)} more, in the job summary`] : []),
  ].join('\n')
}

function footer({ workflow, job }: CommentOrigin, run: string | null): string {
  const where = `Workflow ${code(workflow)}, job ${code(job)}`
  return `<sub>${where}${run === null ? '' : ` · [all that was found, in the run](${run})`}</sub>`
}

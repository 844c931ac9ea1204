/** The log of several hosts: a block each, which is printed whole, and a list at the end. */
import { literal, say } from '../text/words'
import { logLine, toPlain } from '../text/escape'
import type { Report } from './model'
import { type Numbered, worstFirst } from './run'
import { type Style, wrap } from './style'
import { headed, notCheckedLines, stageLines, serverCheckLines, settledStages } from './text'
import { type Group, groups } from './log-groups'
import { targetWords, verdictOf } from './verdict'

const words = { fail: 'FAIL', error: 'ERR', unfinished: '-', warn: 'warn', pass: 'ok' } as const
const tones = { fail: 'bad', error: 'bad', unfinished: 'warn', warn: 'warn', pass: 'good' } as const

/**
 * One host: its stages, to be printed before `folded` and the verdict. Of a host that is ready everything is one folded group, and
 * `lines` is empty.
 */
export function hostBlock(
  report: Report,
  { number, of }: { readonly number: number; readonly of: number },
  style: Style,
): { readonly lines: readonly string[]; readonly folded: readonly Group[] } {
  const { kind, sentence } = verdictOf(report)
  const name = `Host ${number} of ${of}`
  const stages = [
    ...settledStages(report).flatMap((stageMark) => stageLines(report, stageMark, style)),
    ...notCheckedLines(report, style),
    ...serverCheckLines(report, style),
  ]
  if (kind !== 'pass') {
    const head = ['', headed(name, report.facts.hops.target.input, style), '']
    return { lines: [...head, ...stages], folded: groups(report, style) }
  }
  const {
    hops: {
      target: { input },
    },
  } = report.facts
  const title = logLine(toPlain(say`${literal(`ok  ${name}`)}, ${targetWords(input)}: ${sentence}`))
  const rest = groups(report, style).flatMap((group) => ['', group.title, ...group.lines])
  return { lines: [], folded: [{ title, lines: [...stages, ...rest] }] }
}

/** One entry a host, the worst first; the hosts that are ready are only counted where others are not. */
export function hostLines(reports: readonly Report[], style: Style): readonly string[] {
  const sorted = worstFirst(reports)
  const ready = sorted.filter(({ report }) => isReady(report)).length
  const entries = sorted.filter(({ report }) => verdictOf(report).kind !== 'pass').flatMap(entry)
  return ['', style.paint('strong', countSentence(ready, reports.length)), ...entries]

  function entry({ report, number }: Numbered): readonly string[] {
    const { kind, sentence } = verdictOf(report)
    const text = toPlain(
      say`${number}. ${targetWords(report.facts.hops.target.input)}: ${sentence}`,
    )
    const [first = '', ...rest] = wrap(text, style.width - 8, '').map(logLine)
    const mark = style.paint(tones[kind], words[kind].padEnd(4))
    return [`  ${mark}  ${first}`, ...rest.map((line) => `        ${line}`)]
  }
}

/** `2 of 5 hosts are not ready to deploy`. */
export function countSentence(ready: number, all: number): string {
  if (ready === all) return `All ${all} hosts are ready to deploy`
  const broken = all - ready
  return `${broken} of ${all} hosts ${broken === 1 ? 'is' : 'are'} not ready to deploy`
}

/** Whether the deploy may start: a pass, or a warning. */
export function isReady(report: Report): boolean {
  return ['pass', 'warn'].includes(verdictOf(report).kind)
}

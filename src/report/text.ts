import type { Mark, StageMark } from '../diagnosis/diagnose'
import type { HopFacts, InputFacts } from '../facts'
import { type Hop, type HopStage, stageInText } from '../facts/stages'
import { list, literal, say } from '../text/words'
import { logLine, toColumn, toPlain } from '../text/escape'
import { causePage } from './links'
import { groups } from './log-groups'
import { fixLines, item, paragraph } from './log-lines'
import type { Report } from './model'
import { otherLoginWords } from './other-login'
import { seenAt, portProbe } from './seen'
import { plainStyle, type Style, type Tone, wrap } from './style'
import {
  certaintyLabel,
  costLine,
  failedLoginsWarning,
  isForwarded,
  openCandidates,
  shownStages,
  targetWords,
  verdictOf,
} from './verdict'
import { shownFixes } from './visible-fixes'
import type { Finding } from '../causes/finding'

const markWord: Readonly<Record<Mark, { readonly word: string; readonly tone: Tone }>> = {
  ok: { word: 'ok', tone: 'good' },
  warning: { word: 'warn', tone: 'warn' },
  broken: { word: 'FAIL', tone: 'bad' },
  'not-checked': { word: '-', tone: 'faint' },
  fault: { word: 'ERR', tone: 'bad' },
}

/** The first line: the program and its version, and the target at the right. Known before any stage has run. */
export function header(version: string, input: InputFacts, style: Style = plainStyle): string {
  return headed(`SSH Preflight ${version}`, input, style)
}

/** A title and the target at the right. */
export function headed(program: string, input: InputFacts, style: Style): string {
  const target = logLine(toPlain(targetWords(input)))
  const gap = Math.max(2, style.width - program.length - target.length)
  return `${style.paint('strong', program)}${' '.repeat(gap)}${target}`
}

/** The stages that were checked (observed, or their check failed), in their order; inputs always. */
export function settledStages({ diagnosis }: Report): readonly StageMark[] {
  return diagnosis.stages.filter(({ mark }) => mark !== 'not-checked')
}

/**
 * One stage: mark, label, what was seen, milliseconds, and below it what belongs to it (other ports). Call it for
 * each stage as soon as `settledStages` has it, and only once. With a jump host the first stage of each server names it.
 */
export function stageLines(
  report: Report,
  stageMark: StageMark,
  style: Style = plainStyle,
): readonly string[] {
  const { stage, hop } = stageMark
  const { input, tcp } = report.facts.hops[hop] ?? report.facts.hops.target
  const { word, tone } = markWord[stageMark.mark]
  const label = stage === 'tcp' ? `port ${String(input.port)}` : stageInText(stage)
  const ms = stageMark.ms === null || stage === 'input' ? '' : `${String(stageMark.ms)} ms`
  const left = label.padEnd(12)
  const room = style.width - 8 - 13 - 9
  const [first = '', ...rest] = wrap(toColumn(seenAt(report.facts, stageMark)), room)
  const head = `  ${style.paint(tone, word.padEnd(4))}  ${left} ${logLine(first).padEnd(room)}${ms === '' ? '' : style.paint('faint', ms.padStart(9))}`
  const below = rest.map((line) => ' '.repeat(21) + logLine(line))
  return [
    ...(stage === 'input' ? hopLines(report, hop, style) : []),
    head.trimEnd(),
    ...below,
    ...(stage === 'tcp' ? otherPorts(tcp, style) : []),
  ]
}

/** Whose stages follow, where there are two servers. */
function hopLines({ facts }: Report, hop: Hop, style: Style): readonly string[] {
  const { jump, target } = facts.hops
  if (jump === null) return []
  const { input } = hop === 'jump' ? jump : target
  const words = say`${literal(hop === 'jump' ? 'jump host' : 'target')} ${targetWords(input)}`
  const line = `  ${style.paint('strong', logLine(toPlain(words)))}`
  return hop === 'jump' ? [line] : ['', line]
}

function otherPorts(tcp: HopFacts['tcp'], style: Style): readonly string[] {
  if (tcp.state !== 'observed' || tcp.value.portProbes.length === 0) return []
  const probes = toColumn(list(tcp.value.portProbes.map(portProbe)))
  return wrap(probes, style.width, ' '.repeat(21)).map((line, index) =>
    index === 0 ? `        other ports  ${line.trimStart()}` : logLine(line),
  )
}

/** The stages that were not checked, in one entry; nothing when every one was. */
export function notCheckedLines(report: Report, style: Style = plainStyle): readonly string[] {
  const left = shownStages(report).filter(({ mark }) => mark === 'not-checked')
  if (left.length === 0) return []
  const named = left.filter(({ hop }) => hop === 'jump' || isForwarded(report))
  const labels = [
    ...named.map((stageMark) => hopStageLabel(report, stageMark)),
    ...(isForwarded(report) ? [] : ['the connection to the target']),
  ].join(', ')
  return wrap(`${labels}: not checked`, style.width, ' '.repeat(8)).map((line, index) =>
    index === 0 ? `  ${style.paint('faint', '-   ')}  ${line.trimStart()}` : line,
  )
}

/** The name of a stage, with its server where there are two. */
function hopStageLabel({ facts }: Report, { hop, stage }: HopStage): string {
  const isOfTwo = facts.hops.jump !== null && hop === 'jump' && stage !== 'proxy'
  return isOfTwo ? `${stageInText(stage)} of the jump host` : stageInText(stage)
}

/** How the server itself was asked, below the stages; empty where it was not wanted. */
export function serverCheckLines({ facts }: Report, style: Style = plainStyle): readonly string[] {
  const words = otherLoginWords(facts)
  if (words === null) return []
  const mark = facts.serverCheck.state === 'observed' ? 'ok  ' : '-   '
  const [first = '', ...rest] = wrap(toColumn(words), style.width - 21)
  const head = `  ${style.paint('faint', mark)}  server check ${logLine(first)}`
  return [head, ...rest.map((line) => ' '.repeat(21) + logLine(line))]
}

/** The end of the log: verdict, how sure and why, the first fix, the candidates, what it cost. Starts with an empty line. */
export function verdictLines(report: Report, style: Style = plainStyle): readonly string[] {
  const verdict = verdictOf(report)
  const tones = {
    pass: 'good',
    warn: 'warn',
    fail: 'bad',
    error: 'bad',
    unfinished: 'warn',
  } as const
  const sentence = paragraph(verdict.sentence, style).map((line) =>
    style.paint(tones[verdict.kind], line),
  )
  const { finding } = verdict
  const body: string[] = []
  if (verdict.kind === 'error') {
    for (const { message, ...where } of report.diagnosis.faults) {
      body.push(
        ...paragraph(say`${literal(hopStageLabel(report, where))}: ${message}`, style, '  '),
      )
    }
  }
  if (finding !== null) {
    const { why, observed: all } = finding.explanation
    const observed = style.isBrief ? all.slice(0, briefLines) : all
    body.push(...paragraph(say`${literal(certaintyLabel[finding.certainty])}: ${why}`, style, '  '))
    for (const each of observed) body.push(...item('-', each, style, '  '))
    const [first] = shownFixes(report, finding)
    if (first) body.push('', ...fixLines(first, style))
    body.push(...couldBe(finding, style))
    body.push('', `  ${finding.id}  ${causePage(finding.id, report.facts.runner)}`)
  }
  const warning = failedLoginsWarning(report)
  if (warning) body.push('', ...paragraph(warning, style, '  '), '')
  return ['', ...sentence, ...body, `  ${style.paint('faint', costLine(report))}`]
}

/** Most observations and candidates where only the verdict is printed. */
const briefLines = 3

/** The candidates by name; the group below tells each apart. */
function couldBe(finding: Finding, style: Style): readonly string[] {
  const candidates = openCandidates(finding)
  if (candidates.length === 0) return []
  return [
    '',
    `  Only the server can tell which it is (${style.isBrief ? '-v shows the commands' : 'the commands are above'}):`,
    ...candidates
      .slice(0, style.isBrief ? briefLines : candidates.length)
      .flatMap(({ title }, index) => item(`${String(index + 1)}.`, title, style, '    ')),
  ]
}

/** The whole log of finished preflights at once: for a replay, and to compare in tests. */
export function wholeLog(reports: readonly Report[], style: Style = plainStyle): readonly string[] {
  return reports.flatMap((report, index) => [
    ...(index === 0 ? [] : ['']),
    header(report.version, report.facts.hops.target.input, style),
    '',
    ...settledStages(report).flatMap((stageMark) => stageLines(report, stageMark, style)),
    ...notCheckedLines(report, style),
    ...serverCheckLines(report, style),
    ...(style.isBrief ? [] : groups(report, style)).flatMap(({ title, lines }) => [
      '',
      style.paint('strong', title),
      ...lines,
    ]),
    ...verdictLines(report, style),
  ])
}

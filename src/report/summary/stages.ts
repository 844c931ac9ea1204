import type { Mark, StageMark } from '../../diagnosis/diagnose'
import { type Hop, stageLabel } from '../../facts/stages'
import type { Report } from '../model'
import { shownStages } from '../verdict'
import { icon } from './blocks'

const marks: Readonly<Record<Mark, string>> = {
  ok: icon.pass,
  warning: icon.warn,
  broken: icon.fail,
  'not-checked': icon.unchecked,
  fault: icon.error,
}

/** The stages of the connection in one line; a line for each server with a jump host. */
export function stageList(report: Report): readonly string[] {
  const stageMarks = shownStages(report)
  if (report.facts.hops.jump === null) return [lineOf(stageMarks)]
  const titled = (hop: Hop, title: string) =>
    `${title}: ${lineOf(stageMarks.filter((each) => each.hop === hop))}`
  return [titled('jump', 'Jump host'), titled('target', 'Target')]
}

/** It breaks only between stages, so that it also fits a phone. */
function lineOf(stageMarks: readonly StageMark[]): string {
  return stageMarks
    .map(({ stage, mark }) => {
      const label = stageLabel[stage].replaceAll(' ', noBreak)
      const isPlain = mark === 'ok' || mark === 'not-checked'
      return `${marks[mark]}${noBreak}${isPlain ? label : `**${label}**`}`
    })
    .join(' ')
}

const noBreak = '\u00a0'

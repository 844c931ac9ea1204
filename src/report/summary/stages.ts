import type { Mark, StageMark } from '../../diagnosis/diagnose'
import type { HopFacts } from '../../facts'
import { type Hop, stageInText, stageLabel } from '../../facts/stages'
import { duration, literal, plain, say } from '../../text/words'
import { toMarkdown } from '../../text/escape'
import type { Report } from '../model'
import { shownStages, targetWords } from '../verdict'
import { icon } from './blocks'

const marks: Readonly<Record<Mark, string>> = {
  ok: icon.pass,
  warning: icon.warn,
  broken: icon.fail,
  'not-checked': '–',
  fault: icon.error,
}

/** The stages of the connection; two rows with a jump host, each under its server. */
export function stageList(report: Report): readonly string[] {
  const stageMarks = shownStages(report)
  const { jump, target } = report.facts.hops
  if (jump === null) return [rowOf(stageMarks)]
  const titled = (hop: Hop, { input }: HopFacts) => {
    const title = literal(hop === 'jump' ? 'Jump host' : 'Target')
    const words = say`${title} ${targetWords(input)}`
    return `${toMarkdown(words)}:<br>${rowOf(stageMarks.filter((each) => each.hop === hop))}`
  }
  return [titled('jump', jump), titled('target', target)]
}

/**
 * The stages of one server in one row that also fits a phone, as it breaks only between stages: mark, name and time of each,
 * and the names of those after the last one looked at.
 */
function rowOf(stageMarks: readonly StageMark[]): string {
  const last = stageMarks.findLastIndex(({ mark }) => mark !== 'not-checked')
  const left = stageMarks.slice(last + 1).map(({ stage }) => stageInText(stage))
  return [
    ...stageMarks.slice(0, last + 1).map(stageMark),
    ...(left.length === 0 ? [] : [`not checked: ${left.join(', ')}`]),
  ].join(' → ')
}

const noBreak = '\u00a0'

function stageMark({ stage, mark, ms }: StageMark): string {
  const label = stageLabel[stage].replaceAll(' ', noBreak)
  const name = mark === 'ok' || mark === 'not-checked' ? label : `**${label}**`
  const time =
    ms === null || stage === 'input'
      ? ''
      : `${noBreak}<sub>${plain(duration(ms)).replaceAll(' ', noBreak)}</sub>`
  return `${marks[mark]}${noBreak}${name}${time}`
}

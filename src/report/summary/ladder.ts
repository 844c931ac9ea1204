import type { Mark, Rung } from '../../diagnose'
import { stageLabel } from '../../ladder'
import type { Report } from '../model'
import { shownRungs } from '../verdict'
import { icon } from './blocks'

const marks: Readonly<Record<Mark, string>> = {
  ok: icon.pass,
  warning: icon.warn,
  broken: icon.fail,
  'not-checked': '–',
  fault: icon.error,
}

/**
 * The rungs of the connection in one row that also fits a phone, as it breaks between rungs alone: mark, name and time of each,
 * and the names of those after the last one looked at.
 */
export function ladder(report: Report): string {
  const rungs = shownRungs(report)
  const last = rungs.findLastIndex(({ mark }) => mark !== 'not-checked')
  const left = rungs.slice(last + 1).map(({ stage }) => stageLabel[stage].toLowerCase())
  return [
    ...rungs.slice(0, last + 1).map(rung),
    ...(left.length === 0 ? [] : [`not checked: ${left.join(', ')}`]),
  ].join(' → ')
}

const noBreak = '\u00a0'

function rung({ stage, mark, ms }: Rung): string {
  const label = stageLabel[stage].replaceAll(' ', noBreak)
  const name = mark === 'ok' || mark === 'not-checked' ? label : `**${label}**`
  const time =
    ms === null || stage === 'input' ? '' : `${noBreak}<sub>${String(ms)}${noBreak}ms</sub>`
  return `${marks[mark]}${noBreak}${name}${time}`
}

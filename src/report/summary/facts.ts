import { type Stage, stageInText } from '../../facts/stages'
import { list, literal, say } from '../../text/words'
import { columnLimit, codeCell, toCell, toMarkdown } from '../../text/escape'
import { factEntries } from '../fact-entries'
import type { Report } from '../model'
import { seenAt } from '../seen'
import { type Blocks, details, table } from './blocks'
import { timeline } from './timeline'

/** The stages that people suspect first. */
const suspected: readonly Stage[] = ['key', 'dns', 'banner', 'hostkey']

/** One line of what is in order, so that nobody looks there. Nothing when nothing was. */
export function fine(report: Report): Blocks {
  const good = suspected.filter((stage) =>
    report.diagnosis.stages.some(
      (stageMark) =>
        stageMark.hop === 'target' &&
        stageMark.stage === stage &&
        stageMark.mark === 'ok' &&
        // A notice on it does not make it broken, nor all right.
        !report.diagnosis.findings.some((each) => each.hop === 'target' && each.stage === stage),
    ),
  )
  if (good.length === 0) return []
  const items = good.map(
    (stage) =>
      say`${literal(stageInText(stage))} (${seenAt(report.facts, { hop: 'target', stage })})`,
  )
  return [`**In order:** ${toMarkdown(list(items))}.`]
}

/** Everything that was observed, folded: the blocks of `first`, the time of each stage, then every fact. */
export function facts(report: Report, title: string, first: Blocks = []): Blocks {
  const rows = factEntries(report.facts).map(({ label, value, long }) => [
    label,
    long === undefined ? toCell(value) : codeCell(long, columnLimit),
  ])
  return details(literal(title), [
    ...first,
    ...timeline(report),
    table(['What', 'Seen'], ['left', 'left'], rows),
  ])
}

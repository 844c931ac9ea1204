import { compareHopStages, stageLabel } from '../../facts/stages'
import { duration, plain } from '../../text/words'
import { fence } from '../../text/escape'
import type { Report } from '../model'
import { shownStages } from '../verdict'
import type { Blocks } from './blocks'

/** Cells of the whole time: with its figures a line still fits a phone. */
const width = 24

/**
 * When each stage began and how long it took, one bar a stage; nothing when there is nothing to compare. Text, and no chart of
 * Mermaid: a runner masks a port that is a secret in every number, and a chart does not survive that.
 */
export function timeline(report: Report): Blocks {
  const timed = shownStages(report)
    .flatMap(({ hop, stage, ms }) =>
      // A saved report may hold a negative time.
      ms === null || stage === 'input' ? [] : [{ hop, stage, ms: Math.max(0, ms) }],
    )
    .toSorted(compareHopStages)
  const total = timed.reduce((sum, { ms }) => sum + ms, 0)
  if (timed.length < 2 || total === 0) return []
  const names = timed.map(({ hop, stage }) => {
    const label = stageLabel[stage]
    return report.facts.hops.jump !== null && hop === 'jump' ? `Jump host: ${label}` : label
  })
  const nameWidth = Math.max(...names.map((name) => name.length))
  const times = timed.map(({ ms }) => plain(duration(ms)))
  const timeWidth = Math.max(...times.map((time) => time.length))
  const lines = timed.map(({ ms }, index) => {
    const before = timed.slice(0, index).reduce((sum, each) => sum + each.ms, 0)
    const share = `${String(Math.round((100 * ms) / total))} %`
    const cells = Math.max(1, Math.round((width * ms) / total))
    const start = Math.min(Math.floor((width * before) / total), width - cells)
    return [
      (names[index] ?? '').padEnd(nameWidth),
      (times[index] ?? '').padStart(timeWidth),
      share.padStart(5),
      ' '.repeat(start) + '█'.repeat(cells),
    ].join('  ')
  })
  return ['Where the time went:', fence('text', lines.join('\n')).join('\n')]
}

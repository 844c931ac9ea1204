import { literal } from '../../text/words'
import { columnLimit, codeCell, toCell } from '../../text/escape'
import { factEntries } from '../fact-entries'
import type { Report } from '../model'
import { type Blocks, details, table } from './blocks'
import { timeline } from './timeline'

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

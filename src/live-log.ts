import { firstFinding } from './diagnose'
import type { InputFacts } from './facts'
import type { Stage } from './ladder'
import type { Report } from './report/model'
import type { Style } from './report/style'
import {
  type Group,
  groups,
  header,
  notCheckedLine,
  settledStages,
  stageLines,
  verdictLines,
} from './report/text'
import type { Listener } from './run-targets'
import { version } from './version'

/** Where the log goes. */
export interface LogPorts {
  readonly line: (text: string) => void
  /** A group that a runner folds; a terminal prints its title above it. */
  readonly group: (group: Group) => void
}

/** The log while it happens: one line a stage as soon as it is settled, then the verdict and what is folded. */
export function liveLog({ line, group }: LogPorts, style: Style): Listener {
  let printed = new Set<Stage>()
  let first = true
  const print = (lines: readonly string[]) => {
    for (const each of lines) line(each)
  }
  const stage = (report: Report) => {
    for (const each of settledStages(report)) {
      if (printed.has(each)) continue
      printed.add(each)
      print(stageLines(report, each, style))
    }
  }
  return {
    begin(input: InputFacts) {
      printed = new Set()
      print([...(first ? [] : ['']), header(version, input, style), ''])
      first = false
    },
    stage,
    waiting({ diagnosis }, pauseMs) {
      const cause = firstFinding(diagnosis)?.id ?? 'not up'
      print([`  ${cause}: not up yet, the next look is in ${pauseMs / 1000} s`])
    },
    end(report) {
      stage(report)
      print([notCheckedLine(report, style)].filter((each) => each !== null))
      for (const each of groups(report, style)) group(each)
      print(verdictLines(report, style))
    },
  }
}

import type { InputFacts } from '../facts'
import { isForwarded } from './verdict'
import type { HostNumber, Report, RunListener } from './model'
import { hostBlock, hostLines } from './several-hosts'
import type { Style } from './style'
import {
  header,
  notCheckedLines,
  stageLines,
  serverCheckLines,
  settledStages,
  verdictLines,
} from './text'
import { type Group, groups } from './log-groups'
import { progressLine, countdownLine, waitingLine } from './waiting'
import { version } from '../version'

/** Where the log goes. */
export interface LogPorts {
  readonly line: (text: string) => void
  /** A group that a runner folds; a terminal prints its title above it. */
  readonly group: (group: Group) => void
  /** Writes the last line over; absent where a line once printed stays (a runner, a pipe). */
  readonly live?: (text: string) => void
}

/** A runner's log is not to be filled with looks that say the same. */
const waitingLineEveryMs = 60_000

/**
 * The log while it happens. One host: a line a stage as soon as it is settled, then the verdict and what is folded. Several:
 * each host's block whole, as it ends, and at last one line a host, the worst first.
 */
export function liveLog({ line, group, live }: LogPorts, style: Style): RunListener {
  const printed = new Set<string>()
  const countdown = startCountdown(live)
  let begun = false
  const print = (lines: readonly string[]) => {
    countdown.clear()
    for (const each of lines) line(each)
  }
  const stage = (report: Report, { of }: HostNumber, ended = false) => {
    if (of > 1) return
    for (const stageMark of settledStages(report)) {
      // The target's key is read first, but its stages are below those of the jump host.
      if (!ended && stageMark.hop === 'target' && !isForwarded(report)) continue
      const name = `${stageMark.hop} ${stageMark.stage}`
      if (printed.has(name)) continue
      printed.add(name)
      print(stageLines(report, stageMark, style))
    }
    if (!ended) countdown.start((passedMs) => progressLine(report, passedMs, style))
  }
  const say = waitingLines()
  return {
    begin(input: InputFacts, { of }) {
      if (of === 1) print([header(version, input, style), ''])
      else if (!begun) print([`SSH Preflight ${version}: ${of} hosts, each shown when it is done`])
      begun = true
    },
    stage,
    waiting(report, hostNumber, waiting) {
      if (live && hostNumber.of === 1) {
        countdown.start((passedMs) => countdownLine(report, waiting, passedMs))
      } else if (say(report, hostNumber)) {
        print([waitingLine(report, hostNumber, waiting)])
      }
    },
    end(report, hostNumber) {
      if (hostNumber.of > 1) {
        const { lines, folded } = hostBlock(report, hostNumber, style)
        print(lines)
        if (!style.isBrief) for (const each of folded) group(each)
        print(verdictLinesOf(report, lines))
        return
      }
      stage(report, hostNumber, true)
      print(notCheckedLines(report, style))
      print(serverCheckLines(report, style))
      if (!style.isBrief) for (const each of groups(report, style)) group(each)
      print(verdictLines(report, style))
    },
    finish(reports) {
      print(hostLines(reports, style))
    },
  }

  /** A host that is ready is one folded group and needs no verdict below it. */
  function verdictLinesOf(report: Report, lines: readonly string[]): readonly string[] {
    return lines.length === 0 ? [] : verdictLines(report, style)
  }
}

/** Whether a line is due: at the first attempt, when the cause changes, and once a minute; of several hosts, once each. */
function waitingLines(): (report: Report, hostNumber: HostNumber) => boolean {
  const said = new Map<number, { readonly cause: string; readonly at: number }>()
  return ({ diagnosis }, { number, of }) => {
    const cause = diagnosis.findings[0]?.id ?? ''
    const before = said.get(number)
    const now = performance.now()
    const isDue =
      before === undefined ||
      (of === 1 && (before.cause !== cause || now - before.at >= waitingLineEveryMs))
    if (isDue) said.set(number, { cause, at: now })
    return isDue
  }
}

interface Countdown {
  start(text: (passedMs: number) => string): void
  clear(): void
}

/** A line of the terminal that is written again each second until something else is printed. */
function startCountdown(live: LogPorts['live']): Countdown {
  let timer: NodeJS.Timeout | null = null
  const clear = () => {
    if (timer === null) return
    clearInterval(timer)
    timer = null
    live?.('')
  }
  return {
    start(text) {
      clear()
      const startedAt = performance.now()
      const show = () => live?.(text(performance.now() - startedAt))
      timer = setInterval(show, 1000)
      timer.unref()
      show()
    },
    clear,
  }
}

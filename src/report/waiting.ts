/** What the log says while a server is not ready yet. */
import { firstFinding } from '../diagnosis/diagnose'
import { stageInText } from '../facts/stages'
import { logLine } from '../text/escape'
import type { Report, Waiting } from './model'
import type { Style } from './style'

/** How long, for people: `45 s`, `1 min 40 s`. */
export function timeWords(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1000))
  const minutes = Math.floor(whole / 60)
  const rest = whole % 60
  if (minutes === 0) return `${rest} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

const causeOf = ({ diagnosis }: Report) => firstFinding(diagnosis)?.id ?? ''

/** A line that stays: `  not ready yet (tcp/not-listening): next attempt in 15 s, waiting for 1 min 40 s more at most`. */
export function waitingLine(
  report: Report,
  { number, of }: { readonly number: number; readonly of: number },
  { pauseMs, leftMs }: Waiting,
): string {
  const host = of === 1 ? '' : `host ${number}: `
  return logLine(
    `  ${host}not ready yet (${causeOf(report)}): next attempt in ${timeWords(pauseMs)}, waiting for ${timeWords(leftMs)} more at most`,
  )
}

/** The line that counts down on a terminal, so many milliseconds after the pause began. */
export function countdownLine(report: Report, waiting: Waiting, passedMs: number): string {
  const { checks, pauseMs, leftMs } = waiting
  return logLine(
    `  not ready yet (${causeOf(report)}): look ${checks + 1} in ${timeWords(pauseMs - passedMs)}, ${timeWords(leftMs - passedMs)} left`,
  )
}

/** The line of a terminal for the stage that is running, so many milliseconds after the one before it ended. */
export function progressLine({ diagnosis }: Report, passedMs: number, style: Style): string {
  const next = diagnosis.stages.find(({ mark }) => mark === 'not-checked')
  if (!next || passedMs < longSilenceMs) return ''
  const what = `${stageInText(next.stage)} …`.padEnd(style.width - 8 - 9)
  return `  ${style.paint('faint', '...   ')}${what}${style.paint('faint', timeWords(passedMs).padStart(9))}`
}

/** What comes sooner needs no line. */
const longSilenceMs = 900

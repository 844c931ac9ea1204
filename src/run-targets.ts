import { version } from './version'
import type { InputFacts } from './facts'
import { diagnose, firstFinding } from './diagnose'
import type { Inputs, Target } from './inputs'
import { type PreflightContext, preflight } from './preflight'
import type { Report } from './report/model'

/** Who is told what happens while it happens. */
export interface Listener {
  begin(input: InputFacts): void
  /** Called after each stage, with what is known so far. */
  stage(report: Report): void
  /** The server is not up yet; the next look is after so many milliseconds. */
  waiting(report: Report, pauseMs: number): void
  end(report: Report): void
}

const pauseMs = 5000

/** Runs one preflight per target, one after another, until the signal aborts. Gives a report of each one begun. */
export async function runTargets(
  inputs: Inputs,
  context: Omit<PreflightContext, 'onStage'>,
  listener: Listener,
): Promise<readonly Report[]> {
  const reports: Report[] = []
  for (const target of inputs.targets) {
    if (context.signal.aborted) break
    listener.begin(target.facts)
    const report = await untilUp(target, inputs.waitMs, context, listener)
    listener.end(report)
    reports.push(report)
  }
  return reports
}

/** With `wait`, looks again after a pause as long as the server does not greet; the cost of all looks is summed up. */
async function untilUp(
  target: Target,
  waitMs: number,
  context: Omit<PreflightContext, 'onStage'>,
  listener: Listener,
): Promise<Report> {
  const end = performance.now() + waitMs
  let before = { connections: 0, sideLooks: 0, strikes: 0, ms: 0 }
  for (;;) {
    const onStage: PreflightContext['onStage'] = (facts) => {
      if (waitMs === 0) listener.stage(judged(facts))
    }
    const facts = await preflight(target, { ...context, onStage })
    const cost = {
      timeoutMs: facts.cost.timeoutMs,
      connections: before.connections + facts.cost.connections,
      sideLooks: before.sideLooks + facts.cost.sideLooks,
      strikes: before.strikes + facts.cost.strikes,
      ms: before.ms + facts.cost.ms,
    }
    const report = judged({ ...facts, cost })
    if (!isDown(report) || performance.now() + pauseMs >= end || context.signal.aborted) {
      return report
    }
    listener.waiting(report, pauseMs)
    await pause(pauseMs, context.signal)
    before = { ...cost, ms: cost.ms + pauseMs }
  }
}

/** Whether it may be better in a moment: the name, the port or the greeting is missing. */
function isDown({ diagnosis }: Report): boolean {
  const stage = firstFinding(diagnosis)?.stage
  return diagnosis.result === 'fail' && (stage === 'dns' || stage === 'tcp' || stage === 'banner')
}

function judged(facts: Report['facts']): Report {
  return { version, facts, diagnosis: diagnose(facts) }
}

/** Resolves after so many milliseconds, or when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}

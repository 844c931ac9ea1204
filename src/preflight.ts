import type { Fact, Facts, RunnerFacts, WorkflowFacts } from './facts'
import type { Target } from './inputs'

/** What a preflight is told beside its target, and how it tells what it sees. */
export interface PreflightContext {
  readonly runner: RunnerFacts
  readonly workflow: Fact<WorkflowFacts>
  /** Aborted on SIGINT: every socket and timer is closed, and the facts so far are returned. */
  readonly signal: AbortSignal
  /** Called after each stage with all facts so far, for the live log. */
  readonly onStage: (facts: Facts) => void
}

/** Climbs the ladder until a rung breaks or the clock runs out. Never throws for what a server does. */
export type Preflight = (target: Target, context: PreflightContext) => Promise<Facts>

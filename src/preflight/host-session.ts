import type { Duplex } from 'node:stream'
import type { LoginOrder } from './login-order'
import type { Clock } from './clock'
import type { Connections } from './connection-budget'
import type { Facts, RunnerFacts, RunnerSshFacts, WorkflowFacts } from '../facts'
import type { Endpoint } from '../inputs/login'
import type { TimedLookup } from '../network/system-lookup'
import type { Signer } from '../ssh/session'
import type { StageRunner } from './stage-runner'
import type { Fact } from '../facts/fact'

/** What a preflight is given in addition to its target, and whom it informs of what it sees. */
export interface PreflightContext {
  /** Every secret of the run, of all its hosts: what no fact may hold. */
  readonly secrets: readonly string[]
  readonly runner: RunnerFacts
  readonly workflow: Fact<WorkflowFacts>
  /** The ssh of this machine; null when no later step runs it. */
  readonly runnerSsh?: RunnerSshFacts | null
  /** Aborted on SIGINT: every socket and timer is closed, and the facts so far are returned. */
  readonly signal: AbortSignal
  /** Whether the on-server check can say more than these facts: a preflight itself never judges. */
  readonly isWorthAsking: (facts: Facts) => boolean
  /** Called after each stage with all facts so far, for the live log. */
  readonly onStage: (facts: Facts) => void
  /** What the name of the server to connect to resolved to, when it was looked up before. */
  readonly lookup?: TimedLookup | null
  /** Milliseconds of the host's timeout that have passed before the engine had its work; 0 when absent. */
  readonly spentMs?: number
}

/** What all stages share. */
export interface Deps {
  readonly clock: Clock
  readonly connections: Connections
  readonly lookup: TimedLookup | null
  readonly isWorthAsking: (facts: Facts) => boolean
  /** The order in which the client of the deploy logs in. */
  readonly order: LoginOrder
  readonly workflow: Fact<WorkflowFacts>
}

/** One server with its stages, once its key was read. */
export interface HostSession extends Endpoint {
  readonly stages: StageRunner
  /** The keys to offer, in this order: one of the inputs, or those of the agent. */
  readonly signers: readonly Signer[]
}

/** A stream to a server, and how to open another one to the same address. */
export interface Transport {
  readonly stream: Duplex
  readonly again: () => Promise<Duplex | null>
}

/**
 * What the stages saw: one plain, versioned, JSON-serializable object without a secret in it.
 * A saved report holds it, and judging it again gives the same diagnosis without a network.
 *
 * All durations are whole milliseconds. All remote text is kept as received (clipped), never escaped here.
 */
import type { AuthenticationFacts } from './authentication'
import type { DeployFacts } from './deploy'
import type { HostKeyFacts } from './host-key'
import type { KeyExchangeFacts } from './key-exchange'
import type { OtherLoginFacts } from './other-login'
import type { ServerCheckFacts } from './server-check'
import type { SessionFacts } from './session'
import type { KeyFacts } from './key'
import type { Fact } from './fact'
import type { ForwardingFacts } from './forwarding'
import type { InputFacts, RunnerFacts, WorkflowFacts } from './request'
import type { RunnerSshFacts } from './runner-ssh'
import type { DnsFacts, IdentificationFacts, TcpFacts } from './network'

export type * from './authentication'
export type * from './deploy'
export type * from './fact'
export type * from './host-key'
export type * from './key'
export type * from './key-exchange'
export type * from './network'
export type * from './other-login'
export type * from './forwarding'
export type * from './plan'
export type * from './protocol-error'
export type * from './request'
export type * from './runner-ssh'
export type * from './server-check'
export type * from './session'
export type * from './value-form'

/** Raised when a saved report can no longer be read by newer code; additions do not raise it. */
export const factsVersion = 2

/**
 * What is known of one server, by stage. The stages that it does not have (`stagesOf` in stages.ts) are "not needed": a jump host
 * forwards and has no session, and behind one the target's name is resolved there.
 */
export interface HopFacts {
  /** In the names of the target's inputs: for the jump host, `host` is what `proxy_host` says. */
  readonly input: InputFacts
  readonly key: Fact<KeyFacts>
  readonly dns: Fact<DnsFacts>
  /** Behind a jump host: the forwarded channel, connected without an attempt by us. */
  readonly tcp: Fact<TcpFacts>
  readonly banner: Fact<IdentificationFacts>
  readonly kex: Fact<KeyExchangeFacts>
  readonly hostkey: Fact<HostKeyFacts>
  readonly auth: Fact<AuthenticationFacts>
  /** The channel from the jump host to the target. */
  readonly proxy: Fact<ForwardingFacts>
  readonly session: Fact<SessionFacts>
  readonly deploy: Fact<DeployFacts>
}

/** Everything that is known of one host after one preflight, without a secret in it. Judging it again gives the same findings. */
export interface Facts {
  readonly version: typeof factsVersion
  readonly runner: RunnerFacts
  readonly workflow: Fact<WorkflowFacts>
  /** The ssh of the runner; absent where no later step runs it, and in older reports. */
  readonly runnerSsh?: RunnerSshFacts
  readonly hops: {
    /** The jump host, checked before the target; null without one. */
    readonly jump: HopFacts | null
    readonly target: HopFacts
  }
  /** What the check on the server said. It is no stage, as it comes by another way. */
  readonly serverCheck: Fact<ServerCheckFacts>
  /** The other login through which we asked for it; absent when none was tried. */
  readonly otherLogin?: OtherLoginFacts
  readonly cost: CostFacts
}

/** What this preflight cost the server and the clock. */
export interface CostFacts {
  /** TCP connections that reached the SSH port, those that a jump host made for us included. */
  readonly connections: number
  /** Probes of other ports of the same host, one attempt each. */
  readonly portProbes: number
  /** Failed logins that fail2ban may count in its aggressive mode, at most: for connections that did not end in a login, and in them. */
  readonly failedLogins: number
  readonly ms: number
  readonly timeoutMs: number
  /** With `wait`: how many times the server was checked; the rest is the sum of all. Absent without `wait`. */
  readonly checks?: number
}

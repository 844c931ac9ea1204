import { type Clock, startClock } from './clock'
import { type Connections, trackConnections } from './connection-budget'
import {
  type Facts,
  factsVersion,
  type HopFacts,
  type InputFacts,
  type OtherLoginFacts,
  type RunnerFacts,
  type RunnerSshFacts,
} from '../facts'
import { type FactStage, type Hop, stagesOf } from '../facts/stages'
import type { Target } from '../inputs'
import { failedLoginsOf } from './failed-logins'
import type { Raw } from '../facts/unredacted'
import { rawInput, rawRunner, rawRunnerSsh, rawWorkflow } from '../redaction/raw-inputs'
import { Redaction } from '../redaction/redaction'
import { outOfTime } from './stages/observe'
import type { PreflightContext } from './host-session'
import { StageRunner } from './stage-runner'
import { type Fact, notChecked, type NotChecked, type NotCheckedReason, seen } from '../facts/fact'

/** The facts of one preflight as they grow, stage by stage. The live log gets them after each. */
export class FactLog {
  readonly target: StageRunner
  /** The stages of the jump host; they stay empty without one. */
  readonly proxy: StageRunner
  /** The stages of another login to the target; they stay empty where none is tried. */
  readonly other: StageRunner
  #otherLogin: OtherLoginFacts | null = null
  readonly #redaction: Redaction
  readonly #given: Pick<Facts, 'runner' | 'workflow' | 'runnerSsh'> & {
    readonly target: InputFacts
    readonly jump: InputFacts | null
  }
  readonly #asked: Target
  readonly #context: PreflightContext
  readonly #clock: Clock
  readonly #connections: Connections

  constructor(asked: Target, context: PreflightContext, clock: Clock, connections: Connections) {
    this.#asked = asked
    this.#context = context
    this.#clock = clock
    this.#connections = connections
    const onChange = () => {
      context.onStage(this.facts)
    }
    const redaction = new Redaction(context.secrets)
    this.#redaction = redaction
    this.#given = {
      runner: redaction.redact<RunnerFacts>(rawRunner(context.runner)),
      workflow: redaction.redact<Facts['workflow']>(rawWorkflow(context.workflow)),
      ...(context.runnerSsh && {
        runnerSsh: redaction.redact<RunnerSshFacts>(rawRunnerSsh(context.runnerSsh)),
      }),
      target: redaction.redact<InputFacts>(rawInput(asked.facts)),
      jump: asked.proxy && redaction.redact<InputFacts>(rawInput(asked.proxy.facts)),
    }
    this.target = new StageRunner(clock, redaction, onChange)
    this.proxy = new StageRunner(clock, redaction, onChange)
    this.other = new StageRunner(clock, redaction, onChange)
  }

  /** Keeps how the other login went; `authentication` is the fact that was gathered of it. */
  noteOtherLogin({
    authentication,
    ...raw
  }: Raw<Omit<OtherLoginFacts, 'authentication'>> & Pick<OtherLoginFacts, 'authentication'>): void {
    const facts = this.#redaction.redact<Omit<OtherLoginFacts, 'authentication'>>(raw)
    this.#otherLogin = { ...facts, authentication }
    this.#context.onStage(this.facts)
  }

  /** All facts so far. What was not gathered was `stopped`, or had no time. */
  get facts(): Facts {
    const { counted } = this.#connections
    const { runner, workflow, runnerSsh, target, jump } = this.#given
    const late = this.target.isLate || this.proxy.isLate
    const why = late ? outOfTime(this.#clock) : notChecked('stopped')
    const unavailable = late ? why : notChecked('unavailable')
    return {
      version: factsVersion,
      runner,
      workflow,
      ...(runnerSsh && { runnerSsh }),
      hops: {
        jump: jump && { input: jump, ...notGathered('jump', false, why), ...this.proxy.facts },
        target: {
          input: target,
          ...notGathered('target', jump !== null, why),
          ...this.target.facts,
        },
      },
      serverCheck:
        this.other.facts.serverCheck ??
        (this.#asked.otherLogin === null ? notChecked('not-needed') : unavailable),
      ...(this.#otherLogin && { otherLogin: this.#otherLogin }),
      cost: {
        connections: counted.connections,
        portProbes: counted.portProbes,
        failedLogins:
          this.#connections.failedLogins() +
          [this.proxy, this.target, this.other].reduce(
            (sum, stages) => sum + failedLoginsOfStages(stages),
            0,
          ),
        ms: this.#clock.elapsedMs(),
        timeoutMs: this.#asked.timeoutMs,
      },
    }
  }
}

/** The failed logins that the login at one server risked, in addition to the end of its connection. */
function failedLoginsOfStages({ facts: { auth, session } }: StageRunner): number {
  const exec = session && seen(session)?.exec
  return failedLoginsOf((auth && seen(auth)) ?? null, exec ? seen(exec) : null)
}

/** Every stage of a hop, not checked; those that it does not have are not needed. */
function notGathered(hop: Hop, isBehindJumpHost: boolean, why: NotChecked) {
  const own = stagesOf(hop, isBehindJumpHost)
  return byStage((stage) => (own.includes(stage) ? why : notChecked('not-needed')))
}

function byStage<T>(of: (stage: FactStage) => T): Readonly<Record<FactStage, T>> {
  return {
    key: of('key'),
    dns: of('dns'),
    tcp: of('tcp'),
    banner: of('banner'),
    kex: of('kex'),
    hostkey: of('hostkey'),
    auth: of('auth'),
    proxy: of('proxy'),
    session: of('session'),
    deploy: of('deploy'),
  }
}

/** The facts of a preflight that has not begun. */
export function factsBefore(target: Target, context: PreflightContext): Facts {
  const clock = startClock(target.timeoutMs, context.signal)
  clock.stop()
  return new FactLog(target, context, clock, trackConnections()).facts
}

/** The facts of a preflight that was ended from outside: what was not gathered by then was not checked, for this reason. */
export function cutShort(facts: Facts, why: NotCheckedReason, ms: number): Facts {
  const late = <T>(fact: Fact<T>): Fact<T> =>
    fact.state === 'not-checked' && fact.why === 'stopped' ? notChecked(why) : fact
  const lateAt = (hop: HopFacts): HopFacts => ({
    input: hop.input,
    key: late(hop.key),
    dns: late(hop.dns),
    tcp: late(hop.tcp),
    banner: late(hop.banner),
    kex: late(hop.kex),
    hostkey: late(hop.hostkey),
    auth: late(hop.auth),
    proxy: late(hop.proxy),
    session: late(hop.session),
    deploy: late(hop.deploy),
  })
  const { jump, target } = facts.hops
  return {
    ...facts,
    hops: { jump: jump && lateAt(jump), target: lateAt(target) },
    serverCheck: late(facts.serverCheck),
    cost: { ...facts.cost, ms },
  }
}

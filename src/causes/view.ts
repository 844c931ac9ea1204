import {
  type CostFacts,
  type Facts,
  type HopFacts,
  type InputFacts,
  type RunnerFacts,
  type RunnerSshFacts,
  type WorkflowFacts,
} from '../facts'
import type { FactStage, Hop } from '../facts/stages'
import { hasProxyInput, targetInput } from '../facts/proxy-inputs'
import { parseIdentification } from '../knowledge/identification'
import { systemOf } from '../knowledge/server-systems'
import type { ServerView } from './server-cause'
import { type Fact, seen } from '../facts/fact'

type ValueOf<S extends FactStage> = HopFacts[S] extends Fact<infer Value> ? Value : never

/**
 * One server as a cause sees it: the value of each stage's fact, null where it was not observed. Those of the stages in
 * `Needs` were.
 */
export type View<Needs extends FactStage = never> = HopServer & {
  readonly [S in FactStage]: S extends Needs ? ValueOf<S> : ValueOf<S> | null
}

interface HopServer {
  readonly hop: Hop
  /** The facts with their state and duration. */
  readonly facts: HopFacts
  readonly input: InputFacts
  readonly runner: RunnerFacts
  readonly cost: CostFacts
  /** Our own step, under the target's names of inputs; null where the file was not read. */
  readonly workflow: WorkflowFacts | null
  /** The ssh of the runner, as later steps find it; null where none runs it. */
  readonly runnerSsh: RunnerSshFacts | null
  readonly server: ServerView
  /** The jump host on the way to this server. */
  readonly jump: View | null
}

/** What a cause is given of the target, or of the jump host, which is null without one. */
export function viewOf(facts: Facts, hop: 'target'): View
export function viewOf(facts: Facts, hop: Hop): View | null
export function viewOf(facts: Facts, hop: Hop): View | null {
  const of = facts.hops[hop]
  if (of === null) return null
  const workflow = seen(facts.workflow)
  return {
    hop,
    facts: of,
    input: of.input,
    runner: facts.runner,
    cost: facts.cost,
    workflow: workflow && (hop === 'jump' ? atJumpHost(workflow) : workflow),
    runnerSsh: hop === 'target' ? (facts.runnerSsh ?? null) : null,
    server: serverView(of, facts.runner),
    jump: hop === 'jump' ? null : viewOf(facts, 'jump'),
    key: seen(of.key),
    dns: seen(of.dns),
    tcp: seen(of.tcp),
    banner: seen(of.banner),
    kex: seen(of.kex),
    hostkey: seen(of.hostkey),
    auth: seen(of.auth),
    proxy: seen(of.proxy),
    session: seen(of.session),
    deploy: seen(of.deploy),
  }
}

/** Whether the facts of these stages were observed. */
export function has<Needs extends FactStage>(
  view: View,
  needs: readonly Needs[],
): view is View & View<Needs> {
  return needs.every((stage) => view[stage] !== null)
}

/** Our step as if it were written for the jump host: `host` is what `proxy_host` says. */
function atJumpHost(workflow: WorkflowFacts): WorkflowFacts {
  const entries = workflow.with.flatMap((entry) => {
    const input = targetInput(entry.input) ?? entry.input
    return input === entry.input && hasProxyInput(input) ? [] : [{ ...entry, input }]
  })
  return { ...workflow, with: entries }
}

function serverView(
  { input, key: keyFact, banner, tcp }: HopFacts,
  runner: RunnerFacts,
): ServerView {
  const key = seen(keyFact)
  // After a refusal, SSH on another port of the same host shows the system as well.
  const other = seen(tcp)?.portProbes.find((probe) => probe.identification)?.identification
  const { software, comments } = seen(banner) ?? parseIdentification(other ?? '')
  return {
    port: input.port,
    user: input.user,
    keyFingerprint: key?.fingerprint ?? null,
    publicKey: key?.publicKey ?? null,
    // A terminal masks nothing.
    publicKeyBreaks: runner.platform === 'terminal' ? [] : (key?.publicKeyBreaks ?? []),
    system: systemOf(software, comments),
  }
}

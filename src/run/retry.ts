import { firstFinding } from '../diagnosis/diagnose'
import type { CostFacts, HopFacts } from '../facts'
import type { Target } from '../inputs'
import type { Endpoint } from '../inputs/login'
import { pause } from '../network/deadline'
import type { Report, Waiting } from '../report/model'
import type { Retry } from '../causes/finding'
import { notChecked, seen } from '../facts/fact'

/** What a wait needs of whoever runs it. */
export interface RetryDeps {
  readonly waitMs: number
  /** When the last check is due, by performance.now(). */
  readonly endsAt: number
  readonly signal: AbortSignal
  /** One preflight from its first stage on. */
  readonly check: (target: Target) => Promise<Report>
  /** Judges again: the cost of all checks is in the facts that are reported. */
  readonly judge: (facts: Report['facts']) => Report
  readonly onPause: (report: Report, waiting: Waiting) => void
}

/**
 * A check sends up to two SYNs to an address (there is a second one after a refusal). `ufw limit` drops the sixth new
 * connection in 30 s, so checks 15 s apart leave one for the deploy that follows.
 */
const uncountedPausesMs = [15_000, 15_000, 20_000] as const
const longestPauseMs = 30_000

/** For each failed login: OpenSSH's penalties (5 s for a refused login, refusal from 15 s on) are over after this. */
const pausePerFailedLoginMs = 30_000

/** fail2ban bans at the fifth failure in ten minutes. */
const mostFailedLogins = 4

/** A last check that would come sooner than this after the one before says nothing new. */
const leastPauseMs = 5000

/**
 * Checks once; with `wait`, again after pauses as long as the server is not up. A credential that was refused is tried once
 * more, within four failed logins in all. Other ports are probed only in the first check and in the last one. Costs are sums.
 */
export async function waitUntilUp(target: Target, checks: RetryDeps): Promise<Report> {
  if (checks.waitMs === 0) return checks.check(target)
  const quick = withoutPortProbes(target)
  let spent: CostFacts | null = null
  let failedLogins = 0
  let wasRefused = false
  let last: Report | null = null
  for (let count = 1; ; count += 1) {
    const startedAt = performance.now()
    const isWhole = count === 1 || startedAt >= checks.endsAt
    const { facts } = await checks.check(isWhole ? target : quick)
    spent = { ...sum(spent, facts.cost), checks: count }
    // A round that was broken off knows less than the one before.
    const known: Report['facts'] = last && checks.signal.aborted ? last.facts : facts
    last = checks.judge({ ...asGiven(known, target), cost: spent })
    const retry = retryOf(last)
    const isRefusal = retry === 'once'
    const costs = isRefusal ? facts.cost.failedLogins : retry
    failedLogins += typeof costs === 'number' ? costs : 0
    const leftForPause = checks.endsAt - performance.now()
    const pauseMs =
      isRefusal && wasRefused ? null : pauseAfter(costs, count, failedLogins, leftForPause)
    wasRefused ||= isRefusal
    if (pauseMs === null || checks.signal.aborted) return last
    const leftMs = Math.round(checks.endsAt - performance.now())
    checks.onPause(last, { checks: count, pauseMs, leftMs })
    const isOver = await pause(pauseMs, checks.signal)
    if (!isOver) return last
    spent = { ...spent, ms: spent.ms + pauseMs }
  }
}

function withoutPortProbes(target: Target): Target {
  const quiet = <T extends Endpoint>(each: T): T => ({
    ...each,
    facts: { ...each.facts, probe: false },
  })
  return { ...quiet(target), proxy: target.proxy && quiet(target.proxy) }
}

/** The facts of a check without port probes, with the input `probe` as it was given. */
function asGiven(facts: Report['facts'], { facts: { probe } }: Target): Report['facts'] {
  const asked = (hop: HopFacts): HopFacts => ({ ...hop, input: { ...hop.input, probe } })
  const { jump, target } = facts.hops
  return { ...facts, hops: { jump: jump && asked(jump), target: asked(target) } }
}

/** How long to wait before the next check; null when there is none. */
function pauseAfter(
  retry: 'uncounted' | number | null,
  checks: number,
  failedLogins: number,
  leftMs: number,
): number | null {
  if (retry === null || leftMs < leastPauseMs) return null
  if (retry === 'uncounted') {
    return Math.round(Math.min(uncountedPausesMs[checks - 1] ?? longestPauseMs, leftMs))
  }
  if (failedLogins + retry > mostFailedLogins) return null
  const pauseMs = Math.max(1, retry) * pausePerFailedLoginMs
  return leftMs >= pauseMs ? pauseMs : null
}

function retryOf({ diagnosis, facts }: Report): Retry | null {
  const retry = diagnosis.result === 'fail' ? (firstFinding(diagnosis)?.retry ?? null) : null
  return retry !== null && hasRefusal(facts) ? 'once' : retry
}

/** Whether a server said "no" to a key or a password. */
function hasRefusal({ hops }: Report['facts']): boolean {
  return [hops.jump, hops.target].some((hop) =>
    seen(hop?.auth ?? notChecked('stopped'))?.attempts.some(
      ({ method, answer }) => method !== 'none' && answer === 'failure',
    ),
  )
}

function sum(before: CostFacts | null, cost: CostFacts): CostFacts {
  if (before === null) return cost
  return {
    connections: before.connections + cost.connections,
    portProbes: before.portProbes + cost.portProbes,
    failedLogins: before.failedLogins + cost.failedLogins,
    ms: before.ms + cost.ms,
    timeoutMs: cost.timeoutMs,
  }
}

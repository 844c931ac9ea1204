import net from 'node:net'
import { version } from '../version'
import type { Facts, InputFacts, RunnerSshFacts, ServerCheckFacts } from '../facts'
import { diagnose } from '../diagnosis/diagnose'
import { isWorthAsking } from '../diagnosis/server-check/worth-asking'
import type { Inputs, Target } from '../inputs'
import { familyOf, lookupAll, type Question, type TimedLookup } from '../network/system-lookup'
import type { Preflight } from '../preflight'
import type { PreflightContext } from '../preflight/host-session'
import type { HostNumber, Report, RunListener } from '../report/model'
import { rawInput } from '../redaction/raw-inputs'
import { Redaction } from '../redaction/redaction'
import { importServerReport } from '../inputs/server-report/import-answer'
import { createLimiter } from './limiter'
import { withTimeOfDeploy } from './time-limit'
import { waitUntilUp } from './retry'
import type { Fact } from '../facts/fact'

/** Hosts that are checked in parallel. */
const mostAtOnce = 4

/** What a run is given in addition to its inputs. `spentMs` is what the run took before, of the time of each host. */
type Context = Omit<PreflightContext, 'onStage' | 'lookup' | 'isWorthAsking' | 'runnerSsh'> & {
  /** What the ssh of this machine says for a host; absent where no later step can run it. */
  readonly runnerSsh?: (target: Target['facts']) => Promise<RunnerSshFacts | null>
  /** Runs one host. */
  readonly preflight: Preflight
}

/**
 * Runs one preflight per target: several side by side, never two at one address. Gives a report of each, in the order of
 * the targets; after the signal has aborted, of what was known by then.
 */
export async function runTargets(
  inputs: Inputs,
  context: Context,
  listener: RunListener,
): Promise<readonly Report[]> {
  const { waitMs } = inputs
  const targets = inputs.targets.map((each) => withTimeOfDeploy(each, context.workflow))
  const limiter = createLimiter(mostAtOnce)
  const lookups = await lookUpEarly(targets, context.signal)
  const redaction = new Redaction(context.secrets)
  const imported = importServerReport(
    inputs.serverReport,
    targets.map(({ facts }) => facts),
  ).map((raw) => raw && redaction.redact<Fact<ServerCheckFacts>>(raw))
  const endsAt = performance.now() + waitMs
  const reports = await Promise.all(
    targets.map((target, index) => {
      const hostNumber = { number: index + 1, of: targets.length }
      return oneTarget(target, hostNumber)
    }),
  )
  if (targets.length > 1) listener.finish(reports)
  return reports

  async function oneTarget(target: Target, hostNumber: HostNumber): Promise<Report> {
    let begun = false
    const early = lookups(target)
    const { lookup } = early
    // Half of the time is for the server, however slow the runner is.
    const askedAt = performance.now()
    const runnerSsh = context.runnerSsh ? await context.runnerSsh(target.facts) : null
    const own = (context.spentMs ?? 0) + early.ms + Math.round(performance.now() - askedAt)
    const spentMs = Math.min(own, target.timeoutMs / 2)
    const before = { lookup, spentMs }
    const answer = imported[hostNumber.number - 1] ?? null
    const judged = (facts: Facts): Report => {
      // The answer of a login just now is newer than what was pasted.
      const serverCheck = facts.serverCheck.state === 'observed' ? null : answer
      return judge(serverCheck === null ? facts : { ...facts, serverCheck })
    }
    const check = async (what: Target) => {
      const release = await limiter.take(early.addresses)
      try {
        // A later check of `wait` resolves the name again: it may be another server by then.
        const spent = begun ? { spentMs: 0 } : before
        if (!begun) listener.begin(redaction.redact<InputFacts>(rawInput(target.facts)), hostNumber)
        begun = true
        const onStage: PreflightContext['onStage'] = (facts) => {
          if (waitMs === 0) listener.stage(judged(facts), hostNumber)
        }
        return judged(
          await context.preflight(what, {
            ...context,
            ...spent,
            runnerSsh,
            isWorthAsking,
            onStage,
          }),
        )
      } finally {
        release()
      }
    }
    const report = await waitUntilUp(target, {
      waitMs,
      endsAt,
      signal: context.signal,
      check,
      judge: judged,
      onPause: (now, waiting) => {
        listener.waiting(now, hostNumber, waiting)
      },
    })
    listener.end(report, hostNumber)
    return report
  }
}

/** Of a host's time, what the lookup of its name may take before the host's turn comes. */
const longestLookupMs = 1000

/** What is known of the server that a target connects to, before the target's turn. */
interface EarlyLookup {
  /** The addresses that connections may go to; a name without an answer is its own address. */
  readonly addresses: readonly string[]
  /** Null where nobody asked, or no answer came in time: then the target's own DNS stage asks. */
  readonly lookup: TimedLookup | null
  /** What it took of the host's time. */
  readonly ms: number
}

/** Looks all names up together, each once, so that no two hosts at one address run side by side; nothing for a single host. */
async function lookUpEarly(
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<(target: Target) => EarlyLookup> {
  const asked = targets.flatMap((target) => questionOf(target) ?? []).filter(isName)
  const keyOf = ({ name, family }: Question) => `${family} ${name}`
  const distinct = [...new Map(asked.map((each) => [keyOf(each), each])).values()]
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(longestLookupMs)])
  const answers = targets.length === 1 ? [] : await lookupAll(distinct, inTime)
  const byKey = new Map(distinct.map((each, index) => [keyOf(each), answers[index] ?? null]))
  return (target) => {
    const question = questionOf(target)
    if (targets.length === 1 || question === null) return { addresses: [], lookup: null, ms: 0 }
    if (!isName(question)) return { addresses: [literalOf(question)], lookup: null, ms: 0 }
    const lookup = byKey.get(keyOf(question)) ?? null
    const found = lookup !== null && 'addresses' in lookup.found ? lookup.found.addresses : []
    const addresses = [...new Set(found.map(({ address }) => address))]
    const ms = lookup?.ms ?? longestLookupMs
    return { addresses: addresses.length === 0 ? [question.name] : addresses, lookup, ms }
  }
}

/** An address may be written in brackets. */
const literalOf = ({ name }: Question) => name.replace(/^\[(.*)\]$/, '$1')

const isName = (question: Question) => net.isIP(literalOf(question)) === 0

/** Behind a jump host it is that one which we connect to. */
function questionOf({ facts, proxy }: Target): Question | null {
  const { host, protocol } = (proxy ?? { facts }).facts
  return host === null ? null : { name: host.toLowerCase(), family: familyOf(protocol) }
}

function judge(facts: Facts): Report {
  return { version, facts, diagnosis: diagnose(facts) }
}

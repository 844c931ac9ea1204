import { version } from '../version'
import type { Facts, InputFacts, ServerCheckFacts, Fact } from '../facts'
import { diagnose } from '../diagnosis/diagnose'
import type { Inputs, Target } from '../inputs'
import { lookupAll } from '../network/lookup-all'
import type { Preflight } from '../preflight'
import type { PreflightContext } from '../preflight/host-session'
import type { Report } from '../report/model'
import { rawInput } from '../redaction/raw-inputs'
import { Redaction } from '../redaction/redaction'
import { broughtFacts } from '../inputs/server-report/import-answer'
import { takeTurns } from './limiter'
import { type Waiting, waitUntilUp } from './retry'

/** Which of the hosts it is; the number counts from 1, in the order of the input. */
export interface Place {
  readonly number: number
  readonly of: number
}

/** Who is told what happens while it happens. With several hosts the calls for one mix with those for the others. */
export interface Listener {
  begin(input: InputFacts, place: Place): void
  /** Called after each stage, with what is known so far. */
  stage(report: Report, place: Place): void
  /** The server is not up yet; the next look is after a pause. */
  waiting(report: Report, place: Place, waiting: Waiting): void
  end(report: Report, place: Place): void
  /** After the last of several hosts, in the order of the input. */
  finish(reports: readonly Report[]): void
}

/** Hosts that are looked at side by side. */
const mostAtOnce = 4

/** What a run is given beside its inputs. */
type Context = Omit<PreflightContext, 'onStage'> & {
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
  listener: Listener,
): Promise<readonly Report[]> {
  const { targets, waitMs } = inputs
  const turns = takeTurns(mostAtOnce)
  const addresses = await sharedAddresses(targets, context.signal)
  const redaction = new Redaction(context.secrets)
  const brought = broughtFacts(
    inputs.serverReport,
    targets.map(({ facts }) => facts),
  ).map((raw) => raw && redaction.redact<Fact<ServerCheckFacts>>(raw))
  const endsAt = performance.now() + waitMs
  const reports = await Promise.all(
    targets.map((target, index) => {
      const place = { number: index + 1, of: targets.length }
      return oneTarget(target, place)
    }),
  )
  if (targets.length > 1) listener.finish(reports)
  return reports

  async function oneTarget(target: Target, place: Place): Promise<Report> {
    let begun = false
    const answer = brought[place.number - 1] ?? null
    const judged = (facts: Facts): Report => {
      // What a login just now brought is newer than what was pasted.
      const serverCheck = facts.serverCheck.state === 'observed' ? null : answer
      return judge(serverCheck === null ? facts : { ...facts, serverCheck })
    }
    const look = async (what: Target) => {
      const endTurn = await turns.take(addresses(what))
      try {
        if (!begun) listener.begin(redaction.redact<InputFacts>(rawInput(target.facts)), place)
        begun = true
        const onStage: PreflightContext['onStage'] = (facts) => {
          if (waitMs === 0) listener.stage(judged(facts), place)
        }
        return judged(await context.preflight(what, { ...context, onStage }))
      } finally {
        endTurn()
      }
    }
    const report = await waitUntilUp(target, {
      waitMs,
      endsAt,
      signal: context.signal,
      look,
      judge: judged,
      onPause: (now, waiting) => {
        listener.waiting(now, place, waiting)
      },
    })
    listener.end(report, place)
    return report
  }
}

/** Of a host's time, what may go by before its clock starts. */
const longestLookupMs = 1000

/** The addresses that a target's connections may go to; a name that isn't resolved in time is its own address. */
async function sharedAddresses(
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<(target: Target) => readonly string[]> {
  const names = [...new Set(targets.flatMap(hostsOf))]
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(longestLookupMs)])
  const found = targets.length === 1 ? new Map<string, never>() : await lookupAll(names, inTime)
  return (target) => [...new Set(hostsOf(target).flatMap((name) => found.get(name) ?? [name]))]
}

function hostsOf({ facts, proxy }: Target): readonly string[] {
  // Behind a jump host it is that one which we connect to.
  const { host } = (proxy ?? { facts }).facts
  return host === null ? [] : [host.toLowerCase()]
}

function judge(facts: Facts): Report {
  return { version, facts, diagnosis: diagnose(facts) }
}

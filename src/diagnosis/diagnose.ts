import { atProxy, factsAt } from './at-proxy'
import { catalog } from '../causes'
import type { CatalogEntry, Certainty, Finding, OutsideFinding, Severity } from '../causes/cause'
import type { CauseId } from '../causes/ids'
import { type Fact, type Facts, seen } from '../facts'
import { placeOfFinding, type WorkflowPlace } from './place'
import { joinServerCheck } from './server-check/combine'
import type { Joint } from './server-check/combined'
import {
  comparePlaces,
  compareStages,
  type Hop,
  ladderOf,
  type Place,
  type Stage,
} from '../facts/stages'

/** pass, warn and fail are about the target; `error` is a fault of this program, and never reads as one of the others. */
export type Result = 'pass' | 'warn' | 'fail' | 'error'

export type Mark = 'ok' | 'warning' | 'broken' | 'not-checked' | 'fault'

/** One rung of a ladder as reports show it. */
export interface Rung extends Place {
  readonly mark: Mark
  readonly ms: number | null
}

/** A finding, and the line of the workflow file that it is about. */
export interface PlacedFinding extends Finding {
  readonly at: WorkflowPlace | null
}

/** The verdict on one host: everything that a report needs beside the facts. */
export interface Diagnosis {
  readonly result: Result
  /** Root causes first. The first that is no notice is "the" cause. */
  readonly findings: readonly PlacedFinding[]
  /** What the check on the server adds, where its answer was read; null without one. */
  readonly joint: Joint | null
  /** Found, but explained by an earlier one: for the JSON report alone. */
  readonly masked: readonly { readonly id: CauseId; readonly by: CauseId }[]
  /** The jump host's rungs, if there is one, then the target's. */
  readonly ladder: readonly Rung[]
  /** Whether the target's ladder was climbed to its end. Without a finding, a check that was cut short is no pass. */
  readonly finished: boolean
  /** The last rung that was observed. */
  readonly reached: Stage
  /** Whose rung that is. */
  readonly reachedHop: Hop
  /** Faults of this program or its machine, by rung: such a rung was not checked. */
  readonly faults: readonly (Place & { readonly message: string })[]
}

/**
 * Judges the facts: every cause looks at the target, and at the jump host if there is one; then what was climbed earlier masks
 * what came later, and a cause hides those that it explains. Order: severity, place, certainty, then id. Pure, so that a
 * saved report replays.
 */
export function diagnose(facts: Facts, causes: readonly CatalogEntry[] = catalog): Diagnosis {
  const found = [...findAll(facts, causes)].sort(compareFindings)
  const { findings, masked } = mask(found)
  const hops: readonly Hop[] = facts.proxy ? ['proxy', 'target'] : ['target']
  const places = hops.flatMap((hop) =>
    ladderOf(hop, facts.proxy !== null).map((stage) => ({ hop, stage })),
  )
  const faults = places.flatMap((place) => {
    const fact = factOf(facts, place)
    return fact?.state === 'failed' ? [{ ...place, message: fact.error.message }] : []
  })
  const finished = isFinished(facts)
  const reached =
    places
      .toSorted(comparePlaces)
      .findLast((place) => factOf(facts, place)?.state === 'observed') ?? firstPlace
  // A warning that stands where it ended says why it ended (kex: our library can't, the deploy's client can).
  const known = findings.some(
    (finding) => finding.severity === 'warning' && comparePlaces(finding, reached) === 0,
  )
  const joined = joinServerCheck(facts, findings)
  return {
    // Of the outside alone: what somebody says of the server from inside never makes a fail a pass.
    result: resultOf(findings, faults.length > 0, finished || known),
    findings: joined.findings.map((each) => ({ ...each, at: placeOfFinding(each, facts) })),
    joint: joined.joint,
    masked,
    ladder: places.map((place) => rungOf(place, facts, findings)),
    finished,
    reached: reached.stage,
    reachedHop: reached.hop,
    faults,
  }
}

const firstPlace: Place = { hop: 'target', stage: 'input' }

function findAll(facts: Facts, causes: readonly CatalogEntry[]): readonly OutsideFinding[] {
  const target = causes.flatMap((cause) => cause.find(facts) ?? [])
  if (facts.proxy === null) return target
  const atJumpHost = factsAt(facts, 'proxy')
  const { host } = facts.proxy.input
  const atItsRungs = causes.filter(({ stage }) => compareStages(stage, 'proxy') < 0)
  const found = atItsRungs.flatMap((cause) => cause.find(atJumpHost) ?? [])
  return [...target, ...found.map((finding) => atProxy(finding, host))]
}

/** The finding that gives outputs and headline; null on a pass. */
export function firstFinding(diagnosis: Diagnosis): PlacedFinding | null {
  return diagnosis.findings.find((finding) => finding.severity !== 'notice') ?? null
}

const severityOrder: readonly Severity[] = ['error', 'warning', 'notice']
const certaintyOrder: readonly Certainty[] = ['proved', 'likely', 'possible']

/** Errors come first whatever their stage, so that a warning early on never takes the headline from what is broken. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    comparePlaces(a, b) ||
    certaintyOrder.indexOf(a.certainty) - certaintyOrder.indexOf(b.certainty) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

function mask(found: readonly OutsideFinding[]) {
  const findings: OutsideFinding[] = []
  const masked: { id: CauseId; by: CauseId }[] = []
  for (const finding of found) {
    const by = found.find((other) => other !== finding && hides(other, finding))
    if (by) masked.push({ id: finding.id, by: by.id })
    else findings.push(finding)
  }
  return { findings, masked }
}

function hides(by: OutsideFinding, finding: OutsideFinding): boolean {
  if (by.hop === finding.hop && by.explains.includes(finding.id)) return true
  return by.masksLater && comparePlaces(by, finding) < 0
}

function resultOf(findings: readonly Finding[], faulty: boolean, accounted: boolean): Result {
  if (findings.some((finding) => finding.severity === 'error')) return 'fail'
  if (faulty) return 'error'
  if (!accounted) return 'fail'
  return findings.some((finding) => finding.severity === 'warning') ? 'warn' : 'pass'
}

/** Logged in, and all that was asked of the session and of the deploy's rung was seen: time or patience can run out on every rung. */
function isFinished({ authentication, session, deploy }: Facts): boolean {
  const isDone = (fact: Fact<unknown>) =>
    fact.state === 'observed' ||
    (fact.state === 'not-checked' && ['not-needed', 'switched-off', 'no-way'].includes(fact.why))
  const seenSession = seen(session)
  const needs = seen(deploy)
  return (
    seen(authentication)?.outcome === 'accepted' &&
    seenSession !== null &&
    isDone(seenSession.exec) &&
    isDone(seenSession.sftp) &&
    (needs ? isDone(needs.target) && isDone(needs.commands) : isDone(deploy))
  )
}

function rungOf(place: Place, facts: Facts, findings: readonly Finding[]): Rung {
  const fact = factOf(facts, place)
  const ms = fact === null || fact.state === 'not-checked' ? null : fact.ms
  const here = findings.filter(({ hop, stage }) => hop === place.hop && stage === place.stage)
  if (here.some((finding) => finding.severity === 'error')) return { ...place, mark: 'broken', ms }
  if (fact?.state === 'failed') return { ...place, mark: 'fault', ms }
  // The workflow file tells of the deploy, even where nothing was asked of the server for it.
  if (here.some((finding) => finding.severity === 'warning'))
    return { ...place, mark: 'warning', ms }
  if (fact?.state === 'not-checked') return { ...place, mark: 'not-checked', ms }
  return { ...place, mark: 'ok', ms }
}

/** The fact of a rung; null for inputs, which are always there. */
function factOf(facts: Facts, { hop, stage }: Place): Fact<unknown> | null {
  const { key, dns, tcp, identification, keyExchange, hostKey, authentication, session, deploy } =
    factsAt(facts, hop)
  const byStage: Readonly<Record<Stage, Fact<unknown> | null>> = {
    input: null,
    key,
    dns,
    tcp,
    banner: identification,
    kex: keyExchange,
    hostkey: hostKey,
    auth: authentication,
    proxy: facts.proxy?.forwarding ?? null,
    session,
    deploy,
  }
  return byStage[stage]
}

import { catalog } from '../causes/catalog'
import type { CatalogEntry } from '../causes/cause'
import type { CauseId } from '../facts/cause-ids'
import { viewOf } from '../causes/view'
import { type Facts } from '../facts'
import { locationOfFinding, type WorkflowLocation } from './workflow-location'
import { combineServerCheck } from './server-check/combine'
import type { CombinedDiagnosis } from './server-check/combined'
import {
  compareHopStages,
  compareStages,
  type Hop,
  stagesOf,
  type HopStage,
  type Stage,
} from '../facts/stages'
import type { Certainty, Finding, RemoteFinding, Severity } from '../causes/finding'
import { type Fact, seen } from '../facts/fact'

/** pass, warn and fail are about the target; `error` is a fault of this program, and never counts as one of the others. */
export type Result = 'pass' | 'warn' | 'fail' | 'error'

export type Mark = 'ok' | 'warning' | 'broken' | 'not-checked' | 'fault'

/** One stage as reports show it. */
export interface StageMark extends HopStage {
  readonly mark: Mark
  readonly ms: number | null
}

/** A finding, and the line of the workflow file that it is about. */
export interface PlacedFinding extends Finding {
  readonly at: WorkflowLocation | null
}

/** The verdict on one host: everything that a report needs in addition to the facts. */
export interface Diagnosis {
  readonly result: Result
  /** Root causes first. The first that is no notice is "the" cause. */
  readonly findings: readonly PlacedFinding[]
  /** What the check on the server adds, where its answer was read; null without one. */
  readonly combined: CombinedDiagnosis | null
  /** Found, but explained by an earlier one: only for the JSON report. */
  readonly masked: readonly { readonly id: CauseId; readonly by: CauseId }[]
  /** The stages of the jump host, if there is one, then those of the target. */
  readonly stages: readonly StageMark[]
  /** Whether all stages of the target were checked. Without a finding, a check that ended early is no pass. */
  readonly finished: boolean
  /** The last stage that was observed. */
  readonly reached: Stage
  /** The server of that stage. */
  readonly reachedHop: Hop
  /** Faults of this program or its machine, by stage. Such a stage was not checked. */
  readonly faults: readonly (HopStage & { readonly message: string })[]
}

/**
 * Judges the facts. Every cause judges the target, and the jump host if there is one. Then an error hides all later stages, and a
 * cause hides those that it explains. Order: severity, stage, certainty, then id. Pure, so that a saved report replays.
 */
export function diagnose(facts: Facts, causes: readonly CatalogEntry[] = catalog): Diagnosis {
  const found = [...findAll(facts, causes)].sort(compareFindings)
  const { findings, masked } = mask(found)
  const hops: readonly Hop[] = facts.hops.jump ? ['jump', 'target'] : ['target']
  const hopStages = hops.flatMap((hop) =>
    stagesOf(hop, facts.hops.jump !== null).map((stage) => ({ hop, stage })),
  )
  const faults = hopStages.flatMap((hopStage) => {
    const fact = factOf(facts, hopStage)
    return fact?.state === 'failed' ? [{ ...hopStage, message: fact.error.message }] : []
  })
  const finished = isFinished(facts)
  const reached =
    hopStages
      .toSorted(compareHopStages)
      .findLast((hopStage) => factOf(facts, hopStage)?.state === 'observed') ?? firstStage
  // A warning of the last stage says why the check ended there (kex: our library can't go on, the deploy's client can).
  const known = findings.some(
    (finding) => finding.severity === 'warning' && compareHopStages(finding, reached) === 0,
  )
  const combined = combineServerCheck(facts, findings)
  return {
    // Only of the remote check: what the on-server check says never turns a fail into a pass.
    result: resultOf(findings, faults.length > 0, finished || known),
    findings: combined.findings.map((each) => ({ ...each, at: locationOfFinding(each, facts) })),
    combined: combined.combined,
    masked,
    stages: hopStages.map((hopStage) => markOf(hopStage, facts, findings)),
    finished,
    reached: reached.stage,
    reachedHop: reached.hop,
    faults,
  }
}

const firstStage: HopStage = { hop: 'target', stage: 'input' }

function findAll(facts: Facts, causes: readonly CatalogEntry[]): readonly RemoteFinding[] {
  const target = viewOf(facts, 'target')
  const jump = viewOf(facts, 'jump')
  const ofJumpHost = causes.filter(({ stage }) => compareStages(stage, 'proxy') < 0)
  return [
    ...causes.flatMap((cause) => cause.find(target) ?? []),
    ...(jump ? ofJumpHost.flatMap((cause) => cause.find(jump) ?? []) : []),
  ]
}

/** The finding that gives outputs and headline; null on a pass. */
export function firstFinding(diagnosis: Diagnosis): PlacedFinding | null {
  return diagnosis.findings.find((finding) => finding.severity !== 'notice') ?? null
}

const severityOrder: readonly Severity[] = ['error', 'warning', 'notice']
const certaintyOrder: readonly Certainty[] = ['proved', 'likely', 'possible']

/** Errors come first whatever their stage, so that an early warning never replaces an error as the headline. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    compareHopStages(a, b) ||
    certaintyOrder.indexOf(a.certainty) - certaintyOrder.indexOf(b.certainty) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

function mask(found: readonly RemoteFinding[]) {
  const findings: RemoteFinding[] = []
  const masked: { id: CauseId; by: CauseId }[] = []
  for (const finding of found) {
    const by = found.find((other) => other !== finding && hides(other, finding))
    if (by) masked.push({ id: finding.id, by: by.id })
    else findings.push(finding)
  }
  return { findings, masked }
}

function hides(by: RemoteFinding, finding: RemoteFinding): boolean {
  if (by.hop === finding.hop && by.explains.includes(finding.id)) return true
  return by.masksLater && compareHopStages(by, finding) < 0
}

function resultOf(findings: readonly Finding[], faulty: boolean, accounted: boolean): Result {
  if (findings.some((finding) => finding.severity === 'error')) return 'fail'
  if (faulty) return 'error'
  if (!accounted) return 'fail'
  return findings.some((finding) => finding.severity === 'warning') ? 'warn' : 'pass'
}

/** Logged in, and everything that was asked of the session and of the deploy was seen. A timeout is possible in every stage. */
function isFinished({
  hops: {
    target: { auth, session, deploy },
  },
}: Facts): boolean {
  const isDone = (fact: Fact<unknown>) =>
    fact.state === 'observed' ||
    (fact.state === 'not-checked' &&
      ['not-needed', 'switched-off', 'unavailable'].includes(fact.why))
  const seenSession = seen(session)
  const needs = seen(deploy)
  return (
    seen(auth)?.outcome === 'accepted' &&
    seenSession !== null &&
    isDone(seenSession.exec) &&
    isDone(seenSession.sftp) &&
    (needs
      ? [
          needs.target,
          needs.directories,
          needs.commands,
          needs.programs,
          needs.sudo,
          needs.gitRemotes,
        ].every(isDone)
      : isDone(deploy))
  )
}

function markOf(hopStage: HopStage, facts: Facts, findings: readonly Finding[]): StageMark {
  const fact = factOf(facts, hopStage)
  const ms = fact === null || fact.state === 'not-checked' ? null : fact.ms
  const here = findings.filter(({ hop, stage }) => hop === hopStage.hop && stage === hopStage.stage)
  if (here.some((finding) => finding.severity === 'error'))
    return { ...hopStage, mark: 'broken', ms }
  if (fact?.state === 'failed') return { ...hopStage, mark: 'fault', ms }
  // The workflow file describes the deploy, even if nothing was asked of the server for it.
  if (here.some((finding) => finding.severity === 'warning'))
    return { ...hopStage, mark: 'warning', ms }
  if (fact?.state === 'not-checked') return { ...hopStage, mark: 'not-checked', ms }
  return { ...hopStage, mark: 'ok', ms }
}

/** The fact of a stage; null for inputs, which are always there. */
function factOf({ hops }: Facts, { hop, stage }: HopStage): Fact<unknown> | null {
  return stage === 'input' ? null : (hops[hop]?.[stage] ?? null)
}

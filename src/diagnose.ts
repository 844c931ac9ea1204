import { catalog } from './causes'
import type { CatalogEntry, Certainty, Finding, Severity } from './causes/cause'
import type { CauseId } from './causes/ids'
import { type Fact, type Facts, seen } from './facts'
import { compareStages, type Stage, stages } from './ladder'

/** pass, warn and fail are about the target; `error` is a fault of this program, and never reads as one of the others. */
export type Result = 'pass' | 'warn' | 'fail' | 'error'

export type Mark = 'ok' | 'warning' | 'broken' | 'not-checked' | 'fault'

/** One rung of the ladder as reports show it. */
export interface Rung {
  readonly stage: Stage
  readonly mark: Mark
  readonly ms: number | null
}

/** The verdict on one host: everything that a report needs beside the facts. */
export interface Diagnosis {
  readonly result: Result
  /** Root causes first. The first that is no notice is "the" cause. */
  readonly findings: readonly Finding[]
  /** Found, but explained by an earlier one: for the JSON report alone. */
  readonly masked: readonly { readonly id: CauseId; readonly by: CauseId }[]
  readonly ladder: readonly Rung[]
  /** Whether the ladder was climbed to its end. Without a finding, a check that was cut short is no pass. */
  readonly finished: boolean
  /** The last rung that was observed. */
  readonly reached: Stage
  /** Faults of this program or its machine, by rung: such a rung was not checked. */
  readonly faults: readonly { readonly stage: Stage; readonly message: string }[]
}

/**
 * Judges the facts: every cause looks, then an earlier stage masks a later one, and within a stage a cause hides those
 * that it explains. Order: stage, severity, certainty, then id. Pure, so that a saved report replays.
 */
export function diagnose(facts: Facts, causes: readonly CatalogEntry[] = catalog): Diagnosis {
  const found = causes.flatMap((cause) => cause.find(facts) ?? []).sort(compareFindings)
  const { findings, masked } = mask(found)
  const faults = stages.flatMap((stage) => {
    const fact = factOf(facts, stage)
    return fact?.state === 'failed' ? [{ stage, message: fact.error.message }] : []
  })
  const finished = isFinished(facts)
  const reached = stages.findLast((stage) => factOf(facts, stage)?.state === 'observed') ?? 'input'
  // A warning that stands where it ended says why it ended (kex: our library can't, the deploy's client can).
  const known = findings.some(({ severity, stage }) => severity === 'warning' && stage === reached)
  return {
    result: resultOf(findings, faults.length > 0, finished || known),
    findings,
    masked,
    ladder: stages.map((stage) => rungOf(stage, facts, findings)),
    finished,
    reached,
    faults,
  }
}

/** The finding that gives outputs and headline; null on a pass. */
export function firstFinding(diagnosis: Diagnosis): Finding | null {
  return diagnosis.findings.find((finding) => finding.severity !== 'notice') ?? null
}

const severityOrder: readonly Severity[] = ['error', 'warning', 'notice']
const certaintyOrder: readonly Certainty[] = ['proved', 'likely', 'possible']

/** Errors come first whatever their stage, so that a warning early on never takes the headline from what is broken. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    compareStages(a.stage, b.stage) ||
    certaintyOrder.indexOf(a.certainty) - certaintyOrder.indexOf(b.certainty) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

function mask(found: readonly Finding[]): Pick<Diagnosis, 'findings' | 'masked'> {
  const findings: Finding[] = []
  const masked: { id: CauseId; by: CauseId }[] = []
  for (const finding of found) {
    const by = found.find((other) => other !== finding && hides(other, finding))
    if (by) masked.push({ id: finding.id, by: by.id })
    else findings.push(finding)
  }
  return { findings, masked }
}

function hides(by: Finding, finding: Finding): boolean {
  if (by.explains.includes(finding.id)) return true
  return by.masksLater && compareStages(by.stage, finding.stage) < 0
}

function resultOf(findings: readonly Finding[], faulty: boolean, accounted: boolean): Result {
  if (findings.some((finding) => finding.severity === 'error')) return 'fail'
  if (faulty) return 'error'
  if (!accounted) return 'fail'
  return findings.some((finding) => finding.severity === 'warning') ? 'warn' : 'pass'
}

/** Logged in, and all that was asked of the session was seen: time or patience can run out on every rung. */
function isFinished({ authentication, session }: Facts): boolean {
  const isDone = (fact: Fact<unknown>) =>
    fact.state === 'observed' ||
    (fact.state === 'not-checked' && (fact.why === 'not-needed' || fact.why === 'switched-off'))
  const seenSession = seen(session)
  return (
    seen(authentication)?.outcome === 'accepted' &&
    seenSession !== null &&
    isDone(seenSession.exec) &&
    isDone(seenSession.sftp)
  )
}

function rungOf(stage: Stage, facts: Facts, findings: readonly Finding[]): Rung {
  const fact = factOf(facts, stage)
  const ms = fact === null || fact.state === 'not-checked' ? null : fact.ms
  const here = findings.filter((finding) => finding.stage === stage)
  if (here.some((finding) => finding.severity === 'error')) return { stage, mark: 'broken', ms }
  if (fact?.state === 'failed') return { stage, mark: 'fault', ms }
  if (fact?.state === 'not-checked') return { stage, mark: 'not-checked', ms }
  if (here.some((finding) => finding.severity === 'warning')) return { stage, mark: 'warning', ms }
  return { stage, mark: 'ok', ms }
}

/** The fact of a rung; null for inputs, which are always there. */
function factOf(facts: Facts, stage: Stage): Fact<unknown> | null {
  const { key, dns, tcp, identification, keyExchange, hostKey, authentication, session } = facts
  const byStage: Readonly<Record<Stage, Fact<unknown> | null>> = {
    input: null,
    key,
    dns,
    tcp,
    banner: identification,
    kex: keyExchange,
    hostkey: hostKey,
    auth: authentication,
    session,
    deploy: { state: 'not-checked', why: 'not-needed' },
  }
  return byStage[stage]
}

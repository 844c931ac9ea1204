import { stageOf } from '../../causes/cause'
import type { ServerCauseId } from '../../facts/cause-ids'
import { candidates, serverCause } from '../../causes/server'
import type { ServerView } from '../../causes/server-cause'
import { viewOf } from '../../causes/view'
import { type Facts, type ServerCheckFacts, type ServerVerdict } from '../../facts'
import type { ServerSystem } from '../../knowledge/server-systems'
import { compareStages } from '../../facts/stages'
import { separateWords, fixElsewhere, combinedWords, notesOf } from './combined-words'
import type { CombinedDiagnosis } from './combined'
import { isRuledOut } from './ruled-out'
import { type Differences, differences, holdsHere } from './same-question'
import type { Candidate, Finding, RemoteFinding, Severity } from '../../causes/finding'
import { seen } from '../../facts/fact'

export interface Combined {
  readonly findings: readonly Finding[]
  readonly combined: CombinedDiagnosis | null
}

/**
 * Combines the findings of the remote check with the answer of the on-server check, if there is one. Pure. Only the remote check
 * decides whether the target passes: an answer can name a cause, but never remove one.
 */
export function combineServerCheck(facts: Facts, findings: readonly RemoteFinding[]): Combined {
  const check = seen(facts.serverCheck)
  if (!check) return { findings, combined: null }
  const differs = differences(facts, check)
  const remoteFinding = findings.find(({ severity }) => severity !== 'notice') ?? null
  const explaining = remoteFinding
    ? check.verdicts.find((verdict) => explains(verdict, remoteFinding, differs))
    : undefined
  const ruledOut =
    remoteFinding?.candidates.map(({ id }) => id).filter((id) => isRuledOut(id, check, differs)) ??
    []
  const outcome = outcomeOf(check, remoteFinding, explaining)
  const combined: CombinedDiagnosis = {
    outcome,
    remote: remoteFinding?.id ?? null,
    cause: explaining?.id ?? null,
    ruledOut,
    differs: [...differs.asked, ...(differs.machine ? ['machine'] : [])],
    notes: notesOf({ outcome, facts, check, remoteFinding, ruledOut, differs }),
  }
  // If the login works, nothing on the server blocks it, whatever else is wrong.
  const keptOut = seen(facts.hops.target.auth)?.outcome === 'accepted' ? null : remoteFinding
  const others = check.verdicts
    .filter((verdict) => verdict !== explaining)
    .map((verdict) => separateFinding(verdict, facts, check, keptOut, differs))
  return {
    findings: [
      ...(explaining && remoteFinding
        ? [combinedFinding(explaining, remoteFinding, facts, check)]
        : []),
      ...findings.map((each) =>
        each === remoteFinding ? judgedAgain(remoteFinding, facts, check, combined) : each,
      ),
      ...others,
    ],
    combined,
  }
}

function outcomeOf(
  check: ServerCheckFacts,
  remoteFinding: RemoteFinding | null,
  explaining: ServerVerdict | undefined,
): CombinedDiagnosis['outcome'] {
  if (remoteFinding === null) return 'passed'
  if (explaining) return 'found'
  if (check.verdicts.length > 0) return 'other'
  return check.whole && check.system.root === true ? 'nothing' : 'open'
}

/** At least likely, about this very run, and of a kind that the remote check sees like this. */
function explains(
  verdict: ServerVerdict,
  remoteFinding: RemoteFinding,
  differs: Differences,
): boolean {
  if (verdict.certainty === 'possible' || remoteFinding.hop !== 'target') return false
  const fits =
    remoteFinding.candidates.some(({ id }) => id === verdict.id) ||
    serverCause(verdict.id).looksLike.some((id) => id === remoteFinding.id)
  return fits && holdsHere(verdict.id, differs)
}

/** The one cause: what the check found, proved by what the remote check saw. */
function combinedFinding(
  verdict: ServerVerdict,
  remoteFinding: RemoteFinding,
  facts: Facts,
  check: ServerCheckFacts,
): Finding {
  const candidate = candidateFor(verdict, facts, check)
  return {
    ...base(verdict, remoteFinding, check),
    severity: remoteFinding.severity,
    ...(remoteFinding.retry && { retry: remoteFinding.retry }),
    certainty: verdict.certainty,
    masksLater: remoteFinding.masksLater,
    explanation: {
      ...combinedWords(verdict, remoteFinding, check, candidate?.title ?? []),
      fixes: [
        ...(candidate ? [candidate.fix] : []),
        ...(serverCause(verdict.id).fixableElsewhere ? notOnServer(remoteFinding) : []),
      ],
      ...(serverCause(verdict.id).keepsChange &&
        remoteFinding.explanation.change && { change: remoteFinding.explanation.change }),
    },
  }
}

const notOnServer = ({ explanation }: RemoteFinding) =>
  explanation.fixes.filter(({ place }) => place !== 'server')

/** A fault of the server that is not what the remote check saw. It may be the next one. */
function separateFinding(
  verdict: ServerVerdict,
  facts: Facts,
  check: ServerCheckFacts,
  remoteFinding: RemoteFinding | null,
  differs: Differences,
): Finding {
  const candidate = candidateFor(verdict, facts, check)
  const holds = holdsHere(verdict.id, differs)
  const isNext = remoteFinding !== null && holds && !wasPassed(verdict.id, remoteFinding)
  const severity: Severity = isNext && verdict.certainty !== 'possible' ? 'warning' : 'notice'
  return {
    ...base(verdict, remoteFinding, check),
    severity,
    certainty: holds ? verdict.certainty : 'possible',
    masksLater: false,
    explanation: {
      ...separateWords(verdict, remoteFinding, candidate?.title ?? [], holds),
      fixes: candidate ? [candidate.fix] : [],
    },
  }
}

/** Whether it would have appeared in an earlier stage than the one that failed: nobody logs in through a port that is blocked. */
function wasPassed(id: ServerCauseId, remoteFinding: RemoteFinding): boolean {
  return serverCause(id).looksLike.every(
    (cause) => compareStages(stageOf(cause), remoteFinding.stage) < 0,
  )
}

function base(
  verdict: ServerVerdict,
  remoteFinding: RemoteFinding | null,
  check: ServerCheckFacts,
) {
  return {
    id: verdict.id,
    stage: remoteFinding?.stage ?? 'session',
    hop: 'target',
    title: serverCause(verdict.id).title,
    evidence: {
      remote: remoteFinding?.id ?? null,
      by: check.by,
      said: verdict.why,
      system: check.system.name,
    },
    pointsAt: remoteFinding?.pointsAt ?? null,
    candidates: [],
    explains: [],
  } as const
}

/**
 * The finding of the remote check, with what the on-server check says about it. Candidates that it found come first, those that
 * it ruled out last. When none is left, the fix is not on the server.
 */
function judgedAgain(
  remoteFinding: RemoteFinding,
  facts: Facts,
  { verdicts }: ServerCheckFacts,
  { outcome, ruledOut, notes }: CombinedDiagnosis,
): RemoteFinding {
  const rank = ({ id }: Candidate) =>
    ruledOut.includes(id) ? 2 : verdicts.some((verdict) => verdict.id === id) ? 0 : 1
  const { explanation } = remoteFinding
  const isElsewhere = outcome === 'nothing' && ruledOut.length === remoteFinding.candidates.length
  return {
    ...remoteFinding,
    candidates: remoteFinding.candidates
      .map((each) => (ruledOut.includes(each.id) ? { ...each, ruledOut: true as const } : each))
      .toSorted((a, b) => rank(a) - rank(b)),
    explanation: {
      ...explanation,
      observed: [...notes.slice(0, outcome === 'found' ? 0 : 1), ...explanation.observed],
      fixes: isElsewhere
        ? [fixElsewhere(facts, remoteFinding), ...notOnServer(remoteFinding)]
        : explanation.fixes,
    },
  }
}

/** The catalog's own words and fix for a verdict, for the system that the check saw. */
function candidateFor(
  { id, why }: ServerVerdict,
  facts: Facts,
  { system }: ServerCheckFacts,
): Candidate | undefined {
  const view = { ...viewOf(facts, 'target').server, found: why }
  return candidateOn(id, view, systemOfCheck(system) ?? view.system)
}

/** The same without a remote check. */
export function candidateOnServer(
  { id, why }: ServerVerdict,
  { asked, system }: ServerCheckFacts,
): Candidate | undefined {
  const serverSystem = systemOfCheck(system) ?? 'unknown'
  const { user, keyFingerprint } = asked
  const port = asked.port ?? 22
  const key = { keyFingerprint, publicKey: null, publicKeyBreaks: [] }
  const view = { port, user, ...key, system: serverSystem, found: why }
  return candidateOn(id, view, serverSystem)
}

/** The check may have found what such a system does not have by default (SELinux on Debian). */
function candidateOn(id: ServerCauseId, view: ServerView, system: ServerSystem) {
  const systems = [system, 'unknown'] as const
  return systems.flatMap((each) => candidates([id], { ...view, system: each }))[0]
}

function systemOfCheck({ name, server }: ServerCheckFacts['system']): ServerSystem | null {
  if (/^dropbear/i.test(server ?? '')) return 'dropbear'
  const known: readonly (readonly [RegExp, ServerSystem])[] = [
    [/ubuntu/i, 'ubuntu'],
    [/raspbian/i, 'raspbian'],
    [/debian/i, 'debian'],
    [/freebsd/i, 'freebsd'],
  ]
  return known.find(([pattern]) => pattern.test(name ?? ''))?.[1] ?? null
}

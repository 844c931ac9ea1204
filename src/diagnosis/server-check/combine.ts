import {
  type Candidate,
  type Finding,
  type OutsideFinding,
  type Severity,
  stageOf,
} from '../../causes/cause'
import type { ServerCauseId } from '../../causes/ids'
import { candidates, serverCause } from '../../causes/server'
import type { ServerView } from '../../causes/server-cause'
import { viewOf } from '../../causes/view'
import { type Facts, seen, type ServerCheckFacts, type ServerVerdict } from '../../facts'
import type { ServerSystem } from '../../knowledge/server-systems'
import { compareStages } from '../../facts/stages'
import { besideWords, fixElsewhere, jointWords, notesOf } from './combined-words'
import type { Joint } from './combined'
import { isRuledOut } from './ruled-out'
import { type Differences, differences, holdsHere } from './same-question'

export interface Joined {
  readonly findings: readonly Finding[]
  readonly joint: Joint | null
}

/**
 * Joins the findings from outside with what the check on the server said, if one was read. Pure. Whether the target passes is
 * for the outside alone to say: an answer can name a cause, and never mend one.
 */
export function joinServerCheck(facts: Facts, findings: readonly OutsideFinding[]): Joined {
  const check = seen(facts.serverCheck)
  if (!check) return { findings, joint: null }
  const differs = differences(facts, check)
  const outside = findings.find(({ severity }) => severity !== 'notice') ?? null
  const explaining = outside
    ? check.verdicts.find((verdict) => explains(verdict, outside, differs))
    : undefined
  const ruledOut =
    outside?.candidates.map(({ id }) => id).filter((id) => isRuledOut(id, check, differs)) ?? []
  const outcome = outcomeOf(check, outside, explaining)
  const joint: Joint = {
    outcome,
    outside: outside?.id ?? null,
    cause: explaining?.id ?? null,
    ruledOut,
    differs: [...differs.asked, ...(differs.machine ? ['machine'] : [])],
    notes: notesOf({ outcome, facts, check, outside, ruledOut, differs }),
  }
  // Where the login works, nothing on the server keeps it out, whatever else is wrong.
  const keptOut = seen(facts.hops.target.auth)?.outcome === 'accepted' ? null : outside
  const beside = check.verdicts
    .filter((verdict) => verdict !== explaining)
    .map((verdict) => besideFinding(verdict, facts, check, keptOut, differs))
  return {
    findings: [
      ...(explaining && outside ? [jointFinding(explaining, outside, facts, check)] : []),
      ...findings.map((each) =>
        each === outside ? judgedAgain(outside, facts, check, joint) : each,
      ),
      ...beside,
    ],
    joint,
  }
}

function outcomeOf(
  check: ServerCheckFacts,
  outside: OutsideFinding | null,
  explaining: ServerVerdict | undefined,
): Joint['outcome'] {
  if (outside === null) return 'passed'
  if (explaining) return 'found'
  if (check.verdicts.length > 0) return 'other'
  return check.whole && check.system.root === true ? 'nothing' : 'open'
}

/** Likely at least, about this very run, and of a kind that looks from outside as it was seen. */
function explains(verdict: ServerVerdict, outside: OutsideFinding, differs: Differences): boolean {
  if (verdict.certainty === 'possible' || outside.hop !== 'target') return false
  const fits =
    outside.candidates.some(({ id }) => id === verdict.id) ||
    serverCause(verdict.id).looksLike.some((id) => id === outside.id)
  return fits && holdsHere(verdict.id, differs)
}

/** The one cause: what the check found, with what was seen from outside as its proof. */
function jointFinding(
  verdict: ServerVerdict,
  outside: OutsideFinding,
  facts: Facts,
  check: ServerCheckFacts,
): Finding {
  const candidate = candidateFor(verdict, facts, check)
  return {
    ...base(verdict, outside, check),
    severity: outside.severity,
    ...(outside.retry && { retry: outside.retry }),
    certainty: verdict.certainty,
    masksLater: outside.masksLater,
    explanation: {
      ...jointWords(verdict, outside, check, candidate?.title ?? []),
      fixes: [
        ...(candidate ? [candidate.fix] : []),
        ...(serverCause(verdict.id).fixableElsewhere ? notOnServer(outside) : []),
      ],
      ...(serverCause(verdict.id).keepsChange &&
        outside.explanation.change && { change: outside.explanation.change }),
    },
  }
}

const notOnServer = ({ explanation }: OutsideFinding) =>
  explanation.fixes.filter(({ who }) => who !== 'server admin')

/** A fault of the server that is not what was seen from outside: it may be the next one. */
function besideFinding(
  verdict: ServerVerdict,
  facts: Facts,
  check: ServerCheckFacts,
  outside: OutsideFinding | null,
  differs: Differences,
): Finding {
  const candidate = candidateFor(verdict, facts, check)
  const holds = holdsHere(verdict.id, differs)
  const isNext = outside !== null && holds && !wasPassed(verdict.id, outside)
  const severity: Severity = isNext && verdict.certainty !== 'possible' ? 'warning' : 'notice'
  return {
    ...base(verdict, outside, check),
    severity,
    certainty: holds ? verdict.certainty : 'possible',
    masksLater: false,
    explanation: {
      ...besideWords(verdict, outside, candidate?.title ?? [], holds),
      fixes: candidate ? [candidate.fix] : [],
    },
  }
}

/** Whether it would have shown on an earlier rung than the one that broke: a port that nobody reaches lets nobody log in. */
function wasPassed(id: ServerCauseId, outside: OutsideFinding): boolean {
  return serverCause(id).looksLike.every(
    (cause) => compareStages(stageOf(cause), outside.stage) < 0,
  )
}

function base(verdict: ServerVerdict, outside: OutsideFinding | null, check: ServerCheckFacts) {
  return {
    id: verdict.id,
    stage: outside?.stage ?? 'session',
    hop: 'target',
    title: serverCause(verdict.id).title,
    evidence: {
      outside: outside?.id ?? null,
      by: check.by,
      said: verdict.why,
      system: check.system.name,
    },
    pointsAt: outside?.pointsAt ?? null,
    candidates: [],
    explains: [],
  } as const
}

/**
 * The outside finding, with what the check says of it: candidates that it found stand first, those that it ruled out last, and
 * when none is left, the fix is not on the server.
 */
function judgedAgain(
  outside: OutsideFinding,
  facts: Facts,
  { verdicts }: ServerCheckFacts,
  { outcome, ruledOut, notes }: Joint,
): OutsideFinding {
  const rank = ({ id }: Candidate) =>
    ruledOut.includes(id) ? 2 : verdicts.some((verdict) => verdict.id === id) ? 0 : 1
  const { explanation } = outside
  const isElsewhere = outcome === 'nothing' && ruledOut.length === outside.candidates.length
  return {
    ...outside,
    candidates: outside.candidates
      .map((each) => (ruledOut.includes(each.id) ? { ...each, ruledOut: true as const } : each))
      .toSorted((a, b) => rank(a) - rank(b)),
    explanation: {
      ...explanation,
      observed: [...notes.slice(0, outcome === 'found' ? 0 : 1), ...explanation.observed],
      fixes: isElsewhere
        ? [fixElsewhere(facts, outside), ...notOnServer(outside)]
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
  return candidateOn(id, view, systemInside(system) ?? view.system)
}

/** The same where nothing is known from outside. */
export function candidateInside(
  { id, why }: ServerVerdict,
  { asked, system }: ServerCheckFacts,
): Candidate | undefined {
  const inside = systemInside(system) ?? 'unknown'
  const { user, keyFingerprint } = asked
  const port = asked.port ?? 22
  const key = { keyFingerprint, publicKey: null, publicKeyBreaks: [] }
  const view = { port, user, ...key, system: inside, found: why }
  return candidateOn(id, view, inside)
}

/** What a kind of system cannot have by itself (SELinux on Debian) was found all the same. */
function candidateOn(id: ServerCauseId, view: ServerView, system: ServerSystem) {
  const systems = [system, 'unknown'] as const
  return systems.flatMap((each) => candidates([id], { ...view, system: each }))[0]
}

function systemInside({ name, server }: ServerCheckFacts['system']): ServerSystem | null {
  if (/^dropbear/i.test(server ?? '')) return 'dropbear'
  const known: readonly (readonly [RegExp, ServerSystem])[] = [
    [/ubuntu/i, 'ubuntu'],
    [/raspbian/i, 'raspbian'],
    [/debian/i, 'debian'],
    [/freebsd/i, 'freebsd'],
  ]
  return known.find(([pattern]) => pattern.test(name ?? ''))?.[1] ?? null
}

import {
  type Diagnosis,
  firstFinding,
  type PlacedFinding,
  type StageMark,
} from '../diagnosis/diagnose'
import { type RunnerFacts, type Facts, type InputFacts, type InputName } from '../facts'
import { type Hop, type HopStage, stageInText } from '../facts/stages'
import { literal, say, type Words } from '../text/words'
import type { Report } from './model'
import type { Candidate, Certainty, Finding, Place } from '../causes/finding'
import { seen } from '../facts/fact'

/** The headline of one host. `unfinished`: no verdict on the server, as the end was not reached. */
export interface Verdict {
  readonly kind: 'pass' | 'warn' | 'fail' | 'error' | 'unfinished'
  readonly sentence: Words
  /** The finding that gives the headline; null when it is none's. */
  readonly finding: PlacedFinding | null
}

/** The one sentence that says how it is; the same words in every report. */
export function verdictOf({ facts, diagnosis }: Report): Verdict {
  const finding = firstFinding(diagnosis)
  const { result } = diagnosis
  if (result === 'error') {
    const [fault] = diagnosis.faults
    const where = fault ? literal(` of ${stageName(facts, fault)}`) : literal('')
    return {
      kind: 'error',
      sentence: say`SSH Preflight itself failed: the check${where} could not be made`,
      finding: null,
    }
  }
  const explained = result === 'warn' || finding?.severity === 'error'
  if (finding !== null && result !== 'pass' && explained) {
    return { kind: result, sentence: finding.explanation.verdict, finding }
  }
  if (!diagnosis.finished) {
    return {
      kind: 'unfinished',
      sentence: literal(unfinishedSentence(facts, diagnosis)),
      finding: null,
    }
  }
  const { user } = facts.hops.target.input
  const how = say`ogged in${user === null ? literal('') : say` as ${user}`} in ${literal(seconds(facts.cost.ms))}`
  const unseen = unseenNeeds(facts)
  return {
    kind: 'pass',
    sentence:
      unseen.length === 0
        ? say`Ready to deploy: l${how}`
        : say`L${how}; the server gives no way to check ${literal(unseen.join(' and '))}`,
    finding: null,
  }
}

/** The findings besides the headline. The remote finding is part of a headline that the check on the server gave. */
export function otherFindings(report: Report): readonly PlacedFinding[] {
  const { findings, combined } = report.diagnosis
  const { finding } = verdictOf(report)
  const remoteId = combined?.cause == null ? null : combined.remote
  return findings.filter((each) => each !== finding && each.id !== remoteId)
}

/** The candidates that are left: those that the check on the server did not rule out. */
export function openCandidates({ candidates }: Finding): readonly Candidate[] {
  return candidates.filter(({ ruledOut }) => !ruledOut)
}

/** The inputs that ask for what the server gives no way to look at: a check that was not made is no pass. */
function unseenNeeds({
  hops: {
    target: { input, session, deploy },
  },
}: Facts): readonly InputName[] {
  if (seen(session) === null) return []
  const needs = seen(deploy)
  const states = {
    target: needs?.target.state ?? deploy.state,
    programs: needs?.commands.state ?? deploy.state,
  }
  return (['target', 'programs'] as const).filter(
    (name) => input.given.includes(name) && states[name] === 'not-checked',
  )
}

/** A stage in a sentence, with its server where there are two: `login on the jump host`. */
export function stageName({ hops: { jump } }: Facts, { hop, stage }: HopStage): string {
  const label = stageInText(stage)
  if (jump === null || stage === 'proxy') return label
  return `${label} on the ${hop === 'jump' ? 'jump host' : 'target'}`
}

/** Why there is no verdict on the server: the run was cancelled, the clock ran out, or no cause knows what was seen. */
function unfinishedSentence(facts: Facts, { reached, reachedHop }: Diagnosis): string {
  const {
    hops: {
      target: { auth, session },
    },
  } = facts
  const what = seen(auth)?.outcome === 'accepted' ? 'session' : 'login'
  const {
    hops: {
      target: { key, dns, tcp, banner, kex, hostkey },
    },
  } = facts
  const { exec, sftp } = seen(session) ?? {}
  const { target, commands } = seen(facts.hops.target.deploy) ?? {}
  const jump = facts.hops.jump
  const stageMarks = [
    ...(jump ? [jump.key, jump.dns, jump.tcp, jump.banner, jump.kex] : []),
    ...(jump ? [jump.hostkey, jump.auth, jump.proxy] : []),
    ...[key, dns, tcp, banner, kex, hostkey, auth, session],
    ...[facts.hops.target.deploy, target, commands],
  ]
  const why = [...stageMarks, exec, sftp].flatMap((fact) =>
    fact?.state === 'not-checked' ? [fact.why] : [],
  )
  const at = stageName(facts, { hop: reachedHop, stage: reached })
  if (why.includes('cancelled')) return `Cancelled before the ${what} was checked`
  if (why.includes('out-of-time')) {
    return `Out of time before the ${what} was checked: it got as far as ${at}`
  }
  if (why.includes('out-of-memory')) {
    return `The server sent more than this check can hold before the ${what} was checked: it got as far as ${at}`
  }
  return `The check ended at ${at}, and no known cause explains it`
}

/** How sure a finding is, as the start of the sentence that says why. */
export const certaintyLabel: Readonly<Record<Certainty, string>> = {
  proved: 'Proved',
  likely: 'Likely, not proved',
  possible: 'Possible, not proved',
}

/** A reason that follows no label ("Proved:") starts its own sentence. */
export function asSentence(words: Words): Words {
  const [first, ...rest] = words
  if (first === undefined || !('say' in first)) return words
  return [{ say: first.say.charAt(0).toUpperCase() + first.say.slice(1) }, ...rest]
}

/** Where a fix is made, as the end of "Fix it …"; hop null when it may be either server. A terminal has no workflow. */
export function whereToFix(
  place: Place,
  hop: Hop | null,
  platform: RunnerFacts['platform'] = 'github',
): string {
  const places: Readonly<Record<Place, string>> = {
    workflow: platform === 'terminal' ? 'on your side' : 'in your workflow',
    computer: 'from your own computer',
    panel: 'in your hosting panel',
    server: hop === null ? 'on the servers' : `on the ${hop === 'jump' ? 'jump host' : 'server'}`,
    network: 'in the network',
    host: 'with your hosting provider',
  }
  return places[place]
}

/** The same at the start of a line: `In your workflow`, `Ask your host`. */
export function placeLabel(where: string): string {
  return where === 'with your hosting provider'
    ? 'Ask your host'
    : where.charAt(0).toUpperCase() + where.slice(1)
}

/** Whether the target itself was reached: directly, or by a channel of the jump host. */
export function isForwarded({ facts }: Report): boolean {
  return facts.hops.jump === null || seen(facts.hops.jump.proxy)?.outcome === 'open'
}

/** Milliseconds as seconds with one decimal: `0.8 s`; what would be `0.0 s` stays in milliseconds. */
export function seconds(ms: number): string {
  return ms < 100 ? `${String(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** What the preflight cost: `1 connection to the SSH port, 4 port probes, up to 2 failed logins, 0.4 s`. */
export function costLine({
  facts: {
    hops: { jump },
    cost,
  },
}: Report): string {
  const count = (number: number, one: string, many: string) =>
    `${String(number)} ${number === 1 ? one : many}`
  return [
    count(
      cost.connections,
      'connection to the SSH port',
      jump ? 'connections to SSH ports' : 'connections to the SSH port',
    ),
    ...(cost.portProbes === 0 ? [] : [count(cost.portProbes, 'port probe', 'port probes')]),
    `${cost.failedLogins === 0 ? '' : 'up to '}${count(cost.failedLogins, 'failed login', 'failed logins')}`,
    ...(cost.checks === undefined || cost.checks === 1 ? [] : [`${cost.checks} looks`]),
    seconds(cost.ms),
  ].join(', ')
}

/** Of the five that fail2ban allows by default (jail.conf, maxretry), so many are worth a word. */
const manyFailedLogins = 3

/** A warning where one more check like this can end in a ban; null where it cannot. */
export function failedLoginsWarning({ facts: { cost } }: Report): Words | null {
  if (cost.failedLogins < manyFailedLogins) return null
  return say`This check may have counted as ${cost.failedLogins} failed logins. Many servers ban an address after 5 for ten minutes: fix the cause before you run it again.`
}

/** Whether an input says what the deploy needs on the server. */
export const asksOfServer = ({ given }: InputFacts): boolean =>
  given.includes('target') || given.includes('programs')

/** The stages that reports show: the deploy's own checks only where they were made, or asked for. */
export function shownStages({
  diagnosis,
  facts: {
    hops: {
      target: { input },
    },
  },
}: Report): readonly StageMark[] {
  const asked = asksOfServer(input)
  return diagnosis.stages.filter(
    ({ stage, mark }) => stage !== 'deploy' || mark !== 'not-checked' || asked,
  )
}

/** `deploy@203.0.113.7 port 22`, as far as it is known. */
export function targetWords(input: InputFacts): Words {
  if (input.host === null) return literal('(no host)')
  return say`${input.user === null ? '' : `${input.user}@`}${input.host} port ${input.port}`
}

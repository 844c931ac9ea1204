import { firstFinding, type PlacedFinding } from '../diagnosis/diagnose'
import type { Facts, ServerCheckFacts } from '../facts'
import { asServerCauseId } from '../inputs/server-report/answer'
import { plain } from '../text/words'
import { certaintyLabel } from './verdict'
import {
  type HostReport,
  type JsonReport,
  programName,
  type ReportedCandidate,
  type ReportedFinding,
  type ReportedFix,
  reportVersion,
} from './json-report'
import { isObject, type JsonSchema, mismatch } from './json-schema'
import { causePage, schemaUrl } from './links'
import type { Report } from './model'
import schemaOfReport from './report.schema.json' with { type: 'json' }
import type { Candidate, Fix } from '../causes/finding'
import type { Fact } from '../facts/fact'

/** The schema that every report fits. */
export const reportSchema: JsonSchema = schemaOfReport

/** The whole run as JSON text that ends with a newline. Remote text in it is unescaped data, but safe to print. */
export function jsonReport(reports: readonly Report[]): string {
  const report: JsonReport = {
    $schema: schemaUrl,
    version: reportVersion,
    program: { name: programName, version: reports[0]?.version ?? '' },
    hosts: reports.map(host),
  }
  return jsonText(report)
}

/** A value as JSON text that ends with a newline and is safe to print. */
export function jsonText(value: unknown): string {
  return `${printable(JSON.stringify(value, null, 2))}\n`
}

function host({ facts, diagnosis }: Report): HostReport {
  const first = firstFinding(diagnosis)
  const { combined } = diagnosis
  return {
    result: diagnosis.result,
    cause: first?.id ?? null,
    certainty: first?.certainty ?? null,
    finished: diagnosis.finished,
    reached: diagnosis.reached,
    reachedHop: diagnosis.reachedHop,
    stages: diagnosis.stages,
    findings: diagnosis.findings.map((finding) => plainFinding(finding, facts)),
    ...(combined && { combined: { ...combined, notes: combined.notes.map(plain) } }),
    masked: diagnosis.masked,
    faults: diagnosis.faults,
    facts,
  }
}

function plainFinding(finding: PlacedFinding, facts: Facts): ReportedFinding {
  const { id, stage, hop, title, severity, certainty, evidence } = finding
  const { at, candidates, explanation } = finding
  return {
    id,
    stage,
    hop,
    title,
    severity,
    certainty,
    at,
    evidence,
    verdict: plain(explanation.verdict),
    why: plain(explanation.why),
    observed: explanation.observed.map(plain),
    fixes: explanation.fixes.map(plainFix),
    change: explanation.change ?? null,
    candidates: candidates.map(plainCandidate),
    page: causePage(id, facts.runner),
  }
}

function plainFix({ place, what, paste, change }: Fix): ReportedFix {
  return {
    place,
    what: plain(what),
    ...(paste && { paste: { language: paste.language, text: paste.text } }),
    ...(change && { change }),
  }
}

function plainCandidate(candidate: Candidate): ReportedCandidate {
  const { id, title, command, prints: look, fix, ruledOut } = candidate
  return {
    id,
    title: plain(title),
    command,
    prints: plain(look),
    fix: plainFix(fix),
    ...(ruledOut && { ruledOut }),
  }
}

/** Writes what a terminal or a runner would act on as JSON's own escapes: the value stays the same. */
function printable(json: string): string {
  const escape = (character: string) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('')
  return json
    .replace(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u007f-\u009f]/gu, escape)
    .replace(/\[(?<=##[a-z]*\[)/giu, escape)
}

/** The facts of a saved report, or a sentence that says why they cannot be read. */
export type ReadReport = { readonly facts: readonly Facts[] } | { readonly error: string }

/**
 * Reads a saved report for a replay. Properties and words that this version does not know are kept as they are; a file of
 * another program, of another format, or with a part missing gives an error that names it.
 */
export function readReport(text: string): ReadReport {
  const value = parse(text)
  if (value === undefined) return { error: 'It is not JSON, or it was cut off' }
  if (!isObject(value) || !isObject(value['program']) || value['program']['name'] !== programName) {
    return { error: 'It is not a report of SSH Preflight' }
  }
  const { version } = value
  if (typeof version === 'number' && version !== reportVersion) {
    const way = version > reportVersion ? 'use a newer SSH Preflight' : 'run the check again'
    return {
      error: `Its format is version ${String(version)}, and this program reads version ${String(reportVersion)}: ${way}`,
    }
  }
  if (!isReport(value)) {
    const found = mismatch(value, reportSchema)
    return { error: `It is corrupt: ${found?.at ?? ''} ${found?.problem ?? ''}` }
  }
  const facts = value.hosts.map(({ facts: saved }) => ({
    ...saved,
    serverCheck: knownVerdicts(saved.serverCheck),
  }))
  return { facts }
}

/** Verdicts of a newer check are not judged here: they count as not seen, as in an answer that is read again. */
function knownVerdicts(fact: Fact<ServerCheckFacts>): Fact<ServerCheckFacts> {
  if (fact.state !== 'observed') return fact
  const { verdicts, notSeen } = fact.value
  const known = verdicts.filter(
    ({ id, certainty }) => asServerCauseId(id) !== null && Object.hasOwn(certaintyLabel, certainty),
  )
  if (known.length === verdicts.length) return fact
  const others = verdicts.filter((verdict) => !known.includes(verdict))
  const left = others.map(({ id }) => `${id}: a verdict that cannot be read here`)
  const value = { ...fact.value, verdicts: known, notSeen: [...left, ...notSeen], whole: false }
  return { ...fact, value }
}

function isReport(value: unknown): value is JsonReport {
  return mismatch(value, reportSchema) === null
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown
  } catch {
    return undefined
  }
}

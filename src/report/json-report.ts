import type { Diagnosis, PlacedFinding } from '../diagnosis/diagnose'
import type { CombinedDiagnosis } from '../diagnosis/server-check/combined'
import type { Facts } from '../facts'
import type { Candidate, Evidence, Fix, Paste, WorkflowChange } from '../causes/finding'

/** Raised only when older reports can no longer be read; see the description of `JsonReport`. */
export const reportVersion = 2

export const programName = 'ssh-preflight'

/**
 * Compatibility: `version` is raised only when a report of an older version can no longer be read. New properties and new values of
 * an enumeration may come without that, and readers ignore what they do not know. Remote text is here as received, clipped; it
 * is not escaped for any output.
 */
export interface JsonReport {
  /** Address of the schema. */
  readonly $schema: string
  readonly version: typeof reportVersion
  /** What wrote the report. */
  readonly program: { readonly name: typeof programName; readonly version: string }
  /**
   * One entry for each host, in the order of the input.
   *
   * @minItems 1
   */
  readonly hosts: readonly HostReport[]
}

/** What was seen of one host, and what was made of it. */
export interface HostReport extends Pick<
  Diagnosis,
  'result' | 'stages' | 'finished' | 'reached' | 'reachedHop' | 'masked' | 'faults'
> {
  /** Id of the first finding that is no notice; null on a pass. */
  readonly cause: PlacedFinding['id'] | null
  /** How sure the program is of that cause; null on a pass. */
  readonly certainty: PlacedFinding['certainty'] | null
  readonly findings: readonly ReportedFinding[]
  /** Absent without an answer of the check on the server. */
  readonly combined?: ReportedCombined
  readonly facts: Facts
}

/** What is wrong. `id` never changes; the words may change with any version. */
export interface ReportedFinding extends Pick<
  PlacedFinding,
  'id' | 'stage' | 'hop' | 'title' | 'severity' | 'certainty' | 'at'
> {
  /** Typed evidence of this id. */
  readonly evidence: Evidence
  /** One sentence that names the problem. */
  readonly verdict: string
  /** Why the program is as sure as `certainty` says. */
  readonly why: string
  /** What was observed, each a short sentence. */
  readonly observed: readonly string[]
  /** The first is the primary fix. */
  readonly fixes: readonly ReportedFix[]
  /** The change to our own step in the workflow that fixes it; null when there is none. */
  readonly change: WorkflowChange | null
  /** What it may be on the server, the most likely first. */
  readonly candidates: readonly ReportedCandidate[]
  /** Address of the page of the cause. */
  readonly page: string
}

/** One thing that one person can do. */
export interface ReportedFix extends Pick<Fix, 'place' | 'change'> {
  /** Something to copy. */
  readonly paste?: Pick<Paste, 'language' | 'text'>
  /** A short imperative sentence. */
  readonly what: string
}

/** A cause that only the server can tell, and the read-only command that does. */
export interface ReportedCandidate extends Pick<Candidate, 'id' | 'command' | 'ruledOut'> {
  readonly title: string
  /** What the command prints when this is the cause. */
  readonly prints: string
  readonly fix: ReportedFix
}

/** What the remote check and the on-server check say together. */
export interface ReportedCombined extends Omit<CombinedDiagnosis, 'notes'> {
  /** Sentences for people. */
  readonly notes: readonly string[]
}

import type { CauseId, ServerCauseId } from '../../../src/facts/cause-ids'
import type { JsonReport, ReportedFix } from '../../../src/report/json-report'
import type { Lab } from '../prepare'
import type { CheckedSystem } from '../server-check/systems'

/** A fix that the report prints, which the lab applies to the fault that it is for. */
export interface AppliedFix {
  /** Unique; a few plain words. */
  readonly name: string
  /** The finding, or the candidate of one, that prints it. */
  readonly cause: CauseId | ServerCauseId
  /** How its sentence begins; what is applied is what it has to copy. */
  readonly fix: string
  /** The fixes of the same finding that are applied after it: the next steps of the same way. */
  readonly then?: readonly string[]
  /** Lines for sshd_config. */
  readonly config?: readonly string[]
  /** Shell lines run before sshd starts, and once it listens. */
  readonly fault?: string | ((lab: Lab) => string)
  readonly onceUp?: string
  /** Default: bookworm. */
  readonly system?: CheckedSystem
  /** Whether sshd is started. Default: yes. */
  readonly starts?: boolean
  /** The steps after ours in the workflow file, as YAML with six spaces before each. */
  readonly later?: string
  /** `with:` of the step, over host, username and key. */
  readonly inputs?: (lab: Lab) => Readonly<Record<string, string>>
  /**
   * What a person does with lines that are not commands, as shell lines that have the text in the file /tmp/paste. For lines of
   * the workflow: the values that the person knows, in the place of those that are only examples.
   */
  readonly byHand?: string
  readonly values?: Readonly<Record<string, string>>
  /** What may differ in the listing afterwards. Default: nothing. */
  readonly changes?: readonly RegExp[]
  /** The result of the next run. Default: pass. */
  readonly result?: 'pass' | 'warn'
}

/** The fix of a report by its cause and the start of its sentence. */
export function printedFix(report: JsonReport, cause: string, start: string): ReportedFix {
  const findings = report.hosts.flatMap((host) => host.findings)
  const fixes = findings.flatMap(({ id, fixes: own, candidates }) => [
    ...(id === cause ? own : []),
    ...candidates.filter((candidate) => candidate.id === cause).map(({ fix }) => fix),
  ])
  const found = fixes.find(({ what }) => what.startsWith(start))
  if (found) return found
  const printed = fixes.map(({ what }) => what).join('\n')
  const causes = findings.map(({ id }) => id).join(', ')
  throw new Error(`${cause} prints no fix "${start}…". Findings: ${causes}. Its fixes:\n${printed}`)
}

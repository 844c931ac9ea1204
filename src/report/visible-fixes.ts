import type { Report } from './model'
import { placeLabel, whereToFix } from './verdict'
import { stepDiff, type WorkflowDiff, workflowDiff } from './workflow-change'
import type { Finding, Fix } from '../causes/finding'

/** A fix as reports show it: with the diff of the very step where one can be drawn. */
export interface ShownFix extends Fix {
  readonly diff: WorkflowDiff | null
  /** Where it is made, for headings: "Fix it …". */
  readonly where: string
  /** The same at the start of a line: `On the server`. */
  readonly label: string
}

/** The fixes of a finding in its order. The diff of the preflight step goes to the first one for the workflow, in place of a snippet of YAML. */
export function shownFixes(report: Report, finding: Finding): readonly ShownFix[] {
  const diff = workflowDiff(report, finding)
  const { fixes } = finding.explanation
  const target =
    diff === null ? -1 : fixes.findIndex(({ place, change }) => place === 'workflow' && !change)
  return fixes.map((fix, index) => {
    // What keeps the target from answering can be fixed on either side, and the fix says on which.
    const hop = finding.isOfEitherHop ? null : finding.hop
    const drawn = fix.change ? stepDiff(report, fix.change) : index === target ? diff : null
    // What has nothing to copy is looked up, and changes no file.
    const isLookup = fix.place === 'workflow' && drawn === null && !fix.paste
    const where = isLookup
      ? 'on your side'
      : whereToFix(fix.place, hop, report.facts.runner.platform)
    const label = placeLabel(where)
    if (drawn === null) return { ...fix, diff: null, where, label }
    const { paste, ...rest } = fix
    const visiblePaste =
      paste?.language === 'yaml' || paste?.language === 'diff' ? undefined : paste
    return { ...rest, ...(visiblePaste && { paste: visiblePaste }), diff: drawn, where, label }
  })
}

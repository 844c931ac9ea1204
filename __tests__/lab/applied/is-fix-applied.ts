import { appliedFixes } from './applied-fixes'
import { faults } from './faults'

const causes = new Set<string>([
  ...appliedFixes.map(({ cause }) => cause),
  ...faults.flatMap(({ applies = [] }) => applies.map(({ cause }) => cause)),
])

/** Whether the lab applies a fix of this cause as it is printed. */
export function isFixApplied(cause: string): boolean {
  return causes.has(cause)
}

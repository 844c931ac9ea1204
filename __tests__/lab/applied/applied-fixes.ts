import type { AppliedFix } from './applied-fix'
import { serverFixes } from './server-fixes'
import { sessionFixes } from './session-fixes'
import { workflowFixes } from './workflow-fixes'

/** Every fix that the lab applies as the report prints it. */
export const appliedFixes: readonly AppliedFix[] = [
  ...serverFixes,
  ...sessionFixes,
  ...workflowFixes,
]

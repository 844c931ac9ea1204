import type { WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import { deployClient } from '../knowledge/deploy-clients'

/**
 * Whether the next step that deploys sends its password before its key, so that a check in this order costs the server what each
 * deploy costs it. OpenSSH's order where no such step is known, or where it has no password.
 */
export function sendsPasswordFirst(workflow: Fact<WorkflowFacts>): boolean {
  const steps = seen(workflow)?.deploySteps ?? []
  const next = steps
    .map((step) => ({ step, client: deployClient(step.client) }))
    .find(({ client }) => client !== null && client.lists !== null)
  const { passwordFirst = false, inputs } = next?.client ?? { inputs: {} }
  return passwordFirst && (next?.step.entries ?? []).some(({ input }) => input === inputs.password)
}

import type { WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import { deployClient } from '../knowledge/deploy-clients'
import type { LoginCredentials } from './stages/authentication'

export type LoginOrder = Pick<LoginCredentials, 'passwordFirst' | 'rsaFirst'>

/**
 * The order in which the next step that deploys logs in, so that a check costs the server what each deploy costs it, and meets the same
 * answers. OpenSSH's order where no such step is known.
 */
export function loginOrder(workflow: Fact<WorkflowFacts>): LoginOrder {
  const steps = seen(workflow)?.deploySteps ?? []
  const next = steps
    .map((step) => ({ step, client: deployClient(step.client) }))
    .find(({ client }) => client !== null && client.lists !== null)
  const { passwordFirst = false, rsaFirst = 'rsa-sha2-512', inputs = {} } = next?.client ?? {}
  const hasPassword = (next?.step.entries ?? []).some(({ input }) => input === inputs.password)
  return { passwordFirst: passwordFirst && hasPassword, rsaFirst }
}

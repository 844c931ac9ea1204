import type { WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import type { Target } from '../inputs'
import { deployClient } from '../knowledge/deploy-clients'

/** A server that has sent no banner after so long sends none, and what remains is for the login. */
const leastMs = 10_000

/**
 * The target with a time limit that the later steps have too: for some clients `timeout` bounds the TCP connection only, and a
 * short one must not end the wait for an answer that the deploy gets.
 */
export function withTimeOfDeploy(target: Target, workflow: Fact<WorkflowFacts>): Target {
  if (target.facts.deploySteps === 'off') return target
  const connecting = (seen(workflow)?.deploySteps ?? [])
    .map(({ client }) => deployClient(client))
    .filter((client) => client !== null && client.lists !== null)
  const waitsOn = connecting.every((client) => client?.timeoutBounds === 'tcp')
  if (connecting.length === 0 || !waitsOn) return target
  return { ...target, timeoutMs: Math.max(target.timeoutMs, leastMs) }
}

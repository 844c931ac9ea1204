import type { WorkflowFacts } from '../facts'
import type { Fact } from '../facts/fact'
import { locateStep, type WorkflowSources } from '../workflow/locate'
import { readJob } from './deploy-steps'

/**
 * Our own step in the workflow file, with what the later steps of its job do over SSH. Failed, with the reason, where our step
 * can't be found for certain.
 */
export async function readWorkflow(sources: WorkflowSources): Promise<Fact<WorkflowFacts>> {
  const started = performance.now()
  const found = await locateStep(sources)
  const ms = () => Math.round(performance.now() - started)
  if ('why' in found)
    return { state: 'failed', error: { message: found.why, code: null }, ms: ms() }
  return {
    state: 'observed',
    value: { ...found.step, ...readJob(found.place, sources.env, sources.read) },
    ms: ms(),
  }
}

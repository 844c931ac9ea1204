import { stepsToThisHost } from '../../causes/readings/following-steps'
import { viewOf } from '../../causes/view'
import type { Facts } from '../../facts'
import { list, literal, say, type Words } from '../../text/words'
import { toMarkdown } from '../../text/escape'
import type { Report } from '../model'
import { seenAt } from '../seen'
import { asksOfServer } from '../verdict'
import { seen } from '../../facts/fact'

/** What a pass rests on, in one line: what was checked, and why the deploy itself was not. */
export function checkedLine({ facts }: Report): string {
  const { input, session, deploy } = facts.hops.target
  const lines = stepsToThisHost(viewOf(facts, 'target')).map(({ step }) => String(step.line))
  const asked = asksOfServer(input)
  const parts: readonly Words[] = [
    literal(seen(session)?.sftp.state === 'observed' ? 'login, SFTP' : 'login'),
    ...(lines.length === 0
      ? []
      : [say`the deploy in line ${list(lines.map(literal), ', ', ' and ')}`]),
    ...(asked && deploy.state === 'observed'
      ? [seenAt(facts, { hop: 'target', stage: 'deploy' })]
      : []),
  ]
  const without = asked || lines.length > 0 ? '' : ` Not the deploy: ${whyNotDeploy(facts)}.`
  return toMarkdown(say`Checked: ${list(parts, '; ')}.${literal(without)}`)
}

function whyNotDeploy({ hops, workflow }: Facts): string {
  if (hops.target.input.deploySteps === 'off') return 'that is switched off'
  const steps = seen(workflow)?.deploySteps
  if (steps === undefined) return 'the workflow file was not read'
  return steps.length === 0 ? 'no known SSH step follows' : 'it may go to another host'
}

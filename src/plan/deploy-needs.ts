import type { WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import { type DeployNeeds, mostCommands } from '../inputs/deploy-needs'

/** Each costs the server a dozen commands. */
const mostDirectories = 16

/** For each, sudo reads its configuration. */
const mostSudo = 8

/** What the inputs ask for, and what the later steps of the job use on the server. */
export function withLaterSteps(needs: DeployNeeds, workflow: Fact<WorkflowFacts>): DeployNeeds {
  const steps = (seen(workflow)?.deploySteps ?? []).map((step) => step.needs)
  const programs = steps.flatMap((each) => each.programs.map(({ name }) => name))
  const directories = steps.flatMap((each) => each.directories.map(({ path }) => path))
  const sudo = steps.flatMap((each) => each.sudo.map(({ command }) => command))
  return {
    ...needs,
    sudo: [...new Set(sudo)].slice(0, mostSudo),
    programs: [...new Set(programs)]
      .filter((name) => !needs.commands.includes(name))
      .slice(0, mostCommands),
    directories: [...new Set(directories)]
      .filter((path) => path !== needs.target)
      .slice(0, mostDirectories),
  }
}

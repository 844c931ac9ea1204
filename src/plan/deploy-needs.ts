import type { InputFacts, WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import { type DeployNeeds, mostCommands } from '../inputs/deploy-needs'

/** Each costs the server a dozen commands. */
const mostDirectories = 16

/** Each is a connection of the server to another one. */
const mostRemotes = 2

/** For each, sudo reads its configuration. */
const mostSudo = 8

/** What the inputs ask for, and what the later steps of the job use on the server. */
export function withLaterSteps(
  needs: DeployNeeds,
  workflow: Fact<WorkflowFacts>,
  mode: InputFacts['deploySteps'],
): DeployNeeds {
  if (mode === 'off') return needs
  const steps = (seen(workflow)?.deploySteps ?? []).map((step) => step.needs)
  const programs = steps.flatMap((each) => each.programs.map(({ name }) => name))
  const directories = steps.flatMap((each) => each.directories.map(({ path }) => path))
  const sudo = steps.flatMap((each) => each.sudo.map(({ command }) => command))
  const remotes = steps.flatMap((each) =>
    each.directories.flatMap(({ use, path }) => (use === 'git' ? [path] : [])),
  )
  return {
    ...needs,
    gitRemotes: mode === 'full' ? [...new Set(remotes)].slice(0, mostRemotes) : [],
    sudo: [...new Set(sudo)].slice(0, mostSudo),
    programs: [...new Set(programs)]
      .filter((name) => !needs.commands.includes(name))
      .slice(0, mostCommands),
    directories: [...new Set(directories)]
      .filter((path) => path !== needs.target)
      .slice(0, mostDirectories),
  }
}

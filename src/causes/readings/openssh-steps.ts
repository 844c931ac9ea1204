import type { DeployStep, OpensshPreparation, RunnerSshFacts, SshConfigFacts } from '../../facts'
import type { View } from '../view'
import {
  entryOf,
  type FollowingStep,
  literalOf,
  ourText,
  sameText,
  stepsToThisHost,
} from './following-steps'

/** A later command that runs the ssh of the runner, with what prepares it. */
export interface OpensshStep extends FollowingStep {
  readonly openssh: OpensshPreparation
  /** Whether it runs and its failure fails the job. */
  readonly isSure: boolean
}

/** Those that connect to the host of this check, if it is known how. */
export function opensshSteps(view: View): readonly OpensshStep[] {
  return stepsToThisHost(view).flatMap((following) => {
    const { openssh } = following.step
    return openssh ? [{ ...following, openssh, isSure: isSure(following.step) }] : []
  })
}

export const isSure = ({ runs, mayFail }: DeployStep) => runs === 'always' && !mayFail

/** The port of a step: its own, that of the configuration, or 22; null where nobody can tell. */
export function portOfStep(view: View, { step, client }: FollowingStep): number | null {
  const entry = entryOf(step, client, 'port')
  if (!entry) return view.runnerSsh?.config?.port ?? 22
  return portOf(view, entry.text)
}

/** The number that a text in the workflow file stands for. */
export function portOf(view: View, text: string): number | null {
  if (sameText(text, ourText(view, 'port'))) return view.input.port
  const port = literalOf(text)
  return port !== null && /^\d+$/.test(port) ? Number(port) : null
}

/** Whether ssh connects to the host itself, under its own name. */
export function isDirect({ hostName, proxyJump, hasProxyCommand }: SshConfigFacts, view: View) {
  return (
    hostName.toLowerCase() === view.input.host?.toLowerCase() &&
    proxyJump === null &&
    !hasProxyCommand
  )
}

/** A value of an option of ssh_config(5) in the step; null when it is not set. */
export function optionOf(step: DeployStep, option: string): string | null {
  const entry = step.entries.find(({ input }) => input === option)
  return entry ? entry.text.toLowerCase() : null
}

/** Whether the ssh of the runner may log in with another key than this file. */
export function hasOtherKey(ssh: RunnerSshFacts, path: string): boolean {
  const isPath = (file: string) =>
    file === path || file === path.replace(/^~(?=\/)/, ssh.accountHome ?? '~')
  return (
    (ssh.agentKeys ?? []).length > 0 ||
    ssh.config === null ||
    ssh.keyFiles.some(
      (file) => ssh.config?.identityFiles.includes(file.path) === true && !isPath(file.path),
    )
  )
}

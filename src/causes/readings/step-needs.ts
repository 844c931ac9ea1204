import type {
  DeployFacts,
  DeployStep,
  NeededDirectory,
  NeededProgram,
  NeededSudo,
  NeededSyntax,
  TargetFacts,
} from '../../facts'
import { seen } from '../../facts/fact'
import type { View } from '../view'
import { type FollowingStep, followingSteps } from './following-steps'

/** Something that a later step uses on this server. */
export interface StepNeed<Need> {
  readonly step: DeployStep
  readonly need: Need
  /** Whether the step runs and then surely fails without it. */
  readonly isSure: boolean
}

/**
 * The later steps that deploy to this server: those with its host, and without one those whose host is another expression, which
 * has the same value as far as anybody can tell.
 */
export function stepsHere(view: View): readonly FollowingStep[] {
  const following = followingSteps(view)
  const same = following.filter(({ host }) => host === 'same')
  return same.length > 0 ? same : following.filter(({ host }) => host === 'unknown')
}

/** The programs that later steps start on this server. */
export function programNeeds(view: View): readonly StepNeed<NeededProgram>[] {
  return needs(view, ({ programs }) => programs)
}

/** What the scripts of later steps have that not every shell understands. */
export function syntaxNeeds(view: View): readonly StepNeed<NeededSyntax>[] {
  return needs(view, ({ syntax }) => syntax)
}

/** The commands that later steps run with sudo on this server. */
export function sudoNeeds(view: View): readonly StepNeed<NeededSudo>[] {
  return needs(view, ({ sudo }) => sudo)
}

/** The directories that later steps use on this server. */
export function directoryNeeds(view: View): readonly StepNeed<NeededDirectory>[] {
  return needs(view, ({ directories }) => directories)
}

function needs<Need extends { readonly isRequired: boolean }>(
  view: View,
  of: (needs: DeployStep['needs']) => readonly Need[],
): readonly StepNeed<Need>[] {
  return stepsHere(view).flatMap(({ step }) =>
    of(step.needs).map((need) => ({
      step,
      need,
      isSure: need.isRequired && step.runs === 'always' && !step.mayFail,
    })),
  )
}

/** A directory on the server with what wants it: a later step, the input `target`, or both. */
export interface UsedDirectory {
  readonly facts: TargetFacts
  /** Null for the input `target`, which no later step that is understood uses. */
  readonly by: StepNeed<NeededDirectory> | null
}

/** The directories that were looked at, for each step that uses one; those that surely fail a step first. */
export function usedDirectories(view: View, deploy: DeployFacts): readonly UsedDirectory[] {
  const target = seen(deploy.target)
  const used = directoryNeeds(view).flatMap((by): UsedDirectory[] => {
    const all = [...(target ? [target] : []), ...(seen(deploy.directories) ?? [])]
    const facts = all.find(({ path }) => path === by.need.path)
    return facts ? [{ facts, by }] : []
  })
  const isUnused = target !== null && used.every(({ facts }) => facts !== target)
  return [
    ...used.filter(({ by }) => by?.isSure === true),
    ...(isUnused ? [{ facts: target, by: null }] : []),
    ...used.filter(({ by }) => by?.isSure !== true),
  ]
}

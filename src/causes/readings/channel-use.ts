import { runnerLists } from '../../knowledge/deploy-clients'
import type { View } from '../view'
import type { FollowingStep } from './following-steps'
import { stepsHere } from './step-needs'

/** What the later steps that deploy to this server use of a session. All lists are empty where no such step is understood. */
export interface ChannelUse {
  /** They start a command there, in the account's shell. */
  readonly shell: readonly FollowingStep[]
  readonly sftp: readonly FollowingStep[]
  /** They speak the protocol of rsync or scp with a command there: any other text on its output breaks it. */
  readonly protocol: readonly FollowingStep[]
  /** It is not known whether they use SFTP: scp of an unknown version. */
  readonly unknown: readonly FollowingStep[]
}

/** Reads the channels of the later steps that connect to this server. */
export function channelUse(view: View): ChannelUse {
  const steps = stepsHere(view).flatMap((following) => {
    const kind = kindOf(view, following)
    const isBoth = following.step.needs.channel === 'both'
    const kinds = kind === null ? [] : isBoth ? [kind, 'shell' as const] : [kind]
    return kinds.map((each) => ({ following, kind: each }))
  })
  const of = (...kinds: readonly Kind[]) =>
    steps.filter(({ kind }) => kinds.includes(kind)).map(({ following }) => following)
  return {
    shell: of('shell', 'protocol'),
    sftp: of('sftp'),
    protocol: of('protocol'),
    unknown: of('unknown'),
  }
}

type Kind = 'shell' | 'sftp' | 'protocol' | 'unknown'

function kindOf(view: View, { step, client }: FollowingStep): Kind | null {
  const { channel } = step.needs
  if (channel === 'none') return null
  if (client.id === 'scp') return channel === 'shell' ? 'protocol' : scpKind(view)
  if (channel === 'shell') return client.server.programs.includes('rsync') ? 'protocol' : 'shell'
  return 'sftp'
}

/** scp uses SFTP since OpenSSH 9.0. */
function scpKind({ runner, workflow }: View): Kind {
  const label = runner.environment === 'github-hosted' ? (workflow?.runsOn ?? null) : null
  const versions = runnerLists(label)
  if (versions === null) return 'unknown'
  const isOld = (id: string) => /^openssh-[78]\./.test(id)
  return versions.every(isOld) ? 'protocol' : versions.some(isOld) ? 'unknown' : 'sftp'
}

/** The line of the first of these steps that runs, and whose failure ends the job; null without one. */
export function sureLine(steps: readonly FollowingStep[]): number | null {
  return steps.find(({ step }) => step.runs === 'always' && !step.mayFail)?.step.line ?? null
}

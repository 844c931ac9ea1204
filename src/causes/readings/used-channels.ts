import type { View } from '../view'
import { stepsHere } from './step-needs'

/** How a later step of the job needs a channel: surely, perhaps, or not at all; null where no step to this host is understood. */
export type ChannelUse = 'surely' | 'maybe' | 'not' | null

/** What the later steps of the job use on this server: its shell, or SFTP. */
export function channelUse(view: View, channel: 'shell' | 'sftp'): ChannelUse {
  const steps = stepsHere(view).filter(({ step }) => step.needs.channel !== 'none')
  if (steps.length === 0) return null
  const users = steps.filter(({ step: { needs } }) => [channel, 'both'].includes(needs.channel))
  if (users.length === 0) return 'not'
  const surely = users.some(
    ({ step, host }) =>
      host === 'same' && step.runs === 'always' && !step.mayFail && !isOldScp(step.client, view),
  )
  return surely ? 'surely' : 'maybe'
}

/** scp before OpenSSH 9.0 uses the shell, and which one a runner has is known for some labels only. */
function isOldScp(client: string, view: View): boolean {
  const runsOn = view.workflow?.runsOn ?? ''
  return client === 'scp' && !['ubuntu-latest', 'ubuntu-24.04'].includes(runsOn)
}

import type { ForwardingFacts } from '../../facts'
import type { View } from '../view'

/** What the jump host answered to the request for a channel, when the channel did not open. */
export interface Unforwarded {
  readonly jump: View
  /** The jump host as the inputs name it. */
  readonly jumpHost: string
  readonly forwarding: ForwardingFacts
  readonly ms: number
}

/** RFC 4254 section 5.1. */
export const openFailure = { prohibited: 1, connectFailed: 2, unknownType: 3, shortage: 4 } as const

/** Null without a jump host, when it was not asked, and when the channel opened. */
export function unforwarded({ jump }: View): Unforwarded | null {
  if (!jump) return null
  const fact = jump.facts.proxy
  if (fact.state !== 'observed' || fact.value.outcome === 'open') return null
  return { jump, jumpHost: jump.input.host ?? 'jump host', forwarding: fact.value, ms: fact.ms }
}

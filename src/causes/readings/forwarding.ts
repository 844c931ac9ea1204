import type { View } from '../view'
import { type ForwardingFacts } from '../../facts'

/** What came of asking the jump host for the channel, when there was none. */
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
  const forwarding = jump?.proxy
  if (!forwarding || forwarding.outcome === 'open') return null
  const { proxy } = jump.facts
  const ms = proxy.state === 'observed' ? proxy.ms : 0
  return { jump, jumpHost: jump.input.host ?? 'jump host', forwarding, ms }
}

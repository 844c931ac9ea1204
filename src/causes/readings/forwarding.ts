import { type Facts, type ForwardingFacts, type HopFacts, seen } from '../../facts'

/** What came of asking the jump host for the channel, when there was none. */
export interface Unforwarded {
  readonly jump: HopFacts
  /** The jump host as the inputs name it. */
  readonly jumpHost: string
  readonly forwarding: ForwardingFacts
  readonly ms: number
}

/** RFC 4254 section 5.1. */
export const openFailure = { prohibited: 1, connectFailed: 2, unknownType: 3, shortage: 4 } as const

/** Null without a jump host, when it was not asked, and when the channel opened. */
export function unforwarded({ proxy }: Facts): Unforwarded | null {
  const forwarding = proxy && seen(proxy.forwarding)
  if (!forwarding || forwarding.outcome === 'open') return null
  const ms = proxy.forwarding.state === 'observed' ? proxy.forwarding.ms : 0
  return { jump: proxy, jumpHost: proxy.input.host ?? 'jump host', forwarding, ms }
}

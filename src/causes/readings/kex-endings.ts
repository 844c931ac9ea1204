import type { View } from '../view'
import { type KeyExchangeFacts } from '../../facts'
import { say, type Words } from '../../text/words'

/** How far the key exchange got, for the causes that tell how it ended. */
export type Reached = 'nothing' | 'lists'

/** The key exchange when it ended in one of these ways, else null. */
export function exchangeThat(
  view: View,
  ...outcomes: readonly KeyExchangeFacts['outcome'][]
): { readonly exchange: KeyExchangeFacts; readonly ms: number; readonly reached: Reached } | null {
  const exchange = view.kex
  if (!exchange || !outcomes.includes(exchange.outcome)) return null
  const ms = view.facts.kex.state === 'observed' ? view.facts.kex.ms : 0
  return { exchange, ms, reached: exchange.server ? 'lists' : 'nothing' }
}

/** "after its list of algorithms", "right after its greeting". */
export function phaseName(reached: Reached): Words {
  return reached === 'lists' ? say`after its list of algorithms` : say`right after its greeting`
}

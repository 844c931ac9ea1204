import type { KeyExchangeFacts } from '../../facts'
import { say, type Words } from '../../text/words'
import type { View } from '../view'

/** How far the key exchange got: to the server's lists of algorithms, or not even there. */
type Reached = 'nothing' | 'lists'

/** The key exchange, how far it got and its duration, when it ended in one of these ways; else null. */
export function exchangeThat(
  { kex: exchange, facts }: View<'kex'>,
  ...outcomes: readonly KeyExchangeFacts['outcome'][]
): { readonly exchange: KeyExchangeFacts; readonly ms: number; readonly reached: Reached } | null {
  if (!outcomes.includes(exchange.outcome)) return null
  const ms = facts.kex.state === 'observed' ? facts.kex.ms : 0
  return { exchange, ms, reached: exchange.server ? 'lists' : 'nothing' }
}

/** "after its list of algorithms", "right after its banner". */
export function phaseName(reached: Reached): Words {
  return reached === 'lists' ? say`after its list of algorithms` : say`right after its banner`
}

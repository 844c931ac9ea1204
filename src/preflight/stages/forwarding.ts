import type { Duplex } from 'node:stream'
import type { Clock } from '../clock'
import type { Fact, ForwardingFacts } from '../../facts'
import { ours, type Raw } from '../../facts/unredacted'
import { type Forwarded, openForwarded } from '../../ssh/channels'
import type { Interruption } from '../../ssh/connection'
import { rawDisconnect, type SecureConnection } from './key-exchange'
import { observe, outOfTime, waitedLongEnough } from './observe'

/**
 * Asks a jump host for a channel to the target (direct-tcpip, RFC 4254 section 7.2). The stream is paused, and works like a
 * socket; null when none was opened. A jump host that is silent here is still trying: the target does not answer it.
 */
export async function openForwarding(
  { connection }: SecureConnection,
  to: { readonly host: string; readonly port: number },
  clock: Clock,
): Promise<{ readonly fact: Raw<Fact<ForwardingFacts>>; readonly stream: Duplex | null }> {
  let stream: Duplex | null = null
  const fact = await observe<ForwardingFacts>(clock, async () => {
    const startedAt = clock.elapsedMs()
    const { host, port } = to
    const nothing = { host: ours(host), port, refusal: null, disconnect: null }
    const answer = await connection.until<Forwarded | Interruption>(
      openForwarded(connection.client, host, port),
      clock,
    )
    if ('how' in answer) {
      if (answer.how === 'stalled' && !waitedLongEnough(clock, startedAt)) return outOfTime(clock)
      const disconnect = answer.how === 'disconnected' ? rawDisconnect(answer.disconnect) : null
      if (answer.how === 'protocol-error')
        return { ...nothing, outcome: 'closed' as const, error: answer.error }
      return { ...nothing, outcome: answer.how, disconnect }
    }
    if (answer.kind === 'channel-refused') {
      const { reason, text } = answer
      return { ...nothing, outcome: 'refused' as const, refusal: rawDisconnect({ reason, text }) }
    }
    connection.carriesConnection()
    stream = answer.stream
    return { ...nothing, outcome: 'open' as const }
  })
  return { fact, stream }
}

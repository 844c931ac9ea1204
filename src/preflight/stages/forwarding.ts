import type { Duplex } from 'node:stream'
import type { Clock } from '../clock'
import type { ForwardingFacts } from '../../facts'
import { ours, type Raw } from '../../facts/unredacted'
import type { SshSession } from '../../ssh/session'
import { endOf, rawDisconnect } from './interruption'
import { observe, outOfTime, waitedLongEnough } from './observe'
import type { Fact } from '../../facts/fact'

/**
 * Asks a jump host for a channel to the target (direct-tcpip, RFC 4254 section 7.2). The stream is paused, and works like a
 * socket; null when none was opened. A jump host that is silent here is still trying: the target does not answer it.
 */
export async function openForwarding(
  session: SshSession,
  to: { readonly host: string; readonly port: number },
  clock: Clock,
): Promise<{ readonly fact: Raw<Fact<ForwardingFacts>>; readonly stream: Duplex | null }> {
  let stream: Duplex | null = null
  const fact = await observe<ForwardingFacts>(clock, async () => {
    const startedAt = clock.elapsedMs()
    const { host, port } = to
    const nothing = { host: ours(host), port, refusal: null, disconnect: null }
    const answer = await session.forward(host, port)
    if ('how' in answer) {
      if (answer.how === 'stalled' && !waitedLongEnough(clock, startedAt)) return outOfTime(clock)
      return { ...nothing, ...endOf(answer) }
    }
    if (answer.kind === 'channel-refused')
      return { ...nothing, outcome: 'refused' as const, refusal: rawDisconnect(answer) }
    stream = answer.stream
    return { ...nothing, outcome: 'open' as const }
  })
  return { fact, stream }
}

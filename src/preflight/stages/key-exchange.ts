import type { Clock } from '../clock'
import type { KexInit, KeyExchangeFacts } from '../../facts'
import { type Raw, remote, remoteNames, remoteOrNull } from '../../facts/unredacted'
import { startSession } from '../../ssh/start-session'
import type {
  IdentifiedStream,
  HostKeyTypes,
  Interruption,
  KeyExchange,
  SshSession,
} from '../../ssh/session'
import { firstWithoutCommon } from '../../knowledge/negotiation'
import { endOf } from './interruption'
import { observe, outOfTime, waitedLongEnough } from './observe'
import type { Fact } from '../../facts/fact'

/** Exchanges keys over a stream whose banner was read. `session` is null unless the outcome is `agreed`. */
export async function exchangeKeys(
  identified: IdentifiedStream,
  types: HostKeyTypes,
  clock: Clock,
): Promise<{
  readonly fact: Raw<Fact<KeyExchangeFacts>>
  readonly session: SshSession | null
}> {
  let session: SshSession | null = null
  const fact = await observe<KeyExchangeFacts>(clock, async () => {
    const startedAt = clock.elapsedMs()
    const exchange = await startSession(identified, types, clock)
    const interruption = 'how' in exchange.end ? exchange.end : null
    if (interruption?.how === 'stalled' && !waitedLongEnough(clock, startedAt))
      return outOfTime(clock)
    session = 'how' in exchange.end ? null : exchange.end
    return describe(exchange, interruption)
  })
  return { fact, session }
}

function describe(
  { client, server, agreed, words }: KeyExchange,
  interruption: Interruption | null,
): Raw<KeyExchangeFacts> {
  const missing = server && firstWithoutCommon(client, server)
  const { disconnect, error } = interruption
    ? endOf(interruption)
    : { disconnect: null, error: null }
  return {
    outcome: outcomeOf(interruption, missing),
    server: server && rawLists(server),
    client: rawLists(client),
    agreed: agreed && {
      kex: remote(agreed.kex),
      hostKey: remote(agreed.hostKey),
      cipher: remote(agreed.cipher),
      mac: remote(agreed.mac),
    },
    missing,
    disconnect,
    error,
    words: error && remoteOrNull(words, longestWords),
  }
}

const longestWords = 200

/** The lists of KEXINIT, each as one text. */
function rawLists(lists: KexInit): Raw<KexInit> {
  return {
    kex: remoteNames(lists.kex),
    hostKey: remoteNames(lists.hostKey),
    cipherToServer: remoteNames(lists.cipherToServer),
    cipherToClient: remoteNames(lists.cipherToClient),
    macToServer: remoteNames(lists.macToServer),
    macToClient: remoteNames(lists.macToClient),
    compressionToServer: remoteNames(lists.compressionToServer),
    compressionToClient: remoteNames(lists.compressionToClient),
  }
}

function outcomeOf(
  interruption: Interruption | null,
  missing: KeyExchangeFacts['missing'],
): KeyExchangeFacts['outcome'] {
  if (interruption === null) return 'agreed'
  // Whoever noticed first: OpenSSH closes without a word, our library raises an error.
  if (missing !== null) return 'no-common-algorithm'
  return interruption.how === 'protocol-error' ? 'malformed' : interruption.how
}

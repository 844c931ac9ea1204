import type { Clock } from '../clock'
import type { Disconnect, Fact, HostKey, KexInit, KeyExchangeFacts } from '../../facts'
import { type Raw, remote, remoteNames, remoteOrNull } from '../../facts/unredacted'
import type { Offer } from '../../ssh/algorithms'
import { type GreetedStream, type Interruption, SshConnection } from '../../ssh/connection'
import { readHostKey } from '../../ssh/host-key'
import { firstWithoutCommon } from '../../knowledge/negotiation'
import { UserAuthentication } from '../../ssh/user-authentication'
import { observe, outOfTime, waitedLongEnough } from './observe'

/** A connection with keys agreed and the server's signature verified, ready for user authentication. */
export interface SecureConnection {
  readonly connection: SshConnection
  readonly authentication: UserAuthentication
  /** The key that the server presented and proved to hold. */
  readonly hostKey: HostKey
}

/**
 * RFC 4253 sections 7 and 8: exchanges keys over a greeted stream. `secure` is null unless the outcome is `agreed`; a
 * connection that failed is closed here.
 */
export async function exchangeKeys(
  greeted: GreetedStream,
  offer: Offer,
  clock: Clock,
): Promise<{
  readonly fact: Raw<Fact<KeyExchangeFacts>>
  readonly secure: SecureConnection | null
}> {
  let secure: SecureConnection | null = null
  const fact = await observe<KeyExchangeFacts>(clock, async () => {
    const startedAt = clock.elapsedMs()
    const connection = new SshConnection(greeted, offer, clock)
    try {
      const authentication = new UserAuthentication(connection)
      const interruption = (await connection.until(connection.keysExchanged, clock)) ?? null
      if (interruption?.how === 'stalled' && !waitedLongEnough(clock, startedAt))
        return outOfTime(clock)
      if (interruption === null) {
        const hostKey = readHostKey(connection.hostKey ?? Buffer.alloc(0))
        if (hostKey === null) throw new Error('ssh2 agreed on keys without a host key')
        secure = { connection, authentication, hostKey }
      }
      return describe(connection, interruption)
    } finally {
      if (secure === null) await connection.close(clock)
    }
  })
  return { fact, secure }
}

function describe(
  connection: SshConnection,
  interruption: Interruption | null,
): Raw<KeyExchangeFacts> {
  const { kexInit: server, words } = connection.overheard
  const client = connection.offer.kexInit
  const missing = server && firstWithoutCommon(client, server)
  const { agreed } = connection
  return {
    outcome: outcomeOf(interruption, missing),
    server: server && rawLists(server),
    client: rawLists(client),
    agreed: agreed && {
      kex: remote(agreed.kex),
      hostKey: remote(agreed.serverHostKey),
      cipher: remote(agreed.cs.cipher),
      mac: remote(agreed.cs.mac),
    },
    missing,
    disconnect:
      interruption?.how === 'disconnected' ? rawDisconnect(interruption.disconnect) : null,
    error: interruption?.how === 'protocol-error' ? interruption.error : null,
    words: interruption?.how === 'protocol-error' ? remoteOrNull(words, longestWords) : null,
  }
}

const longestWords = 200
const longestReason = 1024

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

/** The words of SSH_MSG_DISCONNECT or SSH_MSG_CHANNEL_OPEN_FAILURE, of which 1 KiB is kept. */
export function rawDisconnect({ reason, text }: Disconnect): Raw<Disconnect> {
  return { reason, text: remote(text, longestReason) }
}

function outcomeOf(
  interruption: Interruption | null,
  missing: KeyExchangeFacts['missing'],
): KeyExchangeFacts['outcome'] {
  if (interruption === null) return 'agreed'
  // Whoever noticed first: OpenSSH closes without a word, ssh2 raises an error.
  if (missing !== null) return 'no-common-algorithm'
  return interruption.how === 'protocol-error' ? 'malformed' : interruption.how
}

import type { HostKey } from '../facts'
import type { Deadline } from '../network/deadline'
import { makeOffer, typesNotSeen } from './algorithms'
import { AnnouncedByServer } from './announced'
import { openExec, openForwarded, openSubsystem } from './channels'
import { SshConnection } from './connection'
import type { HostCertificate } from './host-certificate'
import { readHostKey } from './host-key'
import type {
  Forwarded,
  IdentifiedStream,
  HostKeyTypes,
  Interruption,
  KeyExchange,
  Opened,
  SshSession,
} from './session'
import { UserAuthentication } from './user-authentication'

/**
 * Exchanges keys over a stream whose identification line was read (RFC 4253 sections 7 and 8). A connection
 * that came to nothing is closed here. Throws for a fault of this program.
 */
export async function startSession(
  identified: IdentifiedStream,
  types: HostKeyTypes,
  deadline: Deadline,
): Promise<KeyExchange> {
  const connection = new SshConnection(identified, makeOffer(types), deadline)
  let session: SshSession | null = null
  try {
    const authentication = new UserAuthentication(connection)
    const interruption = await connection.until(connection.keysExchanged)
    if (interruption) return describe(connection, interruption)
    const hostKey = readHostKey(connection.hostKey ?? Buffer.alloc(0))
    if (hostKey === null) throw new Error('ssh2 agreed on keys without a host key')
    session = new Ssh2Session(connection, authentication, hostKey)
    return describe(connection, session)
  } finally {
    if (session === null) await connection.close()
  }
}

function describe(connection: SshConnection, end: KeyExchange['end']): KeyExchange {
  const { kexInit: server, words } = connection.overheard
  const { agreed } = connection
  return {
    client: connection.offer.kexInit,
    server,
    agreed: agreed && {
      kex: agreed.kex,
      hostKey: agreed.serverHostKey,
      cipher: agreed.cs.cipher,
      mac: agreed.cs.mac,
    },
    words,
    end,
  }
}

class Ssh2Session implements SshSession {
  readonly hostKey: HostKey
  readonly certificate: HostCertificate | null
  readonly authentication: UserAuthentication
  readonly announced: AnnouncedByServer
  readonly #connection: SshConnection

  constructor(connection: SshConnection, authentication: UserAuthentication, hostKey: HostKey) {
    this.#connection = connection
    this.hostKey = hostKey
    this.certificate = connection.certificate
    this.authentication = authentication
    this.announced = new AnnouncedByServer(connection)
  }

  get ending() {
    return this.#connection.ending
  }

  typesNotSeen(seen: readonly string[]): readonly string[] {
    return typesNotSeen(this.#connection.overheard.kexInit?.hostKey ?? [], seen)
  }

  exec(command: string, limit: number, ms?: number): Promise<Opened | Interruption> {
    return this.until<Opened>(openExec(this.#connection.client, command, limit), ms)
  }

  sftp(limit: number): Promise<Opened | Interruption> {
    return this.until<Opened>(openSubsystem(this.#connection.client, 'sftp', limit))
  }

  async forward(host: string, port: number): Promise<Forwarded | Interruption> {
    const answer = await this.until<Forwarded>(openForwarded(this.#connection.client, host, port))
    if ('kind' in answer && answer.kind === 'open') this.#connection.carriesConnection()
    return answer
  }

  until<T>(step: Promise<T>, ms?: number): Promise<T | Interruption> {
    return this.#connection.until(step, ms)
  }

  close(): Promise<void> {
    return this.#connection.close()
  }
}

import type { Clock } from '../clock'
import { type Fact, notChecked, type SessionFacts } from '../../facts'
import { type Raw, remote } from '../../facts/unredacted'
import { AnnouncedHostKeys } from '../../ssh/announced-host-keys'
import type { SecureConnection } from './key-exchange'
import { observe } from './observe'
import { tryExec } from './session-exec'
import { trySftp } from './session-sftp'

const mostDebugTexts = 32
const longestDebugText = 1024

/** Collects what the server tells after the login without being asked. Begins before the login. */
export class SessionListener {
  readonly debug: string[] = []
  readonly #hostKeys: AnnouncedHostKeys

  constructor({ connection }: SecureConnection) {
    this.#hostKeys = new AnnouncedHostKeys(connection)
    connection.on('DEBUG', (_display, text) => {
      if (this.debug.length < mostDebugTexts) this.debug.push(text)
    })
  }

  /** Blobs of every host key that OpenSSH announced and proved to hold (OpenSSH PROTOCOL section 2.5). */
  get announced(): readonly Buffer[] {
    return this.#hostKeys.proved
  }

  /** Waits shortly for the proof of announced keys, when an announcement came. */
  async settle({ connection }: SecureConnection, clock: Clock): Promise<void> {
    const { answered } = this.#hostKeys
    if (answered) await connection.until(answered, clock, 500)
  }
}

/** RFC 4254: one command and SFTP, on two channels of the connection, one after the other (MaxSessions may be 1). */
export async function openSession(
  secure: SecureConnection,
  listener: SessionListener,
  sftp: 'auto' | 'required' | 'off',
  clock: Clock,
): Promise<Raw<Fact<SessionFacts>>> {
  return observe<SessionFacts>(clock, async () => {
    const exec = await tryExec(secure, clock)
    const sftpFact =
      sftp === 'off' ? notChecked('switched-off') : await trySftp(secure, sftp, clock)
    await listener.settle(secure, clock)
    return {
      exec,
      sftp: sftpFact,
      debug: listener.debug.map((text) => remote(text, longestDebugText)),
    }
  })
}

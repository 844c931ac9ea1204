import type { Clock } from '../clock'
import { type Fact, notChecked, type SessionFacts } from '../facts'
import { type Raw, remote } from '../facts/unredacted'
import type { SecureConnection } from './key-exchange'
import { observe } from './observe'
import { tryExec } from './session-exec'
import { trySftp } from './session-sftp'

const mostDebugTexts = 32
const longestDebugText = 1024

/** Collects what the server tells after the login without being asked. Begins before the login. */
export class SessionListener {
  readonly debug: string[] = []
  /** Blobs of every host key that OpenSSH announced and proved to hold (OpenSSH PROTOCOL section 2.5). */
  announced: readonly Buffer[] = []
  #pending = false
  #resolve: () => void = () => undefined
  readonly #proved: Promise<void>

  constructor({ connection }: SecureConnection) {
    this.#proved = new Promise((resolve) => {
      this.#resolve = resolve
    })
    connection.on('DEBUG', (_display, text) => {
      if (this.debug.length < mostDebugTexts) this.debug.push(text)
    })
    connection.on('GLOBAL_REQUEST', (name) => {
      if (name === 'hostkeys-00@openssh.com') this.#pending = true
    })
    connection.client.on('hostkeys', (keys) => {
      this.announced = keys.slice(0, 16).map((key) => key.getPublicSSH())
      this.#resolve()
    })
  }

  /** Waits shortly for the proof of announced keys, when an announcement came. */
  async settle({ connection }: SecureConnection, clock: Clock): Promise<void> {
    if (this.#pending) await connection.until(this.#proved, clock, 500)
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

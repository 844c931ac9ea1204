import type { SshConnection } from './connection'
import { MessageFields, readOrNull, stringField } from './message-fields'
import type { Announced } from './session'
import { canBeVerified, signatureFits } from './public-key'

/** sshd has three host keys where nobody made more. */
const mostKeys = 16
const proveName = 'hostkeys-prove-00@openssh.com'

const mostDebugTexts = 32
const proofMs = 500

/**
 * Collects what a server announces after the login: debug texts, host keys (hostkeys-00@openssh.com, OpenSSH PROTOCOL section
 * 2.5), and the proof that it holds them. It is asked once, for sixteen keys at most.
 */
export class AnnouncedByServer implements Announced {
  readonly debug: string[] = []
  hostKeys: readonly Buffer[] = []
  readonly #connection: SshConnection
  /** Resolves when the server has answered; null while it has announced nothing. */
  #answered: Promise<void> | null = null
  #asked: readonly Buffer[] = []
  #resolve: () => void = () => undefined

  constructor(connection: SshConnection) {
    this.#connection = connection
    connection.on('DEBUG', (_display, text) => {
      if (this.debug.length < mostDebugTexts) this.debug.push(text)
    })
    connection.onHostKeys((fields) => {
      this.#ask(fields)
    })
    connection.on('REQUEST_SUCCESS', (data) => {
      this.#read(data)
    })
    connection.on('REQUEST_FAILURE', () => {
      this.#resolve()
    })
  }

  async settle(): Promise<void> {
    if (this.#answered) await this.#connection.until(this.#answered, proofMs)
  }

  #ask(fields: MessageFields): void {
    const blobs: Buffer[] = []
    while (!fields.ended && blobs.length < mostKeys) {
      const blob = Buffer.from(fields.string())
      if (canBeVerified(blob)) blobs.push(blob)
    }
    if (blobs.length === 0) return
    this.#asked = blobs
    this.#answered = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#connection.protocol.openssh_hostKeysProve(
      blobs.map((blob) => ({ getPublicSSH: () => blob })),
    )
  }

  #read(data: Buffer | null): void {
    const session = this.#connection.protocol._kex?.sessionID
    if (data !== null && session !== undefined) this.hostKeys = provedBy(data, this.#asked, session)
    this.#asked = []
    this.#resolve()
  }
}

/** The answer has a signature for each key, in the order in which they were asked for. One that is cut proves nothing. */
function provedBy(data: Buffer, asked: readonly Buffer[], session: Buffer): readonly Buffer[] {
  const signatures = new MessageFields(data)
  const proved = readOrNull(() =>
    asked.filter((blob) => {
      const signed = Buffer.concat([proveName, session, blob].map(stringField))
      return signatureFits(blob, signatures.string(), signed)
    }),
  )
  return proved ?? []
}

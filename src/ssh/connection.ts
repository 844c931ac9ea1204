import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import type { ProtocolError } from '../facts'
import { type Deadline, late, withDeadline } from '../network/deadline'
import type { Offer } from './algorithms'
import { boundGroupExchange } from './group-exchange'
import { fromIdentification, ourSoftware } from './identification-line'
import { IncomingGate } from './incoming'
import { expectCertificate, offerCertificates, useCertifiedKey } from './certified-key'
import { type HostCertificate, readHostCertificate } from './host-certificate'
import type { MessageFields } from './message-fields'
import { ProtocolViolation } from './protocol-violation'
import { checkPublicKey } from './public-key'
import type { Ending, IdentifiedStream, Interruption } from './session'
import { protocolErrorOf } from './ssh2-errors'
import {
  guardPayloads,
  type Messages,
  protocolOf,
  type Ssh2Protocol,
  windowOf,
} from './ssh2-protocol'
import { type Overheard, WireTap } from './wire-tap'

/** RFC 4254 section 5.1. */
const administrativelyProhibited = 1

/** One connection of ssh2 over an open stream, driven step by step. Every wait ends with the connection or with its deadline. */
export class SshConnection {
  readonly client = new ssh2.Client()
  readonly protocol: Ssh2Protocol
  readonly offer: Offer
  /** The public key blob that the server presented; null before its reply in the key exchange. */
  hostKey: Buffer | null = null
  /** The certificate that the key came in; null for a plain key. */
  certificate: HostCertificate | null = null
  /** Names that were agreed; null before the server's signature was found good. */
  agreed: ssh2.NegotiatedAlgorithms | null = null
  ending: Ending | null = null
  /** Resolves when both sides have switched to the new keys, the server's signature found good. */
  readonly keysExchanged: Promise<void>

  readonly #stream: Duplex
  readonly #deadline: Deadline
  readonly #tap = new WireTap()
  readonly #gate: IncomingGate
  readonly #ended: Promise<void>
  #fault: Error | null = null
  #loggedIn = false
  #closed = false
  #end: () => void = () => undefined

  /** `deadline` is looked at between any two messages of the server: nothing is read once it has ended. */
  constructor(identified: IdentifiedStream, offer: Offer, deadline: Deadline) {
    this.offer = offer
    this.#stream = identified.socket
    this.#deadline = deadline
    this.#ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.keysExchanged = new Promise((resolve) => {
      this.client.once('handshake', (agreed) => {
        this.agreed = agreed
        resolve()
      })
    })
    this.#watchClient()
    // A channel of ssh2 is never `destroyed`, so its close is kept in mind.
    this.#stream.once('close', () => {
      this.#closed = true
    })
    this.#stream.on('data', (chunk: Buffer) => {
      this.#tap.feed(chunk)
    })
    // ssh2 loses data when the identification line comes in pieces, so it gets every byte so far in one.
    this.#stream.unshift(fromIdentification(identified.received))
    this.client.connect({
      sock: this.#stream,
      username: '',
      ident: ourSoftware,
      algorithms: offer.algorithms,
      readyTimeout: 0,
      hostVerifier: (blob: Buffer) => this.#acceptHostKey(Buffer.from(blob)),
    })
    this.protocol = protocolOf(this.client)
    if (offer.certificates.length > 0) offerCertificates(this.protocol, offer.certificates)
    this.#gate = new IncomingGate({
      deadline,
      method: () => this.protocol._authsQueue[0] ?? null,
      unsentBytes: () => this.#stream.writableLength,
      windowOf: (channel) => windowOf(this.client, channel),
    })
    guardPayloads(this.protocol, (payload) => this.#judge(payload))
    boundGroupExchange(this.protocol)
    this.#keepIdentification()
    if (identified.spoke) this.protocol.start = () => undefined
    this.on('USERAUTH_SUCCESS', () => {
      this.#loggedIn = true
    })
    this.on('DISCONNECT', (reason, text) => {
      this.#finish({
        how: 'disconnected',
        disconnect: { reason, text },
      })
    })
    // We ask for no forwarding, so no server has a reason to open a channel.
    this.on(
      'CHANNEL_OPEN',
      ({ sender }) => {
        this.protocol.channelOpenFail(sender, administrativelyProhibited, '')
      },
      true,
    )
  }

  /** What the server sent in clear. */
  get overheard(): Overheard {
    return this.#tap.heard
  }

  /** Listens to one kind of message before ssh2 does; `instead` keeps it from ssh2. */
  on<Name extends keyof Messages>(name: Name, listener: Messages[Name], instead = false): void {
    const original = this.protocol._handlers[name]
    const call: (...values: never[]) => void = listener
    this.protocol._handlers[name] = (protocol, ...values) => {
      try {
        call(...values)
      } catch (error) {
        this.#caught(error)
        return
      }
      if (!instead) original?.(protocol, ...values)
    }
  }

  /** Listens to the announcement of host keys (OpenSSH PROTOCOL section 2.5), which comes once. */
  onHostKeys(listener: (fields: MessageFields) => void): void {
    this.#gate.onHostKeys = listener
  }

  /** From now on the connection carries another one: more messages are taken from it. */
  carriesConnection(): void {
    this.#gate.carriesConnection()
  }

  /** See SshSession. */
  async until<T>(step: Promise<T>, ms = Infinity): Promise<T | Interruption> {
    const first = Promise.race([
      step.then((value) => ({ value })),
      this.#ended.then(() => 'ended' as const),
    ])
    const winner = await withDeadline(first, ms, this.#deadline.signal)
    if (this.#fault !== null) throw this.#fault
    if (winner === late) return { how: 'stalled' }
    if (winner === 'ended') return this.ending ?? { how: 'closed' }
    return winner.value
  }

  /** See SshSession. */
  async close(): Promise<void> {
    if (!this.#closed && !this.#stream.destroyed) {
      try {
        if (this.#loggedIn) this.client.end()
        else this.#stream.end()
      } catch {
        // ssh2 throws when its protocol object was already taken down by an error.
      }
      const closed = new Promise((resolve) => this.#stream.once('close', resolve))
      await withDeadline(closed, this.#deadline.signal.aborted ? 200 : 1000)
    }
    this.#stream.destroy()
  }

  /** Any key is good here, and the same one in later exchanges: the stage of the host key compares it. */
  #acceptHostKey(blob: Buffer): boolean {
    const certificate = readHostCertificate(blob)
    const key = certificate?.key ?? blob
    checkPublicKey(key)
    if (certificate) useCertifiedKey(this.protocol, blob, key)
    this.hostKey ??= key
    this.certificate ??= certificate
    return this.hostKey.equals(key)
  }

  /** ssh2 encodes the line as UTF-8 after it decoded it as latin1, so that no signature fits when it is not ASCII. */
  #keepIdentification(): void {
    const { protocol } = this
    const onHeader = protocol._onHeader
    protocol._onHeader = (header) => {
      protocol._remoteIdentRaw = Buffer.from(header.identRaw, 'latin1')
      onHeader(header)
    }
  }

  #watchClient(): void {
    // What ssh2 throws while it reads is what the server made it read: our own code in between is guarded by #caught.
    this.client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'client-socket') this.#finish({ how: 'reset' })
      else this.#refuse(protocolErrorOf(error))
    })
    this.client.on('end', () => {
      this.#finish({ how: 'closed' })
    })
    this.client.on('close', () => {
      this.#finish({ how: 'closed' })
    })
  }

  #judge(payload: Buffer): 'pass' | 'drop' | 'stop' {
    if (this.ending || this.#fault) return 'stop'
    try {
      const decision = this.#gate.judge(payload)
      if (this.offer.certificates.length > 0) expectCertificate(this.protocol)
      if (decision === 'stop') this.#stopReading()
      return decision
    } catch (error) {
      this.#caught(error)
      return 'stop'
    }
  }

  /** Tells what a server made us throw from a fault of this program. */
  #caught(error: unknown): void {
    if (error instanceof ProtocolViolation) this.#refuse(error.kind)
    else this.#fail(error)
  }

  /** Ends the connection because of what the server sent. What we have written goes out first. */
  #refuse(error: ProtocolError): void {
    this.#finish({ how: 'protocol-error', error })
    this.#stopReading()
    setImmediate(() => this.#stream.destroy())
  }

  /** ssh2 gets nothing more, and the stream is not read any more. */
  #stopReading(): void {
    this.protocol.parse = () => undefined
    this.#stream.pause()
  }

  #finish(ending: Ending): void {
    if (this.ending) return
    const { disconnect } = this.#tap.heard
    this.ending = disconnect ? { how: 'disconnected', disconnect } : ending
    this.#end()
  }

  #fail(fault: unknown): void {
    this.#fault ??= fault instanceof Error ? fault : new Error(String(fault))
    this.#stream.destroy()
    this.#end()
  }
}

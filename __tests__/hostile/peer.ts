import {
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import type { Duplex } from 'node:stream'
import { kexInitPayload, packet } from '../unit/ssh/packets'
import { Account } from './account'
import type { Conduct, KexReply } from './conduct'
import { flood } from './flood'
import { ed25519HostKey } from './host-keys'
import { cipherName, Compressor, Decompressor, Opener, Sealer } from './sealed-packets'
import { FieldReader, message, mpint, msg, str } from './wire'

const usualIdentification = 'SSH-2.0-OpenSSH_9.6\r\n'
const usualHostKey = ed25519HostKey()

/**
 * The server's side of one SSH connection, written by hand so that it can lie at every step: curve25519-sha256 (RFC 8731), any host key,
 * AES-256-GCM. What it does otherwise than an honest server is its `conduct`.
 */
export class Peer {
  readonly stream: Duplex
  readonly conduct: Conduct
  /** The exchange hash of the first exchange; empty before it. */
  sessionId: Buffer = Buffer.alloc(0)
  /** How many exchanges are done. */
  exchanges = 0
  /** The client's messages so far, by their numbers. */
  readonly heard: number[] = []

  readonly #account: Account
  #received: Buffer = Buffer.alloc(0)
  #clientIdentification: Buffer | null = null
  #identification = ''
  #ourInit: Buffer | null = null
  #clientInit: Buffer | null = null
  #sealer: Sealer | null = null
  #opener: Opener | null = null
  #nextOpener: Opener | null = null
  readonly #waiting: Buffer[] = []
  #compressor: Compressor | null = null
  #decompressor: Decompressor | null = null

  constructor(stream: Duplex, conduct: Conduct) {
    this.stream = stream
    this.conduct = conduct
    this.#account = new Account(this)
    stream.on('error', () => undefined)
    stream.on('close', () => {
      this.#account.close()
    })
    stream.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      try {
        while (this.#take());
      } catch {
        // What the client cannot have meant, such as packets under keys that this server spoiled.
        stream.destroy()
      }
    })
    if (conduct.begin) conduct.begin(this)
    else this.begin()
  }

  /** Sends the identification and KEXINIT. */
  begin(): void {
    this.sendIdentification()
    this.sendKexInit()
  }

  /** In pieces of so many bytes, each with a write of its own. */
  sendIdentification(pieceBytes = Infinity): void {
    const bytes = Buffer.from(this.conduct.identification ?? usualIdentification)
    this.#identification =
      /^SSH-.*?(?=\r?\n)/m.exec(bytes.toString('latin1'))?.[0] ?? usualIdentification
    if (bytes.length <= pieceBytes) this.raw(bytes)
    else
      for (let at = 0; at < bytes.length; at += pieceBytes)
        this.raw(bytes.subarray(at, at + pieceBytes))
  }

  sendKexInit(payload = this.conduct.kexInit?.(this) ?? this.usualKexInit()): void {
    this.#ourInit = payload
    this.send(payload)
  }

  usualKexInit(): Buffer {
    const { lists = {}, hostKey = usualHostKey } = this.conduct
    const { kex = 'curve25519-sha256', cipher = cipherName, mac = 'hmac-sha2-256' } = lists
    const { compression = 'none', languages = '' } = lists
    const host = lists.hostKey ?? hostKey.algorithm
    return kexInitPayload([
      ...[kex, host, cipher, cipher, mac, mac],
      ...[compression, compression, languages, languages],
    ])
  }

  /** Bytes as they are. */
  raw(bytes: Buffer): void {
    if (this.stream.writable) this.stream.write(bytes)
  }

  /**
   * One message, encrypted once keys are in use. From the second key exchange on, what does not belong to it waits for
   * NEWKEYS (RFC 4253 section 7.1); `raw(sealed(…))` sends it anyway.
   */
  send(payload: Buffer): void {
    const number = payload[0] ?? 0
    const mustWait = number === msg.serviceAccept || number >= msg.authRequest
    if (this.exchanges > 0 && this.#ourInit !== null && mustWait) this.#waiting.push(payload)
    else this.raw(this.sealed(payload))
  }

  /** The bytes of one packet. They must be sent next. */
  sealed(payload: Buffer): Buffer {
    const content = this.#compressor?.compress(payload) ?? payload
    return this.#sealer?.seal(content) ?? packet(content)
  }

  /** Sends messages as fast as the client reads, until there is none or the connection has ended. */
  flood(next: (index: number) => Buffer | null): void {
    flood(this.stream, (index) => {
      const payload = next(index)
      return payload && this.sealed(payload)
    })
  }

  /** What an honest server does with a message. */
  honest(payload: Buffer): void {
    this.#account.take(payload)
  }

  /** What an honest server does in the key exchange. */
  sendReply(reply: KexReply): void {
    const { hostKey, ephemeral, signature } = reply
    this.send(message(msg.kexReply, str(hostKey), str(ephemeral), str(signature)))
    this.sendNewKeys()
  }

  sendNewKeys(): void {
    this.send(message(msg.newKeys))
    this.#useNewKeys()
    for (const payload of this.#waiting.splice(0)) this.raw(this.sealed(payload))
  }

  #useNewKeys: () => void = () => undefined

  /** Takes the client's identification or one packet off what was received; false when there is none yet. */
  #take(): boolean {
    if (this.#clientIdentification === null) {
      const end = this.#received.indexOf(10)
      if (end < 0) return false
      this.#clientIdentification = Buffer.from(
        this.#received.toString('latin1', 0, end).replace(/\r$/, ''),
        'latin1',
      )
      this.#received = this.#received.subarray(end + 1)
      return true
    }
    const opened = this.#opener ? this.#opener.open(this.#received) : clearPacket(this.#received)
    if (opened === null) return false
    this.#received = this.#received.subarray(opened.taken)
    const payload = this.#decompressor?.decompress(opened.payload) ?? Buffer.from(opened.payload)
    this.#read(payload)
    return true
  }

  #read(payload: Buffer): void {
    const number = payload[0] ?? 0
    this.heard.push(number)
    if (number === msg.kexInit) this.#clientInit = payload
    if (number === msg.newKeys) this.#opener = this.#nextOpener
    const instead = this.conduct.on?.[number]
    if (instead) instead(this, payload)
    else if (number === msg.kexInit) this.#answerKexInit()
    else if (number === msg.kexClient) this.exchange(new FieldReader(payload).bytes())
    else if (number === msg.newKeys) this.#finishExchange()
    else this.honest(payload)
  }

  #answerKexInit(): void {
    if (this.#ourInit === null) this.sendKexInit()
  }

  /** The exchange with the client's ephemeral key, from the shared secret to the reply. */
  exchange(clientKey: Buffer): void {
    const { publicKey, privateKey } = generateKeyPairSync('x25519')
    const ephemeral = rawPoint(publicKey)
    const jwk = { kty: 'OKP', crv: 'X25519', x: clientKey.toString('base64url') }
    const theirs = createPublicKey({ format: 'jwk', key: jwk })
    const secret = mpint(diffieHellman({ privateKey, publicKey: theirs }))
    const { hostKey = usualHostKey } = this.conduct
    const hash = sha256(
      str(this.#clientIdentification ?? ''),
      str(Buffer.from(this.#identification, 'latin1')),
      str(this.#clientInit ?? ''),
      str(this.#ourInit ?? ''),
      str(hostKey.blob),
      str(clientKey),
      str(ephemeral),
      secret,
    )
    if (this.sessionId.length === 0) this.sessionId = hash
    const derived = (letter: string) => sha256(secret, hash, Buffer.from(letter), this.sessionId)
    this.#nextOpener = new Opener(derived('C'), derived('A'))
    this.#useNewKeys = () => {
      this.#sealer = new Sealer(derived('D'), derived('B'))
      if (this.conduct.lists?.compression === 'zlib') this.#compressor = new Compressor()
    }
    const reply = { hostKey: hostKey.blob, ephemeral, signature: hostKey.sign(hash) }
    if (this.conduct.reply) this.conduct.reply(this, reply)
    else this.sendReply(reply)
  }

  #finishExchange(): void {
    if (this.conduct.lists?.compression === 'zlib') this.#decompressor = new Decompressor()
    this.#ourInit = null
    this.#clientInit = null
    this.exchanges++
    this.conduct.secured?.(this)
  }
}

const sha256 = (...parts: readonly Buffer[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest()

const rawPoint = (key: KeyObject) => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')

function clearPacket(bytes: Buffer): { readonly payload: Buffer; readonly taken: number } | null {
  if (bytes.length < 5) return null
  const length = bytes.readUInt32BE(0)
  if (bytes.length < 4 + length) return null
  return { payload: bytes.subarray(5, 4 + length - (bytes[4] ?? 0)), taken: 4 + length }
}

/** The bytes of SSH messages (RFC 4251 section 5), for servers that write them by hand. */

/** Message numbers (RFC 4250 section 4.1, RFC 8308). */
export const msg = {
  disconnect: 1,
  ignore: 2,
  unimplemented: 3,
  debug: 4,
  serviceRequest: 5,
  serviceAccept: 6,
  extInfo: 7,
  kexInit: 20,
  newKeys: 21,
  kexClient: 30,
  kexReply: 31,
  gexInit: 32,
  gexReply: 33,
  gexRequest: 34,
  authRequest: 50,
  authFailure: 51,
  authSuccess: 52,
  authBanner: 53,
  /** PK_OK, PASSWD_CHANGEREQ and INFO_REQUEST share one number. */
  authMore: 60,
  infoResponse: 61,
  globalRequest: 80,
  requestSuccess: 81,
  requestFailure: 82,
  channelOpen: 90,
  openConfirmation: 91,
  openFailure: 92,
  windowAdjust: 93,
  channelData: 94,
  extendedData: 95,
  channelEof: 96,
  channelClose: 97,
  channelRequest: 98,
  channelSuccess: 99,
  channelFailure: 100,
} as const

export const byte = (value: number): Buffer => Buffer.from([value & 0xff])

export const bool = (value: boolean): Buffer => byte(value ? 1 : 0)

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** A string with its length before it. */
export function str(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u32(bytes.length), bytes])
}

/** A string that says another length than it has. */
export const lyingStr = (length: number, value: string | Buffer): Buffer =>
  Buffer.concat([u32(length), Buffer.from(value)])

/** A positive number, from its big-endian bytes. */
export function mpint(bytes: Buffer): Buffer {
  const start = bytes.findIndex((each) => each !== 0)
  if (start < 0) return u32(0)
  const number = bytes.subarray(start)
  return str(((number[0] ?? 0) & 0x80) === 0 ? number : Buffer.concat([byte(0), number]))
}

/** The big-endian bytes of a number. */
export function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

export const numberOf = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`)

/** One message: its number and its fields. */
export const message = (number: number, ...fields: readonly Buffer[]): Buffer =>
  Buffer.concat([byte(number), ...fields])

/** SSH_MSG_DISCONNECT (RFC 4253 section 11.1). */
export const disconnect = (reason: number, text: string): Buffer =>
  message(msg.disconnect, u32(reason), str(text), str(''))

/** SSH_MSG_USERAUTH_BANNER (RFC 4252 section 5.4). */
export const authBanner = (text: string): Buffer => message(msg.authBanner, str(text), str(''))

/** SSH_MSG_USERAUTH_FAILURE (RFC 4252 section 5.1). */
export const authFailure = (methods: string, partial = false): Buffer =>
  message(msg.authFailure, str(methods), bool(partial))

/** SSH_MSG_USERAUTH_INFO_REQUEST (RFC 4256 section 3.2). */
export const infoRequest = (prompts: readonly string[], name = '', instruction = ''): Buffer =>
  message(
    msg.authMore,
    str(name),
    str(instruction),
    str(''),
    u32(prompts.length),
    ...prompts.flatMap((prompt) => [str(prompt), bool(false)]),
  )

/** Reads the fields of one message that a client sent. */
export class FieldReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 1) {
    this.#bytes = bytes
    this.#at = at
  }

  u32(): number {
    const value = this.#bytes.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  bytes(): Buffer {
    const length = this.u32()
    const value = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return value
  }

  text(): string {
    return this.bytes().toString('utf8')
  }

  bool(): boolean {
    const value = this.#bytes[this.#at] === 1
    this.#at += 1
    return value
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }
}

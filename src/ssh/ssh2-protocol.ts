import type { Client } from 'ssh2'

/**
 * The private half of ssh2 1.17.0's Client that this program drives: the message handlers and the requests of user
 * authentication. Its public authHandler hides PK_OK, the partial success of some methods and a DISCONNECT for reason 11.
 * The version is pinned in package.json, and protocolOf() fails loudly when the shape changes.
 */
export interface Ssh2Protocol {
  readonly _handlers: Record<string, ((protocol: unknown, ...values: never[]) => void) | undefined>
  /** Called with the server's identification line, which ssh2 has read as latin1. */
  _onHeader: (header: { readonly identRaw: string }) => void
  /** The server's identification line in the exchange hash (RFC 4253 section 8). */
  _remoteIdentRaw?: Buffer | undefined
  /** The requests of user authentication that wait for an answer, by method. */
  readonly _authsQueue: readonly string[]
  readonly _kex?: { readonly sessionID?: Buffer | undefined } | undefined
  /** Reads what has come; calls of it are the only way into ssh2. */
  parse: (bytes: Buffer, from: number, to: number) => void
  /** Sends our identification line; the Client calls it one microtask after connect(). */
  start: () => void
  authNone(user: string): void
  authPassword(user: string, password: string): void
  authKeyboard(user: string): void
  authInfoRes(answers: readonly string[]): void
  /** Refuses a channel that the server wants to open (RFC 4254 section 5.1). */
  channelOpenFail(channel: number, reason: number, text: string): void
  /** Asks for a proof of announced host keys (OpenSSH PROTOCOL section 2.5). */
  openssh_hostKeysProve(keys: readonly { getPublicSSH: () => Buffer }[]): void
  /** `key` is a public key line. Without `sign` it asks whether the key would do (RFC 4252 section 7). */
  authPK(
    user: string,
    key: string,
    algorithm: string,
    sign?: (data: Buffer, done: (signature: Buffer) => void) => void,
  ): void
}

/** Names that handlers of ssh2 have, with what they are called with. */
export interface Messages {
  DISCONNECT: (reason: number, text: string) => void
  DEBUG: (display: boolean, text: string) => void
  EXT_INFO: (extensions: readonly { readonly name: string; readonly algs: string[] }[]) => void
  SERVICE_ACCEPT: (service: string) => void
  USERAUTH_FAILURE: (methods: readonly string[], partial: boolean) => void
  USERAUTH_SUCCESS: () => void
  USERAUTH_BANNER: (text: string) => void
  USERAUTH_PASSWD_CHANGEREQ: (prompt: string) => void
  USERAUTH_PK_OK: () => void
  USERAUTH_INFO_REQUEST: (
    name: string,
    instructions: string,
    prompts: readonly { readonly prompt: string; readonly echo: boolean }[],
  ) => void
  REQUEST_SUCCESS: (data: Buffer | null) => void
  REQUEST_FAILURE: () => void
  CHANNEL_OPEN: (channel: { readonly sender: number }) => void
}

const methods = [
  '_onHeader',
  'start',
  'authNone',
  'authPassword',
  'authKeyboard',
  'authInfoRes',
  'authPK',
  'channelOpenFail',
  'openssh_hostKeysProve',
  'parse',
] as const

/** The protocol object of a client, right after connect(). Throws when ssh2 no longer looks as it did in 1.17.0. */
export function protocolOf(client: Client): Ssh2Protocol {
  const protocol: unknown = Reflect.get(client, '_protocol')
  if (!isProtocol(protocol))
    throw new Error('ssh2 changed: its protocol object is not as in 1.17.0')
  return protocol
}

function isProtocol(value: unknown): value is Ssh2Protocol {
  if (typeof value !== 'object' || value === null) return false
  const handlers: unknown = Reflect.get(value, '_handlers')
  if (typeof handlers !== 'object' || handlers === null) return false
  if (!Array.isArray(Reflect.get(value, '_authsQueue'))) return false
  return methods.every((method) => typeof Reflect.get(value, method) === 'function')
}

/**
 * Has every decrypted payload pass `judge` before ssh2 reads it, in key exchanges too. `stop` ends the reading of what has
 * already come; nothing of it is read later. ssh2 makes a new decipher for each key exchange and changes its callback in between.
 */
export function guardPayloads(
  protocol: Ssh2Protocol,
  judge: (payload: Buffer) => 'pass' | 'drop' | 'stop',
): void {
  let decipher: unknown
  Object.defineProperty(protocol, '_decipher', {
    configurable: true,
    get: () => decipher,
    set: (value: unknown) => {
      decipher = value
      if (typeof value === 'object' && value !== null) guardDecipher(value, judge)
    },
  })
}

function guardDecipher(decipher: object, judge: (payload: Buffer) => 'pass' | 'drop' | 'stop') {
  let read: unknown = Reflect.get(decipher, '_onPayload')
  Object.defineProperty(decipher, '_onPayload', {
    configurable: true,
    get:
      () =>
      (payload: Buffer): unknown => {
        const decision = judge(payload)
        if (decision === 'stop') return Infinity
        if (decision === 'drop') return undefined
        if (typeof read !== 'function') throw new Error('ssh2 changed: nothing reads a payload')
        const next: unknown = Reflect.apply(read, undefined, [payload])
        return next
      },
    set: (value: unknown) => {
      read = value
    },
  })
}

/** How many bytes the server may still send on a channel of this client; null when there is no such channel. */
export function windowOf(client: Client, channel: number): number | null {
  const channels: unknown = Reflect.get(client, '_chanMgr')
  const all: unknown = isObject(channels) ? Reflect.get(channels, '_channels') : null
  const found: unknown = isObject(all) ? Reflect.get(all, String(channel)) : null
  const incoming: unknown = isObject(found) ? Reflect.get(found, 'incoming') : null
  const window: unknown = isObject(incoming) ? Reflect.get(incoming, 'window') : null
  return typeof window === 'number' ? window : null
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

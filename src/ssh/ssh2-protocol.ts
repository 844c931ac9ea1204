import type { Client, ParsedKey } from 'ssh2'

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
  /** Sends our identification line; the Client calls it one microtask after connect(). */
  start: () => void
  authNone(user: string): void
  authPassword(user: string, password: string): void
  authKeyboard(user: string): void
  authInfoRes(answers: readonly string[]): void
  /** Without `sign` it asks whether the key would do (RFC 4252 section 7). */
  authPK(
    user: string,
    key: ParsedKey,
    algorithm: string,
    sign?: (data: Buffer, done: (signature: Buffer) => void) => void,
  ): void
}

const methods = [
  '_onHeader',
  'start',
  'authNone',
  'authPassword',
  'authKeyboard',
  'authInfoRes',
  'authPK',
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
  return methods.every((method) => typeof Reflect.get(value, method) === 'function')
}

/** RFC 8270 asks for this many bits at least; OpenSSH has such primes, and takes a fixed group where it has none (dh.c). */
const primeBits = { wanted: 2048, most: 4096 } as const

/**
 * Has ssh2 ask for short primes in a group exchange (RFC 4419). It wants up to 8192 bits, and node:crypto tests every prime
 * anew (4 s for 3072 bits and 33 s for 6144 on two busy cores), while no timer runs and no verdict comes.
 */
export function askForShortPrimes(protocol: Ssh2Protocol): void {
  let exchange: unknown
  Object.defineProperty(protocol, '_kex', {
    configurable: true,
    get: () => exchange,
    set: (value: unknown) => {
      exchange = value
      if (typeof value !== 'object' || value === null || !('_prefBits' in value)) return
      Object.assign(value, { _prefBits: primeBits.wanted, _maxBits: primeBits.most })
    },
  })
}

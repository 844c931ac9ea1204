import type { Ssh2Protocol } from './ssh2-protocol'

/**
 * Has ssh2 1.17.0, which knows no certificates, offer those of these algorithms before its own. Called right after connect(), before
 * its KEXINIT is sent.
 */
export function offerCertificates(protocol: Ssh2Protocol, names: readonly string[]): void {
  const offer: unknown = Reflect.get(protocol, '_offer')
  if (!isOffer(offer)) throw new Error('ssh2 changed: its offer is not as in 1.17.0')
  const { kex, serverHostKey, cs, sc } = offer.lists
  const both = (lists: Direction) => ({
    cipher: lists.cipher.array,
    mac: lists.mac.array,
    compress: lists.compress.array,
    lang: lists.lang.array,
  })
  const lists = {
    kex: kex.array,
    serverHostKey: [...names, ...serverHostKey.array],
    cs: both(cs),
    sc: both(sc),
  }
  Reflect.set(protocol, '_offer', Reflect.construct(offer.constructor, [lists]))
}

/**
 * Prepares ssh2 for the reply of a server that agreed on a certificate: the type that it compares with that of the blob is not the
 * name of the algorithm where the key is of RSA (`rsa-sha2-512-cert-v01@openssh.com` has an `ssh-rsa-cert-v01@openssh.com`).
 */
export function expectCertificate(protocol: Ssh2Protocol): void {
  const negotiated = negotiatedOf(protocol)
  const name = negotiated?.serverHostKey ?? ''
  const hash = /^rsa-sha2-(?:256|512)(?=-cert-)/.exec(name)?.[0]
  if (!negotiated || hash === undefined) return
  Object.assign(negotiated, { serverHostKey: name.replace(hash, 'ssh-rsa'), signedWith: hash })
}

/**
 * Called where ssh2 asks whether a host key is good, with the plain key of the certificate. The exchange hash has the certificate
 * (RFC 4253 section 8: K_S), which ssh2 reads first; the signature is one of the plain key, which it reads after that.
 */
export function useCertifiedKey(protocol: Ssh2Protocol, certificate: Buffer, key: Buffer): void {
  const exchange: unknown = protocol._kex
  const negotiated = negotiatedOf(protocol)
  if (typeof exchange !== 'object' || exchange === null || !negotiated)
    throw new Error('ssh2 changed: its key exchange is not as in 1.17.0')
  negotiated.serverHostKey =
    negotiated.signedWith ?? negotiated.serverHostKey.replace(/-cert-v01@openssh\.com$/, '')
  let isHashed = false
  Object.defineProperty(exchange, '_hostKey', {
    configurable: true,
    get: () => {
      const value = isHashed ? key : certificate
      isHashed = true
      return value
    },
    // ssh2 forgets the key at the end of the exchange.
    set: () => undefined,
  })
}

interface Negotiated {
  serverHostKey: string
  signedWith?: string
}

function negotiatedOf({ _kex }: Ssh2Protocol): Negotiated | null {
  const negotiated: unknown = _kex && Reflect.get(_kex, 'negotiated')
  return isNegotiated(negotiated) ? negotiated : null
}

function isNegotiated(value: unknown): value is Negotiated {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'serverHostKey') === 'string'
  )
}

interface Entry {
  readonly array: readonly string[]
}

interface Direction {
  readonly cipher: Entry
  readonly mac: Entry
  readonly compress: Entry
  readonly lang: Entry
}

interface SshOffer {
  readonly constructor: new (lists: unknown) => unknown
  readonly lists: {
    readonly kex: Entry
    readonly serverHostKey: Entry
    readonly cs: Direction
    readonly sc: Direction
  }
}

function isOffer(value: unknown): value is SshOffer {
  const lists: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'lists')
  return typeof lists === 'object' && lists !== null && 'serverHostKey' in lists && 'cs' in lists
}

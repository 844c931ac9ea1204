import type { Algorithms, CompressionAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'
import supported from 'ssh2/lib/protocol/constants.js'
import type { KexInit } from '../facts'
import { typeOfAlgorithm } from '../knowledge/host-keys'
import { certificateAlgorithms } from './host-certificate'
import type { HostKeyTypes } from './session'

/**
 * No compression, as OpenSSH's client offers unless it is asked to: a few kilobytes would become gigabytes, and nothing that we
 * read needs it.
 */
const compress: CompressionAlgorithm[] = ['none']

/** What we offer: everything else that our library can, old algorithms last, since a deploy client may still use them. */
export interface Offer {
  readonly algorithms: Algorithms
  /** What comes before its host key algorithms, which ssh2 does not know. */
  readonly certificates: readonly string[]
  /** The same as name-lists of our KEXINIT, without its markers. */
  readonly kexInit: KexInit
}

/**
 * Builds our offer. Key types that pins name come first, as OpenSSH does (order_hostkeyalgs), then Ed25519, ECDSA, RSA and DSA.
 * Types in `without` are left out. Group exchange comes last, used only where nothing else is shared: its
 * group is the server's choice (see boundGroupExchange).
 */
export function makeOffer(types: HostKeyTypes): Offer {
  const isGroupExchange = (name: string) => name.startsWith('diffie-hellman-group-exchange')
  const kex = [
    ...supported.SUPPORTED_KEX.filter((name) => !isGroupExchange(name)),
    ...supported.SUPPORTED_KEX.filter(isGroupExchange),
  ]
  const offered = supported.SUPPORTED_SERVER_HOST_KEY.filter(
    (name) => !types.without.includes(typeOfAlgorithm(name)),
  )
  const rank = (name: ServerHostKeyAlgorithm) => {
    const at = types.first.indexOf(typeOfAlgorithm(name))
    return at < 0 ? types.first.length : at
  }
  const serverHostKey = [...offered].sort((a, b) => rank(a) - rank(b))
  const certificates = types.certificates === true ? certificateAlgorithms : []
  const cipher = [...supported.SUPPORTED_CIPHER]
  const hmac = [...supported.SUPPORTED_MAC]
  return {
    algorithms: { kex, serverHostKey, cipher, hmac, compress },
    certificates,
    kexInit: {
      kex,
      hostKey: [...certificates, ...serverHostKey],
      cipherToServer: cipher,
      cipherToClient: cipher,
      macToServer: hmac,
      macToClient: hmac,
      compressionToServer: compress,
      compressionToClient: compress,
    },
  }
}

/** Key types that the server has besides those already seen and that our library can compare. */
export function typesNotSeen(
  serverAlgorithms: readonly string[],
  seen: readonly string[],
): readonly string[] {
  const types = supported.SUPPORTED_SERVER_HOST_KEY.filter((name) =>
    serverAlgorithms.includes(name),
  ).map(typeOfAlgorithm)
  return [...new Set(types)].filter((type) => !seen.includes(type))
}

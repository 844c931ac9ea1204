import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Components, Curve } from './components'
import { asPkcs8Version1 } from './der'

/** What OpenSSL made of a PEM key. */
export type Converted =
  | { readonly outcome: 'read'; readonly components: Components }
  | { readonly outcome: 'unsupported'; readonly what: string }
  | { readonly outcome: 'failed' }

const curves: Readonly<Record<string, Curve>> = {
  'P-256': 'nistp256',
  'P-384': 'nistp384',
  'P-521': 'nistp521',
}

/**
 * Reads PKCS#1, SEC1 and PKCS#8, the last also encrypted, with node:crypto. An encrypted key whose passphrase is
 * wrong has `failed`, as has a corrupt one: PKCS#8 encryption has no checksum.
 */
export function readPem(pem: string, passphrase: string | null): Converted {
  try {
    return convert(
      createPrivateKey({ key: pem, format: 'pem', ...(passphrase === null ? {} : { passphrase }) }),
    )
  } catch (error) {
    const simpler = passphrase === null ? asPkcs8Version1(derOf(pem)) : null
    if (simpler) return readDerKey(simpler)
    // OpenSSL 3 calls both old ciphers and bytes that are no key "unsupported"; only the former names its routine.
    return /unsupported (?:encryption|cipher)/i.test(String(error))
      ? { outcome: 'unsupported', what: 'cipher of the PEM encryption' }
      : { outcome: 'failed' }
  }
}

function readDerKey(der: Buffer): Converted {
  try {
    return convert(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
  } catch {
    return { outcome: 'failed' }
  }
}

/** The bytes of a PEM text. */
const derOf = (pem: string) => Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64')

function convert(key: KeyObject): Converted {
  const kind = key.asymmetricKeyType
  if (kind === 'rsa') return rsa(key)
  if (kind === 'ec') return ecdsa(key)
  if (kind === 'ed25519') {
    const { x, d } = key.export({ format: 'jwk' })
    const publicKey = bytesOf(x)
    const seed = bytesOf(d)
    return {
      outcome: 'read',
      components: { kind: 'ed25519', publicKey, publicCopy: publicKey, seed },
    }
  }
  return { outcome: 'unsupported', what: names[kind ?? ''] ?? 'unknown algorithm' }
}

const names: Readonly<Record<string, string>> = {
  dsa: 'DSA',
  'rsa-pss': 'RSA-PSS',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
  dh: 'Diffie-Hellman',
}

function rsa(key: KeyObject): Converted {
  const { n, e, d, p, q, dp, dq, qi } = key.export({ format: 'jwk' })
  return {
    outcome: 'read',
    components: {
      kind: 'rsa',
      n: bytesOf(n),
      e: bytesOf(e),
      d: bytesOf(d),
      p: bytesOf(p),
      q: bytesOf(q),
      iqmp: bytesOf(qi),
      dp: bytesOf(dp),
      dq: bytesOf(dq),
    },
  }
}

function ecdsa(key: KeyObject): Converted {
  const name = key.asymmetricKeyDetails?.namedCurve ?? 'with explicit parameters'
  const isNist = /^(?:prime256v1|secp384r1|secp521r1)$/.test(name)
  if (!isNist) return { outcome: 'unsupported', what: `curve ${name}` }
  const { crv, x, y, d } = key.export({ format: 'jwk' })
  const curve = curves[crv ?? '']
  if (!curve) return { outcome: 'unsupported', what: `curve ${name}` }
  const point = Buffer.concat([Buffer.of(4), bytesOf(x), bytesOf(y)])
  return { outcome: 'read', components: { kind: 'ecdsa', curve, point, scalar: bytesOf(d) } }
}

const bytesOf = (base64url: string | undefined) => Buffer.from(base64url ?? '', 'base64url')

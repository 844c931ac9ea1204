import { element, integerTag, octetStringTag, oidTag, sequenceTag, unsigned } from './der'

const unknown = 'key derivation of an unknown kind'

/** What `openssl pkcs8 -iter` may ask for: a million rounds of PBKDF2 take a second, OpenSSL itself writes 2048. */
const mostRounds = 1_000_000

/** scrypt as `openssl pkcs8 -scrypt` writes it, with N 16384 and r 8, four times: half a second. */
const mostScryptWork = 4 * 16_384 * 8

/** N times r: OpenSSL refuses more than 32 MiB of memory (EVP_PBE_scrypt), which is 128 N r bytes. */
const mostScryptMemory = 32_768 * 8

const pbes2 = '2a864886f70d01050d'
const pbkdf2 = '2a864886f70d01050c'
const scrypt = '2b06010401da47040b'

/** PBES1 (RFC 8018 appendix A.3) and the schemes of PKCS#12 (RFC 7292 appendix C): salt and rounds. */
const saltAndRounds = /^2a864886f70d01(?:05(?:01|03|04|06|0a|0b)|0c010[1-6])$/

/** HMAC with SHA-1 and SHA-2 (RFC 8018 appendix B.1.2) by its object identifier: bytes of its result. */
const prfBytes: Readonly<Record<string, number>> = {
  '2a864886f70d0207': 20,
  '2a864886f70d0208': 28,
  '2a864886f70d0209': 32,
  '2a864886f70d020a': 48,
  '2a864886f70d020b': 64,
  '2a864886f70d020c': 28,
  '2a864886f70d020d': 32,
}

/** The longest key of a cipher, in bytes. */
const longestKey = 32

/**
 * Why the key of an encrypted PKCS#8 key (RFC 5958 section 3) is not derived here: the time that it would take, or a scheme
 * whose time is not known. Null when it takes about a second at most. Only fixed words and counts.
 */
export function unaffordableDerivation(bytes: Buffer): string | null {
  const [algorithm] = elements(element(bytes, sequenceTag)?.content)
  const [scheme, parameters] = elements(algorithm?.content)
  if (scheme?.tag !== oidTag || parameters?.tag !== sequenceTag) return unknown
  const oid = scheme.content.toString('hex')
  if (saltAndRounds.test(oid)) return tooManyRounds(parameters.content, 1)
  if (oid !== pbes2) return unknown
  const [derivation] = elements(parameters.content)
  const [method, options] = elements(derivation?.content)
  if (method?.tag !== oidTag || options?.tag !== sequenceTag) return unknown
  switch (method.content.toString('hex')) {
    case pbkdf2: {
      const prf = prfOf(options.content)
      return prf === null ? unknown : tooManyRounds(options.content, Math.ceil(longestKey / prf))
    }
    case scrypt:
      return tooMuchScrypt(options.content)
    default:
      return unknown
  }
}

/** `blocks`: how often the rounds are made for one key. */
function tooManyRounds(content: Buffer, blocks: number): string | null {
  const [salt, count] = elements(content)
  if (salt?.tag !== octetStringTag || count?.tag !== integerTag) return unknown
  const rounds = unsigned(count.content)
  return rounds * blocks > mostRounds ? `key derivation of ${rounds} rounds` : null
}

function tooMuchScrypt(content: Buffer): string | null {
  const [salt, ...numbers] = elements(content)
  const [n, r, p] = numbers.map(({ tag, content: number }) =>
    tag === integerTag ? unsigned(number) : null,
  )
  if (salt?.tag !== octetStringTag || !n || !r || !p) return unknown
  return n * r > mostScryptMemory || n * r * p > mostScryptWork
    ? `key derivation of ${n} rounds`
    : null
}

/** Bytes of the result of the pseudorandom function, SHA-1 where none is named; null for one that is not known. */
function prfOf(options: Buffer): number | null {
  const named = elements(options).find(({ tag }) => tag === sequenceTag)
  if (!named) return 20
  const [oid] = elements(named.content)
  return prfBytes[oid?.content.toString('hex') ?? ''] ?? null
}

/** The elements of a content one after the other, six at most: no structure here has more. */
function elements(content: Buffer | undefined) {
  const found = []
  let rest = content
  while (rest && found.length < 6) {
    const each = element(rest)
    if (!each || each.missing > 0) break
    found.push(each)
    rest = each.after
  }
  return found
}

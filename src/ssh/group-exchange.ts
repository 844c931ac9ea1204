import { randomBytes } from 'node:crypto'
import { ProtocolViolation } from './protocol-violation'
import type { Ssh2Protocol } from './ssh2-protocol'

/**
 * The size of the group that is asked for (RFC 4419 section 3). RFC 8270 asks for 2048 bits at least. Below 3072 bits, OpenSSH
 * has such a group in every moduli file, and takes a fixed one of 2048 bits where it has none (dh.c, dh_new_group_fallback).
 */
const groupBits = { least: 2048, wanted: 2048, most: 3071 } as const
/** OpenSSH takes twice the bits that the cipher needs (dh.c, dh_gen_key), which are 256 at most. */
const exponentBytes = 64

/**
 * Has ssh2 ask for a group that is quick to work with, and work in it without node:crypto, which tests in one call whether
 * the number is a prime: 0.3 s for 2048 bits, 2 s for 3071 bits and minutes for 19937 bits on this machine. OpenSSH's
 * client makes no such test either.
 */
export function boundGroupExchange(protocol: Ssh2Protocol): void {
  let exchange: unknown
  Object.defineProperty(protocol, '_kex', {
    configurable: true,
    get: () => exchange,
    set: (value: unknown) => {
      exchange = value
      if (typeof value !== 'object' || value === null || !('_prefBits' in value)) return
      Object.assign(value, {
        _minBits: groupBits.least,
        _prefBits: groupBits.wanted,
        _maxBits: groupBits.most,
        generateKeys: () => {
          generateKeys(value)
        },
      })
    },
  })
}

/** ssh2 calls it as soon as it has the group, and again later: the first time counts. */
function generateKeys(exchange: object): void {
  if (Reflect.get(exchange, '_dh')) return
  const prime: unknown = Reflect.get(exchange, '_prime')
  const generator: unknown = Reflect.get(exchange, '_generator')
  if (!Buffer.isBuffer(prime) || !Buffer.isBuffer(generator)) return
  const group = new ReceivedGroup(prime, generator)
  Object.assign(exchange, { _dh: group, _public: group.publicKey })
}

/** Diffie-Hellman (RFC 4253 section 8) in a group that the server sent, with what ssh2 calls of node:crypto's class. */
export class ReceivedGroup {
  /** Ours, as unsigned bytes. */
  readonly publicKey: Buffer
  readonly #prime: bigint
  readonly #generator: bigint
  readonly #exponent: bigint

  /** Throws a ProtocolViolation for a group that was not asked for, or that is none. */
  constructor(prime: Buffer, generator: Buffer) {
    if (
      (prime[0] ?? 0) >= 0x80 ||
      bitsOf(prime) < groupBits.least ||
      bitsOf(prime) > groupBits.most
    )
      throw new ProtocolViolation('key-exchange', 'the group is not of the size that was asked for')
    this.#prime = toNumber(prime)
    this.#generator = toNumber(generator)
    if (this.#prime % 2n === 0n || !isBetween(this.#generator, this.#prime))
      throw new ProtocolViolation('key-exchange', 'the group of the key exchange is none')
    const exponent = randomBytes(exponentBytes)
    exponent[0] = (exponent[0] ?? 0) | 0x80
    this.#exponent = toNumber(exponent)
    this.publicKey = toBytes(power(this.#generator, this.#exponent, this.#prime))
  }

  getPrime(): Buffer {
    return toBytes(this.#prime)
  }

  getGenerator(): Buffer {
    return toBytes(this.#generator)
  }

  /** The shared secret. Throws a ProtocolViolation for a public key out of range (OpenSSH dh.c, dh_pub_is_valid). */
  computeSecret(theirs: Buffer): Buffer {
    const key = toNumber(theirs)
    if ((theirs[0] ?? 0) >= 0x80 || !isBetween(key, this.#prime))
      throw new ProtocolViolation(
        'key-exchange',
        'the public key of the key exchange is out of range',
      )
    return toBytes(power(key, this.#exponent, this.#prime))
  }
}

/** More than 1 and less than prime - 1: the others give a secret that everybody knows. */
const isBetween = (value: bigint, prime: bigint) => value > 1n && value < prime - 1n

function bitsOf(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first < 0) return 0
  return (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}

const toNumber = (bytes: Buffer) => BigInt(`0x0${bytes.toString('hex')}`)

function toBytes(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

/** base^exponent mod modulus, four bits of the exponent at a time: 25 ms for 3071 bits. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const powers = [1n]
  for (let index = 1; index < 16; index += 1)
    powers.push(((powers[index - 1] ?? 1n) * base) % modulus)
  let result = 1n
  for (const digit of exponent.toString(16)) {
    for (let bit = 0; bit < 4; bit += 1) result = (result * result) % modulus
    result = (result * (powers[Number.parseInt(digit, 16)] ?? 1n)) % modulus
  }
  return result
}

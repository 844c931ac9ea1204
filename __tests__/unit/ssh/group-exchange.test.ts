import crypto from 'node:crypto'
import type net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import ssh2 from 'ssh2'
import { ReceivedGroup } from '../../../src/ssh/group-exchange'
import { MessageFields, stringField } from '../../../src/ssh/message-fields'
import { ProtocolViolation } from '../../../src/ssh/protocol-violation'
import { valueOf } from '../../fixtures/value-of'
import { check } from '../preflight/check'
import { startRawServer, type TestServer } from '../preflight/servers'
import { kexInitPayload, packet, usualLists } from './packets'
import { payloadOf } from './send-payload'

let server: TestServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const two = Buffer.from([2])
const prime = (name: string) => crypto.createDiffieHellmanGroup(name).getPrime()
/** 2^bits - 1, which is odd, and mostly no prime. */
const ones = (bits: number) =>
  Buffer.from((2n ** BigInt(bits) - 1n).toString(16).padStart(2 * Math.ceil(bits / 8), '0'), 'hex')
const mpint = (bytes: Buffer) =>
  stringField((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)

describe('a group that the server sent', () => {
  it.each([
    ['a prime of 2048 bits', 2_048],
    ['an odd number of 3071 bits', 3_071],
  ])('gives the same secret as the other side in %s', (_name, bits) => {
    const p = bits === 2_048 ? prime('modp14') : ones(3_071)
    const group = new ReceivedGroup(mpint(p).subarray(4), two)
    const exponent = BigInt(`0x${crypto.randomBytes(32).toString('hex')}`)
    const theirs = power(2n, exponent, p)
    const secret = power(BigInt(`0x${group.publicKey.toString('hex')}`), exponent, p)
    expect(group.computeSecret(mpint(theirs).subarray(4))).toStrictEqual(secret)
    expect(group.getPrime()).toStrictEqual(p)
    expect(group.getGenerator()).toStrictEqual(two)
  })

  it('gives the same secret as OpenSSL', () => {
    const theirs = crypto.createDiffieHellmanGroup('modp14')
    theirs.generateKeys()
    const group = new ReceivedGroup(mpint(prime('modp14')).subarray(4), two)
    expect(group.computeSecret(mpint(theirs.getPublicKey()).subarray(4))).toStrictEqual(
      stripped(theirs.computeSecret(group.publicKey)),
    )
  })

  it.each([
    ['1024 bits', prime('modp2')],
    ['2047 bits', ones(2_047)],
    ['3072 bits', mpint(prime('modp15')).subarray(4)],
    ['4096 bits', mpint(prime('modp16')).subarray(4)],
    ['19937 bits', ones(19_937)],
    ['a negative number', prime('modp14')],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(257)],
    ['an even number', Buffer.concat([Buffer.alloc(1), Buffer.alloc(256, 0xfe)])],
  ])('is refused when it has %s', (_what, p) => {
    expect(() => new ReceivedGroup(p, two)).toThrow(ProtocolViolation)
  })

  it.each([
    ['0', Buffer.alloc(0)],
    ['1', Buffer.from([1])],
    ['the prime', mpint(prime('modp14')).subarray(4)],
    ['the prime less one', less(1n)],
  ])('is refused with the generator or the public key %s', (_what, bytes) => {
    const p = mpint(prime('modp14')).subarray(4)
    expect(() => new ReceivedGroup(p, bytes)).toThrow(ProtocolViolation)
    expect(() => new ReceivedGroup(p, two).computeSecret(bytes)).toThrow(ProtocolViolation)
  })
})

describe('a server that has group exchange only', () => {
  const exchangeWith = async (p: Buffer) => {
    server = await startRawServer((socket) => {
      groupExchangeServer(socket, p)
    })
    return valueOf((await check({ port: server.port, timeoutMs: 6_000 })).hops.target.kex)
  }

  it('agrees on keys, and is asked for 2048 to 3071 bits', async () => {
    expect(await exchangeWith(prime('modp14'))).toMatchObject({
      outcome: 'agreed',
      agreed: { kex: 'diffie-hellman-group-exchange-sha256' },
    })
    expect(asked).toStrictEqual([2_048, 2_048, 3_071])
  })

  it.each([
    ['4096 bits', prime('modp16')],
    ['8192 bits', prime('modp18')],
    ['19937 bits', ones(19_937)],
  ])('is refused when it sends %s', async (_what, p) => {
    expect(await exchangeWith(p)).toMatchObject({
      outcome: 'malformed',
      error: 'key-exchange',
    })
  })
})

let asked: readonly number[] = []

/** The server's side of RFC 4419 section 3, until NEWKEYS; then it falls silent. */
function groupExchangeServer(socket: net.Socket, p: Buffer): void {
  const identification = 'SSH-2.0-GroupExchange_1'
  const lists = usualLists({ kex: 'diffie-hellman-group-exchange-sha256' })
  const ours = kexInitPayload(lists)
  const key = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('ed25519').private)
  if (key instanceof Error) throw key
  const exponent = BigInt(`0x${crypto.randomBytes(32).toString('hex')}`)
  let identified = ''
  let theirs: Buffer = Buffer.alloc(0)
  let bytes: Buffer = Buffer.alloc(0)
  socket.write(`${identification}\r\n`)
  socket.write(packet(ours))
  const answer = (payload: Buffer) => {
    const fields = new MessageFields(payload, 1)
    if (payload[0] === 20) theirs = payload
    if (payload[0] === 34) {
      asked = [fields.uint32(), fields.uint32(), fields.uint32()]
      socket.write(packet(payloadOf(31, mpint(p), stringField(two))))
    }
    if (payload[0] !== 32) return
    const e = fields.string()
    const f = power(2n, exponent, p)
    const secret = power(BigInt(`0x${e.toString('hex')}`), exponent, p)
    const hash = crypto.createHash('sha256')
    for (const text of [identified, identification, theirs, ours, key.getPublicSSH()])
      hash.update(stringField(text))
    for (const bits of asked) hash.update(payloadOf(0, bits).subarray(1))
    for (const number of [p, two, e, f, secret]) hash.update(mpint(number))
    const signature = Buffer.from(key.sign(hash.digest()))
    const signed = Buffer.concat([stringField('ssh-ed25519'), stringField(signature)])
    const reply = payloadOf(33, stringField(key.getPublicSSH()), mpint(f), stringField(signed))
    socket.write(packet(reply))
    socket.end(packet(Buffer.from([21])))
  }
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    const end = bytes.indexOf('\r\n')
    if (identified === '' && end >= 0) {
      identified = bytes.toString('latin1', 0, end)
      bytes = bytes.subarray(end + 2)
    }
    while (identified !== '' && bytes.length >= 5 && bytes.length >= 4 + bytes.readUInt32BE(0)) {
      const length = bytes.readUInt32BE(0)
      const payload = bytes.subarray(5, 4 + length - bytes.readUInt8(4))
      bytes = bytes.subarray(4 + length)
      answer(Buffer.from(payload))
    }
  })
}

/** Without the zeros that OpenSSL puts in front. */
const stripped = (bytes: Buffer) => bytes.subarray(bytes.findIndex((byte) => byte !== 0))

function less(by: bigint): Buffer {
  const value = BigInt(`0x${prime('modp14').toString('hex')}`) - by
  return Buffer.from(`00${value.toString(16)}`, 'hex')
}

/** base^exponent mod p, bit by bit, as unsigned bytes. */
function power(base: bigint, exponent: bigint, p: Buffer): Buffer {
  const modulus = BigInt(`0x${p.toString('hex')}`)
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  const hex = result.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}

import type net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { disconnectPayload, kexInitPayload, packet, usualLists } from '../ssh/packets'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { startRawServer, type TestServer } from './servers'

let server: TestServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const identification = 'SSH-2.0-OpenSSH_9.6\r\n'
const kexInit = packet(kexInitPayload(usualLists()))

/** Waits for our KEXINIT, so that what follows meets a client that has spoken. */
function afterOurLists(socket: net.Socket, then: () => void): void {
  let bytes = 0
  socket.on('data', (chunk: Buffer) => {
    const before = bytes
    bytes += chunk.length
    if (before <= 200 && bytes > 200) then()
  })
}

async function exchangeWith(onSocket: (socket: net.Socket) => void, timeoutMs = 8000) {
  server = await startRawServer((socket) => {
    onSocket(socket)
    socket.resume() // so that it sees our goodbye
  })
  const facts = await check({ port: server.port, timeoutMs })
  expect(server.connections()).toBe(1)
  expect(facts.cost.ms).toBeLessThan(timeoutMs + 2000)
  expect(facts.hops.target.hostkey).toStrictEqual({ state: 'not-checked', why: 'stopped' })
  return valueOf(facts.hops.target.kex)
}

describe('a server that lies in the key exchange', () => {
  it.each([
    [
      'random bytes',
      Buffer.from('a line of text that is no packet at all, not by far'),
      'packet-length',
    ],
    ['a length of 4 GiB', Buffer.from('ffffffff0000', 'hex'), 'packet-length'],
    [
      'a length out of step',
      Buffer.from('0000000d04140000000000000000000000', 'hex'),
      'packet-length',
    ],
    ['too much padding', Buffer.from('0000000cff1400000000000000000000', 'hex'), 'packet-length'],
    ['lists that run over the end', packet(Buffer.alloc(64, 20)), 'message'],
    [
      'a packet of 40 kB',
      Buffer.concat([Buffer.from('00009c44', 'hex'), Buffer.alloc(40_004)]),
      'packet-length',
    ],
    ['a login before the keys', packet(Buffer.from([52])), 'unexpected-message'],
  ])('sends %s', async (_what, bytes, error) => {
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      socket.write(bytes)
    })
    expect(exchange.outcome).toBe('malformed')
    expect(exchange.error).toBe(error)
  })

  it('sends a key that is none', async () => {
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      socket.write(kexInit)
      const reply = Buffer.concat([Buffer.from([31]), Buffer.alloc(40, 1)])
      afterOurLists(socket, () => socket.write(packet(reply)))
    })
    expect(exchange.outcome).toBe('malformed')
    expect(exchange.server?.kex).toStrictEqual(['curve25519-sha256'])
  })

  it('shares no algorithm, and its lists are kept', async () => {
    const lists = usualLists({
      kex: 'sntrup761x25519-sha512@openssh.com,kex-strict-s-v00@openssh.com',
    })
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      socket.write(packet(kexInitPayload(lists)))
    })
    expect(exchange).toMatchObject({ outcome: 'no-common-algorithm', missing: 'kex', agreed: null })
    expect(exchange.server?.kex[0]).toBe('sntrup761x25519-sha512@openssh.com')
  })

  it.each([
    ['closed', (socket: net.Socket) => socket.end()],
    ['reset', (socket: net.Socket) => socket.resetAndDestroy()],
  ] as const)('is %s after its lists', async (outcome, end) => {
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      socket.write(kexInit)
      afterOurLists(socket, () => setTimeout(end, 20, socket))
    })
    expect(exchange.outcome).toBe(outcome)
    expect(exchange.server).not.toBeNull()
  })

  it('closes right after its banner', async () => {
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      afterOurLists(socket, () => socket.end())
    })
    expect(exchange).toMatchObject({ outcome: 'closed', server: null })
  })

  it('says why it goes', async () => {
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      afterOurLists(socket, () => socket.end(packet(disconnectPayload(2, 'strict KEX violation'))))
    })
    expect(exchange).toMatchObject({
      outcome: 'disconnected',
      disconnect: { reason: 2, text: 'strict KEX violation' },
    })
  })

  it('falls silent', async () => {
    const exchange = await exchangeWith((socket) => socket.write(identification), 2000)
    expect(exchange).toMatchObject({ outcome: 'stalled', server: null })
  })

  it('sends one byte a tenth of a second', async () => {
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      let at = 0
      const trickle = setInterval(() => {
        if (at < kexInit.length) socket.write(kexInit.subarray(at, ++at))
      }, 100)
      socket.on('close', () => {
        clearInterval(trickle)
      })
    }, 2000)
    expect(exchange).toMatchObject({ outcome: 'stalled', server: null })
  })

  it('cuts its banner and its lists into small pieces, and is understood', async () => {
    const whole = Buffer.concat([Buffer.from(`one\r\ntwo\r\n${identification}`), kexInit])
    const exchange = await exchangeWith((socket) => {
      socket.setNoDelay(true)
      let at = 0
      const trickle = setInterval(() => {
        if (at >= whole.length) socket.end()
        else socket.write(whole.subarray(at, (at += 16)))
      }, 5)
      socket.on('close', () => {
        clearInterval(trickle)
      })
    })
    expect(exchange).toMatchObject({ outcome: 'closed', server: { hostKey: ['ssh-ed25519'] } })
  })

  it('floods with packets that mean nothing', async () => {
    const ignore = packet(Buffer.concat([Buffer.from([2, 0, 0, 4, 0]), Buffer.alloc(1024)]))
    const many = Buffer.concat(Array.from({ length: 64 }, () => ignore))
    const exchange = await exchangeWith((socket) => {
      socket.write(identification)
      const pour = () => {
        while (!socket.destroyed && socket.write(many));
      }
      socket.on('drain', pour)
      pour()
    }, 2000)
    expect(['stalled', 'malformed']).toContain(exchange.outcome)
  })
})

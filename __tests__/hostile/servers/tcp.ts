import { randomBytes } from 'node:crypto'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { trickle, flood } from '../flood'
import { type HostileCase, says, saysAndCloses, ssh } from '../hostile-server'

const reset = (stream: Duplex) => {
  if (stream instanceof Socket) stream.resetAndDestroy()
  else stream.destroy()
}
const random = randomBytes(64 * 1024)
const ends = { connections: 2, result: ['fail'] } as const

/** Servers that lie below SSH. A port that does not speak may be tried a second time. */
export const tcpCases: readonly HostileCase[] = [
  { name: 'tcp: accepts and says nothing', serve: says(), holds: ends },
  { name: 'tcp: resets at once', serve: reset, holds: ends, quick: true },
  {
    name: 'tcp: resets at once, with a look at other ports',
    serve: reset,
    inputs: { probe: 'on' },
    holds: ends,
  },
  { name: 'tcp: closes at once', serve: saysAndCloses(), holds: ends },
  {
    name: 'tcp: resets after half a second',
    serve: (stream) => {
      setTimeout(() => {
        reset(stream)
      }, 500)
    },
    holds: ends,
  },
  {
    name: 'tcp: closes its half and keeps the other open',
    serve: (stream) => {
      stream.end()
    },
    holds: ends,
  },
  {
    name: 'tcp: one byte a second',
    serve: (stream) => {
      stream.resume()
      trickle(stream, 1000, () => Buffer.from('x'))
    },
    holds: ends,
  },
  {
    name: 'tcp: one byte and then nothing',
    serve: says('S'),
    holds: ends,
  },
  {
    name: 'tcp: 8 MB of zeros in one write',
    serve: says(Buffer.alloc(8 * 1024 * 1024)),
    holds: ends,
  },
  {
    name: 'tcp: random bytes without end',
    serve: (stream) => {
      stream.resume()
      flood(stream, () => random)
    },
    holds: ends,
  },
  {
    name: 'tcp: never reads, and keeps the connection open forever',
    serve: (stream) => {
      stream.write('SSH-2.0-x\r\n')
    },
    holds: { result: ['fail'] },
  },
  {
    name: 'tcp: resets after its identification',
    serve: (stream) => {
      stream.write('SSH-2.0-x\r\n', () => {
        setTimeout(() => {
          reset(stream)
        }, 50)
      })
    },
    holds: ends,
  },
  {
    name: 'tcp: resets within the key exchange',
    serve: ssh({
      reply: ({ stream }) => {
        reset(stream)
      },
    }),
  },
  {
    name: 'tcp: resets right after the login',
    serve: ssh({
      loggedIn: ({ stream }) => {
        reset(stream)
      },
    }),
    quick: true,
  },
]

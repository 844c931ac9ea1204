import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { password } from '../secrets'
import { authBanner, authFailure, byte, message, msg, str, u32 } from '../wire'

const megabytes = (count: number, text = 'x') => Buffer.alloc(count * 1024 * 1024, text)

/** A server that offers nothing but zlib (RFC 4253 section 6.2), and sends small packets that are large when decompressed. */
const bomb = (name: string, conduct: Parameters<typeof ssh>[0]): HostileCase => ({
  name: `compression: ${name}`,
  serve: ssh({ lists: { compression: 'zlib' }, ...conduct }),
})

/** A payload that is made when it is needed, and once, so that it is compressed once. */
function once(make: () => Buffer): () => Buffer {
  let made: Buffer | null = null
  return () => (made ??= make())
}

const floods = (payload: () => Buffer) => (peer: Peer) => {
  peer.flood(payload)
}

const debug = once(() => message(msg.debug, byte(1), str(megabytes(20)), str('')))
const banner = once(() => authBanner(megabytes(20).toString()))
const methods = once(() => authFailure(megabytes(10, 'method,').toString()))
const ignore = once(() => message(msg.ignore, str(megabytes(30))))
const extInfo = once(() =>
  message(msg.extInfo, u32(1), str('server-sig-algs'), str(megabytes(20, 'name,'))),
)

/** Servers that compress. The client should not offer it, and then none of these ever logs it in. */
export const compressionCases: readonly HostileCase[] = [
  { ...bomb('nothing else is offered, of a server that is honest otherwise', {}), quick: true },
  bomb('EXT_INFO of 20 MB again and again', { secured: floods(extInfo) }),
  {
    ...bomb('DEBUG of 20 MB again and again', { secured: floods(debug) }),
    inputs: { timeout: '6s' },
  },
  bomb('IGNORE of 30 MB again and again', { secured: floods(ignore) }),
  bomb('banners of 20 MB again and again', {
    on: { [msg.authRequest]: floods(banner) },
  }),
  bomb('methods of 10 MB', {
    on: {
      [msg.authRequest]: (peer) => {
        peer.send(methods())
      },
    },
  }),
  bomb('output of 20 MB in a packet', {
    exec: (channel) => {
      channel.send(msg.channelData, str(megabytes(20, password)))
    },
  }),
  {
    name: 'compression: another name first, which is the password',
    serve: ssh({ lists: { compression: `${password.replaceAll(',', '')},none` } }),
  },
  {
    name: 'compression: bytes that are no zlib',
    serve: ssh({
      lists: { compression: 'zlib,none' },
      secured: (peer) => {
        peer.send(Buffer.alloc(200, 0xff))
      },
    }),
  },
]

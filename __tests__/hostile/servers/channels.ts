import type { Channel } from '../channel'
import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, password } from '../secrets'
import { bool, byte, FieldReader, lyingStr, message, msg, str, u32 } from '../wire'

/** The client's number of the channel that it asks for. */
function clientChannel(payload: Buffer): number {
  const fields = new FieldReader(payload)
  fields.bytes()
  return fields.u32()
}

/** Answers each request for a channel. */
const opens = (
  name: string,
  answer: (peer: Peer, id: number, payload: Buffer) => void,
): HostileCase => ({
  name: `channels: ${name}`,
  serve: ssh({
    on: {
      [msg.channelOpen]: (peer, payload) => {
        answer(peer, clientChannel(payload), payload)
      },
    },
  }),
})

const confirms = (window: number, maximumPacket: number): HostileCase =>
  opens(`window ${window} and maximum packet ${maximumPacket}`, (peer, id) => {
    peer.send(message(msg.openConfirmation, u32(id), u32(0), u32(window), u32(maximumPacket)))
  })

/** Lets a command start, and sends messages of its channel. */
const running = (name: string, send: (channel: Channel) => void): HostileCase => ({
  name: `channels: ${name}`,
  serve: ssh({ exec: send }),
})

/** Sends messages after the login, whatever the client does meanwhile. */
const afterLogin = (name: string, send: (peer: Peer) => void): HostileCase => ({
  name: `channels: ${name}`,
  serve: ssh({ loggedIn: send }),
})

const openByServer = (type: string, id: number, ...more: readonly Buffer[]) =>
  message(msg.channelOpen, str(type), u32(id), u32(2 ** 21), u32(32_768), ...more)
const x11 = [str('127.0.0.1'), u32(6000)]
const forwarded = [str('127.0.0.1'), u32(22), str('127.0.0.1'), u32(9)]

/** A whole session whose channel has other limits than usual. */
const limited = (name: string, window: number, maximumPacket: number): HostileCase => ({
  name: `channels: ${name}`,
  inputs: { target: '/srv/app', commands: 'git' },
  serve: ssh({
    on: {
      [msg.channelOpen]: (peer, payload) => {
        const before = peer.send.bind(peer)
        // The honest account gives the channel its number; only the limits differ.
        peer.send = (sent) => {
          before(
            sent[0] === msg.openConfirmation
              ? Buffer.concat([sent.subarray(0, 9), u32(window), u32(maximumPacket)])
              : sent,
          )
        }
        peer.honest(payload)
        peer.send = before
      },
    },
  }),
})

/** The usual inputs of `limited`, with a timeout long enough for what grows. */
const long = { target: '/srv/app', commands: 'git', timeout: '6s' }

/** Servers that lie about channels (RFC 4254 section 5). */
export const channelCases: readonly HostileCase[] = [
  { ...limited('a maximum packet of 0', 2 ** 21, 0), quick: true },
  { ...limited('a maximum packet of 0, with time', 2 ** 21, 0), inputs: long },
  limited('a maximum packet of 1', 2 ** 21, 1),
  limited('a maximum packet of 4 GiB', 2 ** 21, 0xffffffff),
  limited('a window of 0', 0, 32_768),
  limited('a window of 1', 1, 32_768),
  limited('a window of 4 GiB', 0xffffffff, 32_768),
  confirms(0, 0),
  opens('no answer', () => undefined),
  opens('refused with the password in every form', (peer, id) => {
    peer.send(message(msg.openFailure, u32(id), u32(1), str(allForms(password)), str('')))
  }),
  opens('refused with a text that is cut within the password', (peer, id) => {
    peer.send(
      message(
        msg.openFailure,
        u32(id),
        u32(2),
        str(`${'.'.repeat(1024 - 14)}${password}`),
        str(''),
      ),
    )
  }),
  opens('refused with a text that is longer than its packet', (peer, id) => {
    peer.send(message(msg.openFailure, u32(id), u32(4), lyingStr(0x7fffffff, password)))
  }),
  opens('refused without end', (peer, id) => {
    peer.flood(() => message(msg.openFailure, u32(id), u32(1), str('no'), str('')))
  }),
  opens('confirmed for a channel that nobody asked for', (peer) => {
    peer.send(message(msg.openConfirmation, u32(77), u32(0), u32(1000), u32(1000)))
  }),
  opens('confirmed without end', (peer, id) => {
    peer.flood((index) => message(msg.openConfirmation, u32(id), u32(index), u32(1000), u32(1000)))
  }),
  opens('confirmed in nine bytes', (peer, id) => {
    peer.send(message(msg.openConfirmation, u32(id), u32(0)))
  }),
  opens('data before the confirmation', (peer, id, payload) => {
    peer.send(message(msg.channelData, u32(id), str(allForms(password))))
    peer.honest(payload)
  }),
  opens('closed before the confirmation', (peer, id, payload) => {
    peer.send(message(msg.channelClose, u32(id)))
    peer.honest(payload)
  }),
  running('the window made larger than 4 GiB', (channel) => {
    channel.send(msg.windowAdjust, u32(0xffffffff))
    channel.send(msg.windowAdjust, u32(0xffffffff))
    channel.end()
  }),
  running('windows adjusted without end', (channel) => {
    channel.peer.flood(() => channel.message(msg.windowAdjust, u32(1)))
  }),
  running('more data than the window allows', (channel) => {
    channel.write(Buffer.alloc(4 * 1024 * 1024, password))
    channel.end()
  }),
  running('extended data of all types, one byte a packet, without end', (channel) => {
    channel.peer.flood((index) => channel.message(msg.extendedData, u32(index % 40), str('x')))
  }),
  running('empty data without end', (channel) => {
    channel.peer.flood(() => channel.message(msg.channelData, str('')))
  }),
  running('data that is longer than its packet', (channel) => {
    channel.send(msg.channelData, lyingStr(0x7fffffff, password))
  }),
  running('EOF without end', (channel) => {
    channel.peer.flood(() => channel.message(msg.channelEof))
  }),
  running('closes without end', (channel) => {
    channel.peer.flood(() => channel.message(msg.channelClose))
  }),
  running('data after the close', (channel) => {
    channel.end()
    channel.write(password)
    channel.error(password)
    channel.exit(0)
  }),
  running('requests that nobody knows, without end', (channel) => {
    channel.peer.flood((index) =>
      channel.message(msg.channelRequest, str(`x${index}@y`), bool(true)),
    )
  }),
  running('a request whose name is the password', (channel) => {
    channel.send(msg.channelRequest, str(allForms(password)), bool(true))
    channel.end()
  }),
  afterLogin('messages for channels that are not there', (peer) => {
    for (const number of [93, 94, 95, 96, 97, 98, 99, 100]) {
      for (const id of [0, 5, 0xffffffff])
        peer.send(
          message(
            number,
            u32(id),
            number === msg.extendedData ? u32(1) : Buffer.alloc(0),
            str('x'),
            byte(1),
          ),
        )
    }
  }),
  afterLogin('data for a channel that is not there, without end', (peer) => {
    peer.flood((index) => message(msg.channelData, u32(index), str('x'.repeat(100))))
  }),
  ...(
    [
      ['x11', x11],
      ['forwarded-tcpip', forwarded],
      ['session', []],
      ['auth-agent@openssh.com', []],
      [`::error::injected ${password}`, []],
    ] as const
  ).map(([type, more]) =>
    afterLogin(`the server opens ${type.replace(password, 'the password')} without end`, (peer) => {
      peer.flood((index) => openByServer(type, index, ...more))
    }),
  ),
  afterLogin('the server opens a channel whose type is longer than its packet', (peer) => {
    peer.send(message(msg.channelOpen, lyingStr(0x7fffffff, 'session')))
  }),
  afterLogin('a message of one byte of each number', (peer) => {
    for (let number = 0; number < 256; number++) peer.send(byte(number))
  }),
]

import type { Channel } from '../channel'
import { ChannelStream } from '../channel-stream'
import type { Conduct } from '../conduct'
import { flood } from '../flood'
import { type HostileCase, says, saysAndCloses, type Serve, ssh } from '../hostile-server'
import { allForms, formsOf, password, proxyPassword } from '../secrets'
import {
  authBanner,
  authFailure,
  disconnect,
  FieldReader,
  lyingStr,
  message,
  mpint,
  msg,
  str,
  u32,
} from '../wire'

const honest = ssh()
const both = `${allForms(proxyPassword)} ${allForms(password)}`

/** A jump host that lies, before an honest target. */
const jump = (name: string, serve: Serve): HostileCase => ({
  name: `jump host: ${name}`,
  serve: honest,
  jump: serve,
})

/** A hostile target behind an honest jump host. */
const behind = (name: string, serve: Serve): HostileCase => ({
  name: `behind a jump host: ${name}`,
  serve,
  jump: honest,
})

/** A jump host that says what it likes on the channel to the target. */
const poses = (name: string, act: Serve): HostileCase => ({
  name: `impersonating the target: ${name}`,
  serve: honest,
  jump: ssh({
    forward: (channel) => {
      channel.confirm()
      act(new ChannelStream(channel))
    },
  }),
})

const opens = (name: string, forward: (channel: Channel) => void): HostileCase =>
  jump(name, ssh({ forward }))

const afterLogin = (banner: string): Conduct => ({
  on: {
    [msg.authRequest]: (peer, payload) => {
      peer.send(authBanner(banner))
      peer.honest(payload)
    },
  },
})

/** Jump hosts that lie as every server can, and in the channel that only they open (RFC 4254 section 7.2). */
export const jumpHostCases: readonly HostileCase[] = [
  jump('resets', (stream) => stream.destroy()),
  jump('says nothing', says()),
  jump(
    'both passwords before its identification',
    ssh({ identification: `${both}\r\nSSH-2.0-x\r\n` }),
  ),
  jump(
    'its password in the disconnect of the key exchange',
    ssh({
      reply: (peer) => {
        peer.send(disconnect(3, both))
        peer.stream.end()
      },
    }),
  ),
  jump(
    'a group of 19,937 bits',
    ssh({
      lists: { kex: 'diffie-hellman-group-exchange-sha256' },
      on: {
        [msg.gexRequest]: (peer) => {
          peer.send(message(msg.kexReply, mpint(Buffer.alloc(2493, 0xff)), mpint(Buffer.from([2]))))
        },
      },
    }),
  ),
  jump(
    'its password in the names of EXT_INFO',
    ssh({
      secured: (peer) => {
        peer.send(
          message(
            msg.extInfo,
            u32(1),
            str('server-sig-algs'),
            str(Object.values(formsOf(proxyPassword)).join(',')),
          ),
        )
      },
    }),
  ),
  jump('its password in a banner', ssh(afterLogin(both))),
  jump(
    'its password in the methods that continue',
    ssh({
      on: {
        [msg.authRequest]: (peer, payload) => {
          const fields = new FieldReader(payload)
          fields.bytes()
          fields.bytes()
          peer.send(authFailure(fields.text() === 'none' ? 'password' : both))
        },
      },
    }),
  ),
  jump(
    'banners without end',
    ssh({
      on: {
        [msg.authRequest]: (peer) => {
          peer.flood(() => authBanner('Welcome'))
        },
      },
    }),
  ),
  jump(
    'keys exchanged again and again',
    ssh({
      secured: (peer) => {
        peer.sendKexInit()
      },
    }),
  ),
  opens('no answer to the request for the channel', () => undefined),
  opens('the channel refused with both passwords', (channel) => {
    channel.send(msg.openFailure, u32(2), str(both), str(''))
  }),
  opens('the channel refused with a text that is longer than its packet', (channel) => {
    channel.send(msg.openFailure, u32(2), lyingStr(0x7fffffff, proxyPassword))
  }),
  opens('the channel refused with commands of a runner', (channel) => {
    channel.send(msg.openFailure, u32(2), str('::error::injected\r\n##[error]injected'), str(''))
  }),
  ...([0, 1, 0xffffffff] as const).map((maximumPacket): HostileCase => ({
    ...opens(`a channel with a maximum packet of ${maximumPacket}`, (channel) => {
      channel.confirm(2 ** 21, maximumPacket)
      honest(new ChannelStream(channel))
    }),
    ...(maximumPacket === 0 ? { quick: true as const } : {}),
  })),
  opens('a channel with a window of 0', (channel) => {
    channel.confirm(0)
    honest(new ChannelStream(channel))
  }),
  opens('a channel that is confirmed twice', (channel) => {
    channel.confirm()
    channel.confirm()
    honest(new ChannelStream(channel))
  }),
  opens('a channel that is closed at once', (channel) => {
    channel.confirm()
    channel.end()
  }),
  opens('a disconnect with both passwords in place of the channel', (channel) => {
    channel.peer.send(disconnect(11, both))
    channel.peer.stream.end()
  }),
  opens('channel data one byte a packet', (channel) => {
    channel.confirm()
    const write = channel.write.bind(channel)
    channel.write = (data) => {
      for (const each of Buffer.from(data)) write(Buffer.from([each]))
    }
    honest(new ChannelStream(channel))
  }),
  opens('extended data and requests on the channel, without end', (channel) => {
    channel.confirm()
    channel.peer.flood(() => channel.message(msg.extendedData, u32(1), str('x')))
  }),
  opens('windows adjusted without end', (channel) => {
    channel.confirm()
    channel.peer.flood(() => channel.message(msg.windowAdjust, u32(0)))
  }),
  poses('nothing', says()),
  poses('random bytes without end', (stream) => {
    flood(stream, () => Buffer.alloc(30_000, 0x41))
  }),
  poses('lines without end', (stream) => {
    flood(stream, () => Buffer.from('Welcome\r\n'.repeat(1000)))
  }),
  poses('its own password in every form, as words', saysAndCloses(`${both}\r\n`)),
  {
    ...poses(
      'its own password in every form, before the identification',
      ssh({ identification: `${both}\r\nSSH-2.0-x\r\n` }),
    ),
    quick: true,
  },
  poses(
    'its own password in every form, as the software',
    ssh({ identification: `SSH-2.0-${both}\r\n` }),
  ),
  poses('its own password in every form, in a banner', ssh(afterLogin(both))),
  poses(
    'its own password in every form, in output',
    ssh({
      exec: (channel) => {
        channel.write(both)
        channel.error(both)
        channel.exit(1)
        channel.end()
      },
    }),
  ),
  poses(
    'its own password as algorithms',
    ssh({ lists: { kex: Object.values(formsOf(proxyPassword)).join(',') } }),
  ),
  poses(
    'a maximum packet of 0 in the session of the target',
    ssh({
      on: {
        [msg.channelOpen]: (peer, payload) => {
          const fields = new FieldReader(payload)
          fields.bytes()
          peer.send(message(msg.openConfirmation, u32(fields.u32()), u32(0), u32(1000), u32(0)))
        },
      },
    }),
  ),
  behind('its password in every form, in a banner', ssh(afterLogin(both))),
  behind(
    'the password of the jump host, as software and in output',
    ssh({
      identification: `SSH-2.0-x ${both}\r\n`,
      exec: (channel) => {
        channel.write(both)
        channel.exit(0)
        channel.end()
      },
    }),
  ),
  behind('says nothing', says()),
  behind('resets', (stream) => stream.destroy()),
  behind('a packet of 4 GiB', says('SSH-2.0-x\r\n', Buffer.alloc(64, 0xff))),
  behind(
    'output without end, one byte a packet',
    ssh({
      exec: (channel) => {
        channel.peer.flood(() => channel.message(msg.channelData, str('x')))
      },
    }),
  ),
  behind(
    'the smallest packets without end',
    ssh({
      secured: (peer) => {
        peer.flood(() => message(msg.ignore, str('')))
      },
    }),
  ),
]

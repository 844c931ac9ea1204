import type { Channel } from '../channel'
import { type HostileCase, ssh } from '../hostile-server'
import { allForms, password } from '../secrets'
import { answerSftp, fxp, lyingPacket, requestId, sftpPacket } from '../sftp-server'
import { lyingStr, msg, str, u32 } from '../wire'

/** An account that runs no command, so that the target is looked at through SFTP. */
const noShell = (channel: Channel) => {
  channel.write('This service allows sftp connections only.\n')
  channel.exit(1)
  channel.end()
}

const target = { target: '/srv/app', sftp: 'required' }

const sftp = (
  name: string,
  answer: (channel: Channel, packet: Buffer) => void,
  inputs: Readonly<Record<string, string>> = target,
): HostileCase => ({ name: `sftp: ${name}`, serve: ssh({ exec: noShell, sftp: answer }), inputs })

/** Answers one type of packet, and is honest in all others. */
const answers = (
  name: string,
  types: readonly number[],
  answer: (channel: Channel, id: Buffer, packet: Buffer) => void,
): HostileCase =>
  sftp(name, (channel, packet) => {
    if (types.includes(packet[0] ?? 0)) answer(channel, requestId(packet), packet)
    else answerSftp(channel, packet)
  })

const init = [fxp.init]
const stats = [fxp.stat, fxp.lstat]
const realpath = [fxp.realpath]

const u64 = (value: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return bytes
}

/** The path of `.`, named as often as wanted. */
const names = (id: Buffer, count: number, path: string) =>
  sftpPacket(
    fxp.name,
    id,
    u32(count),
    ...Array.from({ length: count }, () => Buffer.concat([str(path), str(path), u32(0)])),
  )

/** Servers that lie in SFTP (draft-ietf-secsh-filexfer-02). */
export const sftpCases: readonly HostileCase[] = [
  {
    ...answers('the password in every form as the real path', realpath, (channel, id) => {
      channel.write(names(id, 1, `/${allForms(password)}`))
    }),
    quick: true,
  },
  answers('version 0', init, (channel) => {
    channel.write(sftpPacket(fxp.version, u32(0)))
  }),
  answers('version 4 billion', init, (channel) => {
    channel.write(sftpPacket(fxp.version, u32(0xffffffff)))
  }),
  answers('a version packet of 256 KiB', init, (channel) => {
    channel.write(sftpPacket(fxp.version, u32(3), Buffer.alloc(256 * 1024 - 5, 'x')))
  }),
  answers('a version packet of 200 KiB, one byte a packet', init, (channel) => {
    channel.writeBytewise(sftpPacket(fxp.version, u32(3), Buffer.alloc(200 * 1024)))
  }),
  answers('a version packet that says 256 KiB, dripping without end', init, (channel) => {
    channel.write(lyingPacket(256 * 1024, fxp.version, u32(3)))
    channel.peer.flood(() => channel.message(msg.channelData, str('x')))
  }),
  answers('extensions with the password', init, (channel) => {
    channel.write(sftpPacket(fxp.version, u32(3), str(allForms(password)), str(allForms(password))))
  }),
  answers('an extension that is longer than its packet', init, (channel) => {
    channel.write(sftpPacket(fxp.version, u32(3), lyingStr(0x7fffffff, 'x')))
  }),
  answers('versions without end', init, (channel) => {
    const packet = sftpPacket(fxp.version, u32(3))
    channel.peer.flood(() => channel.message(msg.channelData, str(packet)))
  }),
  answers('text with the password in place of a version', init, (channel) => {
    channel.write(`Welcome ${allForms(password)}\n::error::injected\n`)
  }),
  answers('text that is cut within the password', init, (channel) => {
    channel.write([256, 1024, 4096].map((limit) => `${'.'.repeat(limit - 15)}${password}`).join(''))
  }),
  answers('a length of 0', init, (channel) => {
    channel.write(Buffer.alloc(400))
  }),
  answers('a length of 4 GiB', init, (channel) => {
    channel.write(lyingPacket(0xffffffff, fxp.version, u32(3)))
  }),
  answers('no answer', init, () => undefined),
  answers('answers with other numbers than the requests', [fxp.realpath, ...stats], (channel) => {
    for (let id = 100; id < 200; id++)
      channel.write(sftpPacket(fxp.status, u32(id), u32(0), str('ok'), str('')))
  }),
  answers('each answer a thousand times', [fxp.realpath, ...stats], (channel, _id, packet) => {
    for (let times = 0; times < 1000; times++) answerSftp(channel, packet)
  }),
  answers('answers without end', realpath, (channel, id) => {
    const packet = names(id, 1, '/x')
    channel.peer.flood(() => channel.message(msg.channelData, str(packet)))
  }),
  answers('10,000 names for one path', realpath, (channel, id) => {
    channel.write(names(id, 10_000, '/x'))
  }),
  answers('4 billion names in a short packet', realpath, (channel, id) => {
    channel.write(sftpPacket(fxp.name, id, u32(0xffffffff), str('/x')))
  }),
  answers('no names', realpath, (channel, id) => {
    channel.write(sftpPacket(fxp.name, id, u32(0)))
  }),
  answers('a path of 200 KiB', realpath, (channel, id) => {
    channel.write(names(id, 1, '/d'.repeat(50_000)))
  }),
  answers('a path that is cut within the password', realpath, (channel, id) => {
    channel.write(names(id, 1, `/${'d'.repeat(4096 - 16)}${password}`))
  }),
  answers('a path that is longer than its packet', realpath, (channel, id) => {
    channel.write(sftpPacket(fxp.name, id, u32(1), lyingStr(0x7fffffff, '/x')))
  }),
  answers('commands of a runner as the real path', realpath, (channel, id) => {
    channel.write(names(id, 1, '/x\n::error::injected\r##[error]injected'))
  }),
  answers('errors with the password in every form', [...stats, fxp.realpath], (channel, id) => {
    channel.write(sftpPacket(fxp.status, id, u32(4), str(allForms(password)), str(password)))
  }),
  answers('an error that is longer than its packet', stats, (channel, id) => {
    channel.write(sftpPacket(fxp.status, id, u32(4), lyingStr(0x7fffffff, password)))
  }),
  answers('no such file, up to the root and for the root', stats, (channel, id) => {
    channel.write(sftpPacket(fxp.status, id, u32(2), str('No such file'), str('')))
  }),
  answers('attributes with every flag and no more', stats, (channel, id) => {
    channel.write(sftpPacket(fxp.attrs, id, u32(0xffffffff)))
  }),
  answers('attributes with 4 billion extensions', stats, (channel, id) => {
    channel.write(sftpPacket(fxp.attrs, id, u32(0x80000000), u32(0xffffffff), str('x'), str('y')))
  }),
  answers('attributes with the largest numbers', stats, (channel, id) => {
    channel.write(sftpPacket(fxp.attrs, id, u32(0xf), Buffer.alloc(28, 0xff)))
  }),
  answers('handles, data and packets of unknown types', stats, (channel, id) => {
    for (const type of [0, 2, 102, 103, 105, 199, 255])
      channel.write(sftpPacket(type, id, str(password)))
  }),
  ...([0n, 2n ** 64n - 1n] as const).map((value) =>
    answers(`statvfs says ${value} everywhere`, [fxp.extended], (channel, id) => {
      channel.write(
        sftpPacket(fxp.extendedReply, id, ...Array.from({ length: 11 }, () => u64(value))),
      )
    }),
  ),
  answers('statvfs says nothing', [fxp.extended], (channel, id) => {
    channel.write(sftpPacket(fxp.extendedReply, id))
  }),
  sftp('the answer to everything one byte a packet', (channel, packet) => {
    const write = channel.write.bind(channel)
    channel.write = (data) => {
      for (const each of Buffer.from(data)) write(Buffer.from([each]))
    }
    answerSftp(channel, packet)
    channel.write = write
  }),
  sftp('the path that was asked for is the password', answerSftp, {
    ...target,
    target: `/srv/${password}`,
  }),
]

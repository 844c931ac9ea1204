import type { Channel } from './channel'
import { byte, FieldReader, lyingStr, str, u32 } from './wire'

/** Packet types of SFTP (draft-ietf-secsh-filexfer-02 section 3). */
export const fxp = {
  init: 1,
  version: 2,
  lstat: 7,
  realpath: 16,
  stat: 17,
  status: 101,
  name: 104,
  attrs: 105,
  extended: 200,
  extendedReply: 201,
} as const

/** A packet of SFTP with its length. */
export const sftpPacket = (type: number, ...fields: readonly Buffer[]): Buffer =>
  str(Buffer.concat([byte(type), ...fields]))

/** A packet of SFTP that says another length than it has. */
export const lyingPacket = (length: number, type: number, ...fields: readonly Buffer[]): Buffer =>
  lyingStr(length, Buffer.concat([byte(type), ...fields]))

/** Size, user, group, mode and times, as flags 0xf: the directory belongs to the user 1000. */
const directory = Buffer.concat([0xf, 0, 4096, 1000, 1000, 0o040755, 0, 0].map(u32))

/** Answers an SFTP client that reads packets and looks at a directory. */
export class SftpServer {
  #rest: Buffer = Buffer.alloc(0)

  constructor(channel: Channel, instead?: (channel: Channel, packet: Buffer) => void) {
    channel.onEnd = () => {
      channel.exit(0)
      channel.end()
      channel.onEnd = () => undefined
    }
    channel.onData = (data) => {
      this.#rest = Buffer.concat([this.#rest, data])
      while (this.#rest.length >= 4 && this.#rest.length >= 4 + this.#rest.readUInt32BE(0)) {
        const end = 4 + this.#rest.readUInt32BE(0)
        const packet = this.#rest.subarray(4, end)
        this.#rest = this.#rest.subarray(end)
        if (instead) instead(channel, packet)
        else answerSftp(channel, packet)
      }
    }
  }
}

/** The number of a request. */
export const requestId = (packet: Buffer): Buffer => packet.subarray(1, 5)

/** What an honest server answers to one packet. */
export function answerSftp(channel: Channel, packet: Buffer): void {
  const id = requestId(packet)
  switch (packet[0]) {
    case fxp.init:
      channel.write(sftpPacket(fxp.version, u32(3)))
      return
    case fxp.realpath: {
      const path = new FieldReader(packet, 5).bytes()
      const real = path.toString() === '.' ? Buffer.from('/home/deploy') : path
      channel.write(sftpPacket(fxp.name, id, u32(1), str(real), str(real), directory))
      return
    }
    case fxp.stat:
    case fxp.lstat:
      channel.write(sftpPacket(fxp.attrs, id, directory))
      return
    default:
      channel.write(sftpPacket(fxp.status, id, u32(8), str('Unsupported'), str('')))
  }
}

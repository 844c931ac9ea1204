import type { ChannelReader } from './channels'
import { MessageFields, readOrNull, stringField } from './message-fields'
import { longestPacket, sftpInit } from './sftp-version'

/** Numbers of SFTP version 3 (draft-ietf-secsh-filexfer-02 section 3). */
const packet = {
  version: 2,
  realPath: 16,
  stat: 17,
  status: 101,
  name: 104,
  attributes: 105,
  extended: 200,
  extendedReply: 201,
} as const
/** Flags of attributes (section 5). */
const flag = { size: 1, owner: 2, permissions: 4, times: 8, extended: 0x8000_0000 } as const
/** Status codes (section 7). */
const noSuchFile = 2
const permissionDenied = 3

/** Most bytes that are read of a channel for SFTP: the longest packet, and all others. */
export const sftpLimit = 2 * longestPacket

/** What SFTP tells of a file; each part is null where the server leaves it out. */
export interface Attributes {
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
}

/** The answer to statvfs@openssh.com (OpenSSH PROTOCOL section 4.4), as far as it is used. */
export interface FileSystem {
  readonly fragmentSize: bigint
  readonly blocks: bigint
  readonly freeBlocks: bigint
  readonly availableBlocks: bigint
  readonly files: bigint
  readonly availableFiles: bigint
  readonly flags: bigint
}

/**
 * Asks an SFTP server for paths and attributes, one question after the other, and changes nothing. Every answer is null when the
 * server gives none: it said no, closed the channel, or sent what is no SFTP.
 */
export class SftpClient {
  readonly #reader: ChannelReader
  readonly #extensions = new Set<string>()
  #read = 0
  #lastId = 0

  private constructor(reader: ChannelReader) {
    this.#reader = reader
  }

  /** Begins SFTP on a channel that was opened with `sftpLimit`. Null when the server does not speak version 3 or later. */
  static async start(reader: ChannelReader): Promise<SftpClient | null> {
    const client = new SftpClient(reader)
    reader.write(sftpInit)
    const version = await client.#next()
    const spoken = version && readOrNull(() => client.#readVersion(version))
    return spoken === true ? client : null
  }

  /** Attributes of the file that a path names, with links followed. */
  async stat(path: string): Promise<Attributes | 'missing' | 'hidden' | null> {
    const answer = await this.#ask(packet.stat, [stringField(path)])
    if (answer?.type === packet.attributes) return readOrNull(() => readAttributes(answer.fields))
    if (answer?.type !== packet.status) return null
    const code = readOrNull(() => answer.fields.uint32())
    if (code === noSuchFile) return 'missing'
    return code === permissionDenied ? 'hidden' : null
  }

  /** The absolute path of a path, as the server names it. */
  async realPath(path: string): Promise<string | null> {
    const answer = await this.#ask(packet.realPath, [stringField(path)])
    if (answer?.type !== packet.name) return null
    const { fields } = answer
    return readOrNull(() => (fields.uint32() === 0 ? null : fields.text()))
  }

  /** The file system of a path; null as well where the server does not know the extension. */
  async fileSystem(path: string): Promise<FileSystem | null> {
    const name = 'statvfs@openssh.com'
    if (!this.#extensions.has(name)) return null
    const answer = await this.#ask(packet.extended, [stringField(name), stringField(path)])
    if (answer?.type !== packet.extendedReply) return null
    return readOrNull(() => readFileSystem(answer.fields))
  }

  #readVersion(fields: MessageFields): boolean {
    if (fields.byte() !== packet.version || fields.uint32() < 3) return false
    while (!fields.ended) {
      const name = fields.text()
      if (fields.text() === '2') this.#extensions.add(name)
    }
    return true
  }

  async #ask(type: number, fields: readonly Buffer[]) {
    this.#lastId += 1
    const head = Buffer.alloc(9)
    head.writeUInt32BE(5 + fields.reduce((sum, field) => sum + field.length, 0), 0)
    head.writeUInt8(type, 4)
    head.writeUInt32BE(this.#lastId, 5)
    this.#reader.write(Buffer.concat([head, ...fields]))
    const answer = await this.#next()
    return answer && readOrNull(() => this.#readAnswer(answer))
  }

  /** One question is asked at a time, so that an answer with another number is none. */
  #readAnswer(fields: MessageFields) {
    const type = fields.byte()
    return fields.uint32() === this.#lastId ? { type, fields } : null
  }

  /** The next packet behind its length; null when the channel was closed, the packet is too long, or too much was sent. */
  async #next(): Promise<MessageFields | null> {
    const from = this.#read
    const lengthOf = (head: Buffer) => (head.length < from + 4 ? null : head.readUInt32BE(from))
    const isThere = (head: Buffer) => {
      const length = lengthOf(head)
      if (head.length === sftpLimit) return true
      return length !== null && (length > longestPacket || head.length >= from + 4 + length)
    }
    await Promise.race([this.#reader.when(isThere), this.#reader.closed])
    const bytes = this.#reader.stdout
    const length = lengthOf(bytes)
    if (length === null || length > longestPacket || bytes.length < from + 4 + length) return null
    this.#read = from + 4 + length
    return new MessageFields(bytes.subarray(from + 4, this.#read))
  }
}

function readAttributes(fields: MessageFields): Attributes {
  const flags = fields.uint32()
  if (flags & flag.size) fields.uint64()
  const owner = flags & flag.owner ? { uid: fields.uint32(), gid: fields.uint32() } : null
  const mode = flags & flag.permissions ? fields.uint32() : null
  return { mode, uid: owner?.uid ?? null, gid: owner?.gid ?? null }
}

/** The order is that of OpenSSH PROTOCOL section 4.4. */
function readFileSystem(fields: MessageFields): FileSystem {
  fields.uint64() // f_bsize
  const fragmentSize = fields.uint64()
  const blocks = fields.uint64()
  const freeBlocks = fields.uint64()
  const availableBlocks = fields.uint64()
  const files = fields.uint64()
  fields.uint64() // f_ffree
  const availableFiles = fields.uint64()
  fields.uint64() // f_fsid
  const flags = fields.uint64()
  return { fragmentSize, blocks, freeBlocks, availableBlocks, files, availableFiles, flags }
}

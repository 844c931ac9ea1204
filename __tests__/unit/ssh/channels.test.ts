import { once } from 'node:events'
import { afterEach, describe, expect, it } from '@jest/globals'
import ssh2 from 'ssh2'
import { CollectedBytes } from '../../../src/network/collected-bytes'
import { type ChannelReader, openExec, openSubsystem } from '../../../src/ssh/channels'
import { SftpClient, sftpLimit } from '../../../src/ssh/sftp-client'
import { type SshServer, startSshServer } from '../preflight/servers'

let server: SshServer | null = null
let client: ssh2.Client | null = null
afterEach(async () => {
  client?.end()
  await server?.close()
  server = null
})

/** A plain client of ssh2, logged in to a server with this session. */
async function loggedIn(session: (session: ssh2.Session) => void): Promise<ssh2.Client> {
  server = await startSshServer({
    session,
    login: (context) => {
      context.accept()
    },
  })
  client = new ssh2.Client()
  client.connect({ host: '127.0.0.1', port: server.port, username: 'deploy' })
  await once(client, 'ready')
  return client
}

/** Writes one byte a packet. */
function trickle(channel: ssh2.ServerChannel, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += 1) channel.write(bytes.subarray(at, at + 1))
}

function readerOf(opened: Awaited<ReturnType<typeof openExec>>): ChannelReader {
  if (opened.kind !== 'open') throw new Error(opened.kind)
  return opened.reader
}

describe('bytes that come in pieces', () => {
  it('are put together, a byte a piece, a megabyte of them', () => {
    const bytes = new CollectedBytes()
    for (let at = 0; at < 1024 * 1024; at += 1) bytes.add(Buffer.from([at & 0xff]))
    expect(bytes.length).toBe(1024 * 1024)
    expect(bytes.bytes.subarray(-3)).toStrictEqual(Buffer.from([0xfd, 0xfe, 0xff]))
  })

  it('keep what was given once, whatever comes later', () => {
    const bytes = new CollectedBytes()
    bytes.add(Buffer.from('abc'))
    const given = bytes.bytes
    bytes.drop(2)
    for (let count = 0; count < 1_000; count += 1) bytes.add(Buffer.from('xyz'))
    expect(given.toString()).toBe('abc')
    expect(bytes.bytes.toString('latin1', 0, 4)).toBe('cxyz')
  })
})

describe('the output of a command, a byte a packet', () => {
  it('is found at whatever piece it begins', async () => {
    const opened = await openExec(
      await loggedIn((session) => {
        session.on('exec', (accept) => {
          const channel = accept()
          trickle(channel, Buffer.from(`${'-'.repeat(5_000)}token end and more`))
        })
      }),
      'anything',
      1_000,
    )
    const reader = readerOf(opened)
    await reader.says('token end')
    expect(reader.stdout.toString()).toMatch(/^-+token end/)
  }, 30_000)

  it('waits in the window of the channel once more came than is read', async () => {
    let written = 0
    const opened = await openExec(
      await loggedIn((session) => {
        session.on('exec', (accept) => {
          const channel = accept()
          const more = () => {
            do written += 32_768
            while (written < 64 * 1024 * 1024 && channel.write(Buffer.alloc(32_768)))
            if (written < 64 * 1024 * 1024) channel.once('drain', more)
          }
          more()
        })
      }),
      'yes',
      1_000,
    )
    const ended = readerOf(opened).closed.then(() => 'closed')
    const still = async (): Promise<string> => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 500))
      return written === before ? 'waiting' : still()
    }

    expect(await Promise.race([ended, still()])).toBe('waiting')
    expect(written).toBeGreaterThan(24 * 1024 * 1024)
    expect(written).toBeLessThan(40 * 1024 * 1024)
  }, 60_000)

  it('is kept at its beginning and its end, without the 64 bytes at each side of the gap', async () => {
    const opened = await openExec(
      await loggedIn((session) => {
        session.on('exec', (accept) => {
          const channel = accept()
          channel.write('first')
          for (let count = 0; count < 64; count += 1) channel.write(Buffer.alloc(4_096, 0x2e))
          channel.end('last')
        })
      }),
      'anything',
      5 + 64,
    )
    const reader = readerOf(opened)
    await reader.closed
    expect(reader.stdout.length).toBe(5 + 32 * 1024 - 64)
    expect(reader.stdout.toString()).toMatch(/^first\.+last$/)
  })
})

describe('an SFTP server', () => {
  const uint32 = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
  const framed = (...parts: readonly Buffer[]) => {
    const body = Buffer.concat(parts)
    return Buffer.concat([uint32(body.length), body])
  }
  const version = framed(Buffer.from([2]), uint32(3))

  /** Starts SFTP with a server that writes these bytes at once, and closes its end. */
  async function sftpOf(
    bytes: Buffer,
    write: typeof trickle = (channel, all) => channel.write(all),
  ) {
    const connected = await loggedIn((session) => {
      // ssh2 knows its own SFTP server only; the subsystem gets another name.
      session.on('subsystem', (accept) => {
        const channel = accept()
        write(channel, bytes)
        channel.end()
      })
    })
    return SftpClient.start(readerOf(await openSubsystem(connected, 'other', sftpLimit)))
  }
  const attributes = (id: number) =>
    framed(Buffer.from([105]), uint32(id), uint32(6), uint32(7), uint32(8), uint32(0o040755))

  it('is understood, a byte a packet', async () => {
    const sftp = await sftpOf(Buffer.concat([version, attributes(1)]), trickle)
    expect(await sftp?.stat('.')).toStrictEqual({ mode: 0o040755, uid: 7, gid: 8 })
  })

  it.each([
    ['version 2', framed(Buffer.from([2]), uint32(2))],
    ['a text', Buffer.from('Welcome to this server')],
    ['a packet longer than any', Buffer.from([0xff, 0xff, 0xff, 0xff, 2])],
    ['a cut extension', framed(Buffer.from([2]), uint32(3), uint32(99))],
    ['nothing', Buffer.alloc(0)],
  ])('is left when it begins with %s', async (_what, bytes) => {
    expect(await sftpOf(bytes)).toBeNull()
  })

  it.each([
    ['the number of another question', attributes(9)],
    ['cut attributes', framed(Buffer.from([105]), uint32(1), uint32(6), uint32(7))],
    ['an empty packet', framed()],
    ['a handle', framed(Buffer.from([102]), uint32(1), uint32(0))],
    ['a cut status', framed(Buffer.from([101]), uint32(1))],
    ['half a packet', attributes(1).subarray(0, 20)],
    ['a packet longer than any', Buffer.from([0x7f, 0xff, 0xff, 0xff, 105])],
    ['nothing', Buffer.alloc(0)],
  ])('answers nothing with %s', async (_what, bytes) => {
    const sftp = await sftpOf(Buffer.concat([version, bytes]))
    expect(await sftp?.stat('.')).toBeNull()
    expect(await sftp?.realPath('.')).toBeNull()
    expect(await sftp?.fileSystem('.')).toBeNull()
  })
})

import type net from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { IdentificationFacts } from '../../../../src/facts'
import { listen } from '../../../../src/preflight/stages/identification'
import type { IdentifiedStream } from '../../../../src/ssh/session'
import { ourIdentification } from '../../../../src/ssh/identification-line'
import { plain } from '../../../fixtures/plain'
import { type Listener, listenOn, valueOf, within } from './loopback'
import type { Fact } from '../../../../src/facts/fact'

const listeners: Listener[] = []
const timers: NodeJS.Timeout[] = []
afterEach(async () => {
  for (const timer of timers.splice(0)) clearInterval(timer)
  await Promise.all(listeners.splice(0).map((each) => each.close()))
})

const every = (ms: number, run: () => void) => timers.push(setInterval(run, ms))
const after = (ms: number, run: () => void) => timers.push(setTimeout(run, ms))

/** Connects to a server with this behavior, and listens for its banner. */
async function listenTo(
  behavior: (socket: net.Socket) => void,
  timeoutMs = 6_000,
): Promise<{
  heard: IdentificationFacts
  identified: IdentifiedStream | null
  server: Listener
  socket: net.Socket
}> {
  const server = await listenOn(behavior)
  listeners.push(server)
  return within(timeoutMs, async ({ clock, connections }) => {
    const { socket } = await connections.open(
      { address: '127.0.0.1', port: server.port, family: 4 },
      'ssh',
      1_000,
    )
    if (!socket) throw new Error('not connected')
    const { fact, identified } = await listen(socket, clock)
    return { heard: valueOf(plain<Fact<IdentificationFacts>>(fact)), identified, server, socket }
  })
}

describe('a server that sends a banner', () => {
  it('is heard without a word from us, with every byte handed on', async () => {
    const bytes = 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5\r\n\0\0\x05\xdc'
    const { heard, identified, server } = await listenTo((socket) => socket.write(bytes, 'latin1'))
    expect(heard).toMatchObject({
      outcome: 'ssh-2',
      line: 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5',
      software: 'OpenSSH_9.6p1',
      comments: 'Ubuntu-3ubuntu13.5',
      textBefore: '',
      spokeMs: null,
      endedMs: null,
    })
    expect(identified?.received.toString('latin1')).toBe(bytes)
    expect(identified?.spoke).toBe(false)
    expect(server.received()).toBe('')
  })

  it('hands the socket on alive, paused, without listeners of this stage', async () => {
    const server = await listenOn((socket) => {
      socket.write('SSH-2.0-x\r\n')
      socket.once('data', () => socket.write('more'))
    })
    listeners.push(server)
    await within(5_000, async ({ clock, connections }) => {
      const { socket } = await connections.open(
        { address: '127.0.0.1', port: server.port, family: 4 },
        'ssh',
        1_000,
      )
      if (!socket) throw new Error('not connected')
      const { identified } = await listen(socket, clock)
      expect(identified?.socket).toBe(socket)
      expect(socket.isPaused()).toBe(true)
      expect(socket.listenerCount('data')).toBe(0)
      socket.write('ours')
      const next = new Promise((resolve) => socket.once('data', resolve))
      socket.resume()
      expect(String(await next)).toBe('more')
    })
  })

  it('is understood in pieces, byte by byte', async () => {
    const line = 'SSH-2.0-dropbear_2022.83'
    const { heard } = await listenTo((socket) => {
      socket.setNoDelay()
      const bytes = `hello\n${line}\n`.split('')
      every(5, () => {
        const byte = bytes.shift()
        if (byte !== undefined) socket.write(byte)
      })
    })
    expect(heard).toMatchObject({ outcome: 'ssh-2', line, textBefore: 'hello\n', comments: null })
  })

  it('may send lines before, and wait for our line', async () => {
    const { heard, identified, server } = await listenTo((socket) => {
      socket.write('Welcome, müde\r\n')
      socket.once('data', () => socket.write('SSH-1.99-Cisco-1.25\r\n'))
    })
    expect(heard).toMatchObject({
      outcome: 'ssh-2',
      line: 'SSH-1.99-Cisco-1.25',
      textBefore: 'Welcome, müde\r\n',
    })
    expect(heard.spokeMs).not.toBeNull()
    expect(identified?.spoke).toBe(true)
    expect(server.received()).toBe(`${ourIdentification}\r\n`)
  })

  it.each([
    ['SSH-2.0- odd  spaces \r\n', 'ssh-2', null, 'odd  spaces'],
    ['SSH-2.0-\r\n', 'ssh-2', null, null],
    ['SSH-2.0-NoLineFeed\r', 'ssh-2', 'NoLineFeed', null],
    ['SSH-2.0-Only_CR\rSSH-', 'ssh-2', 'Only_CR', null],
    ['SSH-2.0-nul\0inside\r\n', 'ssh-2', 'nul\0inside', null],
    ['SSH-1.5-old\n', 'ssh-1', 'old', null],
    ['SSH-3.0-new\r\n', 'other', 'new', null],
  ])('%j is %s', async (bytes, outcome, software, comments) => {
    const { heard, identified } = await listenTo((socket) => socket.write(bytes, 'latin1'))
    expect(heard).toMatchObject({ outcome, software, comments })
    expect(identified === null).toBe(outcome !== 'ssh-2')
  })

  it('is clipped at 255 bytes of its line', async () => {
    const { heard } = await listenTo((socket) => socket.write(`SSH-2.0-${'x'.repeat(5_000)}\r\n`))
    expect(heard.outcome).toBe('ssh-2')
    expect(heard.line).toHaveLength(255)
  })
})

describe('a server that sends no banner', () => {
  it('keeps the text of one that says why it closes the connection', async () => {
    const text = 'Exceeded MaxStartups\r\n'
    const { heard, server } = await listenTo((socket) => socket.end(text))
    expect(heard).toMatchObject({ outcome: 'closed', textBefore: text, line: null, spokeMs: null })
    expect(heard.endedMs).not.toBeNull()
    expect(Buffer.from(heard.firstBytes, 'hex').toString()).toBe(text)
    expect(server.received()).toBe('')
  })

  it('tells a FIN from a reset', async () => {
    const fin = await listenTo((socket) => socket.end())
    expect(fin.heard).toMatchObject({ outcome: 'closed', bytes: 0, firstByteMs: null })
    const rst = await listenTo((socket) => after(50, () => socket.resetAndDestroy()))
    expect(rst.heard).toMatchObject({ outcome: 'reset', bytes: 0 })
    const late = await listenTo((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(late.heard.outcome).toBe('reset')
    expect(late.heard.spokeMs).not.toBeNull()
  })

  it('is silent, to the end of the clock and no further', async () => {
    const startedAt = performance.now()
    const { heard, socket, server } = await listenTo(() => undefined, 3_000)
    expect(heard).toMatchObject({ outcome: 'silent', bytes: 0, firstByteMs: null, endedMs: null })
    expect(performance.now() - startedAt).toBeLessThan(3_500)
    expect(server.received()).toBe(`${ourIdentification}\r\n`)
    expect(socket.destroyed).toBe(true)
  })

  it('is given up soon when it speaks another protocol', async () => {
    const startedAt = performance.now()
    const { heard, server } = await listenTo(
      (socket) => socket.write('220 mail.example.com ESMTP Postfix\r\n'),
      20_000,
    )
    expect(heard.outcome).toBe('other')
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    expect(server.received()).toBe('')
  })

  it('answers our line with the error of a web server', async () => {
    const { heard } = await listenTo((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    )
    expect(heard).toMatchObject({
      outcome: 'closed',
      textBefore: 'HTTP/1.1 400 Bad Request\r\n\r\n',
    })
  })

  it('sends one byte after the other', async () => {
    const { heard } = await listenTo((socket) => every(600, () => socket.write('x')), 5_000)
    expect(heard.outcome).toBe('trickling')
  })

  it.each([
    ['lines', 'not me\r\n'],
    ['a single line', 'x'.repeat(8)],
    ['an identification', ''],
  ])('floods us with %s, and is cut off in bounded memory', async (_name, piece) => {
    const { heard, socket } = await listenTo((client) => {
      if (piece === '') client.write('SSH-2.0-')
      const flood = () => {
        while (!client.destroyed && client.write((piece || 'y').repeat(2_000)));
      }
      client.on('drain', flood)
      flood()
    }, 20_000)
    expect(heard.outcome).toBe('other')
    expect(heard.bytes).toBeLessThan(300_000)
    expect(heard.textBefore.length).toBeLessThanOrEqual(4_096)
    expect(heard.firstBytes).toHaveLength(512)
    expect(socket.destroyed).toBe(true)
  })
})

it('is not checked after a cancel, nor without time', async () => {
  const server = await listenOn(() => undefined)
  listeners.push(server)
  const open = { address: '127.0.0.1', port: server.port, family: 4 } as const
  await within(5_000, async ({ clock, connections, cancel }) => {
    const { socket } = await connections.open(open, 'ssh', 1_000)
    if (!socket) throw new Error('not connected')
    after(100, () => {
      cancel.abort()
    })
    const { fact, identified } = await listen(socket, clock)
    expect(fact).toEqual({ state: 'not-checked', why: 'cancelled' })
    expect(identified).toBeNull()
    expect(socket.destroyed).toBe(true)
  })
  await within(500, async ({ clock, connections }) => {
    const { socket } = await connections.open(open, 'ssh', 400)
    if (!socket) throw new Error('not connected')
    expect((await listen(socket, clock)).fact).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(socket.destroyed).toBe(true)
  })
})

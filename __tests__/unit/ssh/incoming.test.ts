import { afterEach, describe, expect, it } from '@jest/globals'
import { type Clock, startClock } from '../../../src/preflight/clock'
import { IncomingGate } from '../../../src/ssh/incoming'
import { kexInitPayload, usualLists } from './packets'
import { payloadOf } from './send-payload'

const clocks: Clock[] = []
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.stop()
})

const newKeys = Buffer.from([21])
const success = Buffer.from([52])
const kexInit = kexInitPayload(usualLists())
const data = (length: number) => payloadOf(94, 0, 'x'.repeat(length))
const hostKeys = payloadOf(80, 'hostkeys-00@openssh.com', false, 'key')

function gate(
  changes: { readonly ms?: number; readonly unsent?: number; readonly window?: number } = {},
  cancel = new AbortController(),
) {
  const clock = startClock(changes.ms ?? 60_000, cancel.signal)
  clocks.push(clock)
  return new IncomingGate({
    deadline: clock,
    method: () => null,
    unsentBytes: () => changes.unsent ?? 0,
    windowOf: () => changes.window ?? null,
  })
}

/** A gate that has seen a key exchange and a login. */
function loggedIn(changes: Parameters<typeof gate>[0] = {}) {
  const opened = gate(changes)
  for (const payload of [kexInit, newKeys, success]) opened.judge(payload)
  return opened
}

function repeat(opened: IncomingGate, payload: Buffer, times: number): void {
  for (let count = 0; count < times; count += 1) opened.judge(payload)
}

describe('the gate for incoming messages', () => {
  it('stops once the clock has ended', () => {
    const cancel = new AbortController()
    const opened = gate({}, cancel)
    expect(opened.judge(kexInit)).toBe('pass')
    cancel.abort()
    expect(opened.judge(newKeys)).toBe('stop')
  })

  it.each([
    ['IGNORE before the keys', () => gate(), Buffer.from([2]), 257],
    ['long messages before the keys', () => gate(), Buffer.alloc(34_000, 30), 16],
    [
      'banners before the login',
      () => {
        const opened = gate()
        opened.judge(newKeys)
        return opened
      },
      payloadOf(53, 'x', ''),
      2_049,
    ],
    ['small messages after the login', () => loggedIn(), payloadOf(93, 0, 0), 131_073],
    ['empty messages after the login', () => loggedIn(), Buffer.alloc(0), 131_073],
    ['bytes after the login', () => loggedIn(), data(34_000), 1_975],
  ])('ends a flood of %s', (_what, make, payload, times) => {
    const opened = make()
    expect(() => {
      repeat(opened, payload, times)
    }).toThrow(/^too many (messages|bytes) /)
  })

  it('takes more messages of a connection that carries another one', () => {
    const opened = loggedIn()
    opened.carriesConnection()
    repeat(opened, data(1), 100_000)
    expect(opened.judge(data(1))).toBe('pass')
  })

  it('lets a message of the day of 200 kB through, line by line, and a key exchange after each megabyte', () => {
    const opened = loggedIn()
    repeat(opened, data(40), 5_000)
    for (let count = 0; count < 7; count += 1) {
      repeat(opened, data(32_000), 32)
      opened.judge(kexInit)
      opened.judge(newKeys)
    }
    expect(opened.judge(data(40))).toBe('pass')
  })

  it('ends a server that exchanges keys again and again', () => {
    const opened = loggedIn()
    const exchange = () => {
      opened.judge(kexInit)
      opened.judge(newKeys)
    }
    for (let count = 0; count < 7; count += 1) exchange()
    expect(exchange).toThrow('the server exchanges keys again and again')
  })

  it.each([
    ['IGNORE', Buffer.from([2])],
    ['UNIMPLEMENTED', Buffer.from([3])],
    [
      'USERAUTH_REQUEST, which only a client sends,',
      payloadOf(50, 'root', 'ssh-connection', 'none'),
    ],
    ['USERAUTH_INFO_RESPONSE, which only a client sends,', payloadOf(61, 0xffff_ffff)],
  ])('drops %s after the key exchange, and not in one', (_what, payload) => {
    const opened = loggedIn()
    expect(opened.judge(payload)).toBe('drop')
    opened.judge(kexInit)
    expect(opened.judge(payload)).toBe('pass')
  })

  it('keeps two EXT_INFO, as OpenSSH sends, and no more', () => {
    const opened = loggedIn()
    const extInfo = payloadOf(7, 1, 'server-sig-algs', 'ssh-ed25519')
    const decisions = [1, 2, 3].map(() => opened.judge(extInfo))
    expect(decisions).toStrictEqual(['pass', 'pass', 'drop'])
  })

  it('reads one announcement of host keys, and passes none on', () => {
    const opened = loggedIn()
    let times = 0
    opened.onHostKeys = (fields) => {
      times += 1
      expect(fields.text()).toBe('key')
    }
    expect([opened.judge(hostKeys), opened.judge(hostKeys)]).toStrictEqual(['drop', 'drop'])
    expect(times).toBe(1)
  })

  it.each([0, 1, 63])('refuses a channel with a maximum packet size of %d', (size) => {
    expect(() => loggedIn().judge(payloadOf(91, 0, 0, 2_097_152, size))).toThrow(
      'the server opened a channel that can take no data',
    )
  })

  it.each([
    ['no window yet, as OpenSSH', 0, 32_768],
    ['the largest window', 0xffff_ffff, 0xffff_ffff],
    ['small packets', 1_000, 64],
  ])('accepts a channel with %s', (_what, window, size) => {
    expect(loggedIn().judge(payloadOf(91, 0, 0, window, size))).toBe('pass')
  })

  it('ends a server that sends far more than the window', () => {
    const opened = loggedIn({ window: 0 })
    expect(() => {
      repeat(opened, payloadOf(95, 0, 2, 'x'.repeat(32_000)), 7)
    }).toThrow('the server sent more data than the window of its channel')
  })

  it('ends a server that does not read our answers', () => {
    const opened = gate({ unsent: 1024 * 1024 + 1 })
    expect(() => opened.judge(payloadOf(80, 'keepalive@openssh.com', true))).toThrow(
      'the server does not read what it is sent',
    )
  })
})

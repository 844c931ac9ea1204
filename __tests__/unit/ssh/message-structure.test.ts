import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkStructure } from '../../../src/ssh/message-structure'
import { ProtocolViolation } from '../../../src/ssh/protocol-violation'
import { kexInitPayload, usualLists } from './packets'
import { payloadOf } from './send-payload'

const prompts = (count: number) => Array.from({ length: count }, () => ['Password:', false]).flat()

/** One of each message that is read, whole. */
const whole: readonly (readonly [what: string, payload: Buffer, method: string | null])[] = [
  ['DISCONNECT', payloadOf(1, 11, 'bye', ''), null],
  ['DEBUG', payloadOf(4, true, 'text', ''), null],
  ['SERVICE_ACCEPT', payloadOf(6, 'ssh-userauth'), null],
  ['EXT_INFO', payloadOf(7, 2, 'server-sig-algs', 'ssh-ed25519', 'ping@openssh.com', '0'), null],
  ['KEXINIT', kexInitPayload(usualLists()), null],
  ['USERAUTH_FAILURE', payloadOf(51, 'publickey,password', false), null],
  ['USERAUTH_BANNER', payloadOf(53, 'hello', ''), null],
  ['USERAUTH_PK_OK', payloadOf(60, 'ssh-ed25519', 'key'), 'publickey'],
  ['USERAUTH_PASSWD_CHANGEREQ', payloadOf(60, 'New password:', ''), 'password'],
  ['USERAUTH_INFO_REQUEST', payloadOf(60, '', '', '', 2, ...prompts(2)), 'keyboard-interactive'],
  ['GLOBAL_REQUEST', payloadOf(80, 'keepalive@openssh.com', true), null],
  ['CHANNEL_OPEN', payloadOf(90, 'x11', 0, 1, 2), null],
  ['CHANNEL_OPEN_CONFIRMATION', payloadOf(91, 0, 0, 0, 32_768), null],
  ['CHANNEL_OPEN_FAILURE', payloadOf(92, 0, 1, 'no', ''), null],
  ['CHANNEL_WINDOW_ADJUST', payloadOf(93, 0, 1), null],
  ['CHANNEL_DATA', payloadOf(94, 0, 'data'), null],
  ['CHANNEL_EXTENDED_DATA', payloadOf(95, 0, 1, 'data'), null],
  ['CHANNEL_EOF', payloadOf(96, 0), null],
  ['CHANNEL_CLOSE', payloadOf(97, 0), null],
  ['CHANNEL_REQUEST', payloadOf(98, 0, 'keepalive@openssh.com', true), null],
  ['exit-status', payloadOf(98, 0, 'exit-status', false, 7), null],
  ['exit-signal', payloadOf(98, 0, 'exit-signal', false, 'KILL', false, 'killed', ''), null],
  ['exit-signal of an old server', payloadOf(98, 0, 'exit-signal', false, 9, '', ''), null],
  ['CHANNEL_SUCCESS', payloadOf(99, 0), null],
  ['CHANNEL_FAILURE', payloadOf(100, 0), null],
]

/** What may be left out at the end: two fields of KEXINIT that nobody reads. */
const optionalBytes = (payload: Buffer) => (payload[0] === 20 ? 5 : 0)

describe('the structure of a message', () => {
  it.each(whole)(
    '%s is accepted whole, and refused wherever it is cut',
    (_what, payload, method) => {
      expect(() => {
        checkStructure(payload, method)
      }).not.toThrow()
      for (let end = 1; end < payload.length - optionalBytes(payload); end += 1) {
        expect(() => {
          checkStructure(payload.subarray(0, end), method)
        }).toThrow(ProtocolViolation)
      }
    },
  )

  it.each([
    [
      'KEXINIT with 600 names in a list',
      kexInitPayload(usualLists({ kex: 'a,'.repeat(600) })),
      null,
    ],
    ['EXT_INFO with four billion extensions', payloadOf(7, 0xffff_ffff), null],
    [
      'EXT_INFO with 100 extensions',
      payloadOf(7, 100, ...Array.from({ length: 200 }, () => '')),
      null,
    ],
    ['65 prompts', payloadOf(60, '', '', '', 65, ...prompts(65)), 'keyboard-interactive'],
    ['four billion prompts', payloadOf(60, '', '', '', 0xffff_ffff), 'keyboard-interactive'],
  ])('%s is refused', (_what, payload, method) => {
    expect(() => {
      checkStructure(payload, method)
    }).toThrow(ProtocolViolation)
  })

  it('never throws anything but a violation', () => {
    const methods = fc.constantFrom(null, 'password', 'publickey', 'keyboard-interactive', 'none')
    const numbers = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(numbers, fc.uint8Array({ maxLength: 64 }), methods, (type, bytes, method) => {
        expect(faultOf(Buffer.from([type, ...bytes]), method)).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })
})

/** What was thrown, unless it is a violation. */
function faultOf(payload: Buffer, method: string | null): unknown {
  try {
    checkStructure(payload, method)
    return null
  } catch (error) {
    return error instanceof ProtocolViolation ? null : error
  }
}

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { WireTap } from '../../../src/ssh/wire-tap'
import { disconnectPayload, kexInitPayload, packet, usualLists } from './packets'

const identification = Buffer.from('hello\r\nSSH-2.0-Test_1\r\n')
const kexInit = packet(kexInitPayload(usualLists()))
const heardOf = (...chunks: readonly Buffer[]) => {
  const tap = new WireTap()
  for (const chunk of chunks) tap.feed(chunk)
  return tap.heard
}

describe('the wire tap', () => {
  it('reads the lists and a goodbye behind the identification line', () => {
    const heard = heardOf(identification, kexInit, packet(disconnectPayload(11, 'bye')))
    expect(heard).toMatchObject({
      malformed: null,
      packets: 2,
      disconnect: { reason: 11, text: 'bye' },
    })
    expect(heard.kexInit?.kex).toStrictEqual(['curve25519-sha256'])
  })

  it('hears the same however the bytes are cut', () => {
    const all = Buffer.concat([identification, kexInit, packet(disconnectPayload(2, 'no'))])
    const whole = heardOf(all)
    fc.assert(
      fc.property(fc.array(fc.nat(all.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), all.length]
        const pieces = at.slice(1).map((end, index) => all.subarray(at[index], end))
        expect(heardOf(...pieces)).toStrictEqual(whole)
      }),
    )
  })

  it('stops at NEWKEYS: what follows is encrypted', () => {
    const heard = heardOf(
      identification,
      kexInit,
      packet(Buffer.from([21])),
      Buffer.from('\xff'.repeat(99)),
    )
    expect(heard).toMatchObject({ malformed: null, packets: 2 })
  })

  it.each([
    ['a length of 4 GiB', Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a length of 0', Buffer.from([0, 0, 0, 0, 0])],
    ['a length out of step', Buffer.from([0, 0, 0, 13, 4])],
    ['too much padding', Buffer.from([0, 0, 0, 12, 12])],
    ['text', Buffer.from('HTTP/1.1 400 Bad Request\r\n')],
    ['lists that run over the end', packet(Buffer.alloc(40, 20))],
  ])('calls %s malformed', (_what, bytes) => {
    expect(heardOf(identification, bytes).malformed).not.toBeNull()
  })

  it('keeps the words that stand where a packet should', () => {
    expect(heardOf(identification, Buffer.from('Protocol mismatch.\n')).words).toBe(
      'Protocol mismatch.',
    )
    expect(heardOf(identification, Buffer.from([0xff, 0xfe, 0x41, 0x42, 0x43])).words).toBeNull()
    expect(heardOf(identification, kexInit).words).toBeNull()
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        const { packets } = heardOf(identification, ...chunks.map((chunk) => Buffer.from(chunk)))
        expect(packets).toBeLessThan(10_000)
      }),
    )
  })
})

import fc from 'fast-check'
import { type Overheard, WireTap } from '../../src/ssh/wire-tap'
import { disconnectPayload, kexInitPayload, packet, usualLists } from '../unit/ssh/packets'
import { byteInputs, chunkLengths, chunks } from './harness/byte-inputs'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'

interface Sent {
  readonly bytes: Buffer
  readonly lengths: readonly number[]
}

const identification = Buffer.from('hello\r\nSSH-2.0-OpenSSH_9.6\r\n')
const kexInit = packet(kexInitPayload(usualLists()))
const disconnect = packet(disconnectPayload(2, 'Too many authentication failures'))
const ignore = packet(Buffer.concat([Buffer.from([2]), Buffer.alloc(30_000)]))
const newKeys = packet(Buffer.from([21]))

const long = fc
  .tuple(
    fc.constantFrom(ignore, ignore.subarray(0, -9), disconnect),
    fc.integer({ min: 1, max: 60_000 }),
  )
  .map(([part, length]) => {
    const times = Math.ceil(length / part.length)
    return Buffer.concat([identification, ...Array.from({ length: times }, () => part)])
  })

/** What a server sends in clear, in any pieces. */
export const target: FuzzTarget<Sent, Overheard> = {
  inputs: fc.record({
    bytes: fc.oneof(
      {
        weight: 20,
        arbitrary: byteInputs(
          Buffer.concat([identification, kexInit, disconnect]),
          Buffer.concat([identification, ignore, kexInit, newKeys, disconnect]),
          Buffer.concat([identification, Buffer.from('Exceeded MaxStartups\r\n')]),
          Buffer.alloc(60_000, 'x'),
        ),
      },
      { weight: 1, arbitrary: long },
    ),
    lengths: chunkLengths,
  }),
  run({ bytes, lengths }) {
    const tap = new WireTap()
    for (const chunk of chunks(bytes, lengths)) tap.feed(chunk)
    return tap.heard
  },
  verify({ bytes }, heard) {
    const whole = new WireTap()
    whole.feed(bytes)
    // The words are those that had come when the bytes were no packet; and one chunk may be more than fits.
    if (bytes.length < 30_000) {
      const same = JSON.stringify({ ...whole.heard, words: heard.words }) === JSON.stringify(heard)
      must(same, 'the same bytes in other pieces are heard otherwise')
    }
    mustBeShort('what is heard', heard, 10_000 + 4 * bytes.length)
    mustBeShort('the disconnect', heard.disconnect, 7_000)
  },
}

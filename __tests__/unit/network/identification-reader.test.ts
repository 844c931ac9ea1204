import { parseIdentification } from '../../../src/knowledge/identification'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { identificationReader, textOf } from '../../../src/network/identification-reader'

function read(pieces: readonly Buffer[]) {
  const reader = identificationReader()
  for (const piece of pieces) reader.push(piece)
  return reader
}

/** Cuts a buffer at the given places. */
function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((each) => each % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index]))
}

describe('the reader', () => {
  it('finds the same line however the bytes are cut', () => {
    const bytes = fc.uint8Array({ maxLength: 60 })
    const text = fc.constantFrom(
      'SSH-2.0-x y\r\n',
      'SSH-2.0-x\n',
      'SSH-2.0-x\r\n\0\x01',
      'hi\r\n',
      '',
    )
    fc.assert(
      fc.property(bytes, text, bytes, fc.array(fc.nat()), (before, line, behind, places) => {
        const all = Buffer.concat([before, Buffer.from(line, 'latin1'), behind])
        const whole = read([all])
        const pieces = read(cut(all, places))
        // After the line nothing is taken any more, so that only what was pushed can be compared.
        expect(pieces.line()).toEqual(whole.line())
        expect(pieces.state).toBe(whole.state)
        expect(pieces.before()).toEqual(whole.before())
        expect(all.subarray(0, pieces.received().length)).toEqual(pieces.received())
      }),
    )
  })

  it('stops at what no client would read', () => {
    expect(read([Buffer.alloc(8_193, 'x')]).state).toBe('too-much')
    expect(read([Buffer.from(`SSH-2.0-${'x'.repeat(8_192)}`)]).state).toBe('too-much')
    expect(read([Buffer.from('\n'.repeat(1_024))]).state).toBe('too-much')
    expect(read(Array<Buffer>(10).fill(Buffer.from(`${'x'.repeat(7_000)}\n`))).state).toBe(
      'too-much',
    )
    const late = read([Buffer.from(`${'hello\r\n'.repeat(1_000)}SSH-2.0-late\r\n`)])
    expect(late.line()?.toString()).toBe('SSH-2.0-late')
  })
})

it.each([
  ['SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5', 'ssh-2', 'OpenSSH_9.6p1', 'Ubuntu-3ubuntu13.5'],
  ['SSH-1.99-Cisco-1.25', 'ssh-2', 'Cisco-1.25', null],
  ['SSH-2.0-Go', 'ssh-2', 'Go', null],
  ['SSH-2.0-', 'ssh-2', null, null],
  ['SSH-2.0', 'ssh-2', null, null],
  ['SSH-1.5-OldOne', 'ssh-1', 'OldOne', null],
  ['SSH-', 'unknown', null, null],
  ['SSH-9.0-x', 'unknown', 'x', null],
])('%j is taken apart', (line, version, software, comments) => {
  expect(parseIdentification(line)).toEqual({ version, software, comments })
})

it('keeps every byte of text that is not UTF-8', () => {
  expect(textOf(Buffer.from('müde'))).toBe('müde')
  expect(textOf(Buffer.from([0xff, 0xfb, 0x01]))).toBe('\u00ff\u00fb\u0001')
})

import { type IdentificationParts, parseIdentification } from '../../src/knowledge/identification'
import fc from 'fast-check'
import { recognizeProtocol } from '../../src/knowledge/protocols'
import { identificationReader, textOf } from '../../src/network/identification-reader'
import { byteInputs, chunkLengths, chunks } from './harness/byte-inputs'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { textInputs } from './harness/text-inputs'

interface Sent {
  readonly bytes: Buffer
  readonly lengths: readonly number[]
}

interface Heard {
  readonly state: string
  readonly line: Buffer | null
  readonly before: Buffer
  readonly received: number
  readonly parts: IdentificationParts | null
}

const samples = [
  'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5\r\n',
  'hello\r\nyou\r\nSSH-1.99-x\r',
  'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html>',
  'SSH-2.0-x',
]
const words = [
  'SSH-',
  'SSH-2.0-',
  'SSH',
  '-',
  '2.0',
  '1.99',
  ' ',
  '\r',
  '\n',
  'x',
  '220 mail ESMTP',
]

/** The identification of a server, in any pieces. */
export const target: FuzzTarget<Sent, Heard> = {
  inputs: fc.record({
    bytes: fc.oneof(
      byteInputs(...samples.map((sample) => Buffer.from(sample))),
      textInputs(words, samples).map((text) => Buffer.from(text)),
    ),
    lengths: chunkLengths,
  }),
  run({ bytes, lengths }) {
    const reader = identificationReader()
    for (const chunk of chunks(bytes, lengths)) {
      reader.push(chunk)
      // As the stage does after each chunk.
      if (reader.state === 'reading' && !reader.awaitsLineFeed) recognizeProtocol(reader.opening())
    }
    if (reader.awaitsLineFeed) reader.endLine()
    const line = reader.line()
    const parts = line && parseIdentification(textOf(line).slice(0, 255))
    return {
      state: reader.state,
      line,
      before: reader.before(),
      received: reader.received().length,
      parts,
    }
  },
  verify({ bytes }, { state, line, before, received, parts }) {
    must((line === null) === (state !== 'found'), 'a line that was found is there')
    must(received <= Math.max(65_536 + 40_000, 0), `${received} bytes are held`)
    must(received <= bytes.length, 'more was received than sent')
    if (line) {
      must(line.toString('latin1', 0, 4) === 'SSH-', 'the line begins with SSH-')
      must(!line.includes(10), 'the line holds no line feed')
      must(
        bytes.indexOf(line, before.length) === before.length,
        'the line is behind what came before',
      )
    }
    must((parts === null) === (line === null), 'a line has parts')
  },
}

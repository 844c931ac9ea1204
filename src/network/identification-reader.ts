import { CollectedBytes } from './collected-bytes'

/** What OpenSSH accepts before its peer's identification: 1024 lines, 8 KiB a line (kex.c, kex_exchange_identification). */
const mostLines = 1_024
const mostLineBytes = 8_192
const mostBytes = 65_536
const lf = 0x0a
const cr = 0x0d

/** Finds the identification line (RFC 4253 section 4.2) in bytes that come in any pieces. Memory is bounded. */
export interface IdentificationReader {
  /** Takes the next bytes. Nothing is read any more once `state` is not `reading`. */
  push(chunk: Buffer): void
  /** Accepts what came as a whole line: `SSH-2.0-x` and a CR, after which nothing came. */
  endLine(): void
  /** found: a line that begins with `SSH-`. too-much: more than any client reads. */
  readonly state: 'reading' | 'found' | 'too-much'
  /** Whether an identification still waits only for the LF of its newline. */
  readonly awaitsLineFeed: boolean
  /** Every byte that was pushed. */
  received(): Buffer
  /** At least the first 256 bytes, where there are so many: enough to recognize a protocol. */
  opening(): Buffer
  /** The whole line without its newline; null until found. */
  line(): Buffer | null
  /** The bytes that came before the line; all bytes while there is none. */
  before(): Buffer
}

export function identificationReader(): IdentificationReader {
  const received = new CollectedBytes()
  let lines = 0
  let lineStart = 0
  /** Up to here no end of the line was found. */
  let looked = 0
  let line: Buffer | null = null
  let state: IdentificationReader['state'] = 'reading'

  const isIdentification = () =>
    received.bytes.toString('latin1', lineStart, lineStart + 4) === 'SSH-'
  const found = (end: number) => {
    line = received.bytes.subarray(lineStart, end)
    state = 'found'
  }
  const readLines = () => {
    const { bytes } = received
    while (looked < bytes.length && lines < mostLines) {
      const isOurs = isIdentification()
      const byte = bytes[looked]
      // A CR ends the line as well when something other than LF follows, though the RFC asks for both.
      const ended = byte === lf || (byte === cr && isOurs)
      if (ended && isOurs) {
        if (byte === cr && looked + 1 === bytes.length) return
        found(looked)
        return
      }
      looked += 1
      if (!ended) continue
      lines += 1
      lineStart = looked
    }
    const tooLong = bytes.length - lineStart > mostLineBytes
    if (lines >= mostLines || tooLong || bytes.length >= mostBytes) state = 'too-much'
  }
  return {
    push: (chunk) => {
      if (state !== 'reading') return
      received.add(chunk)
      readLines()
    },
    endLine: () => {
      if (state === 'reading') found(Math.max(lineStart, received.length - 1))
    },
    get state() {
      return state
    },
    get awaitsLineFeed() {
      return state === 'reading' && received.bytes.at(-1) === cr && isIdentification()
    },
    received: () => received.bytes,
    opening: () => received.bytes.subarray(0, 256),
    line: () => line,
    before: () => (line ? received.bytes.subarray(0, lineStart) : received.bytes),
  }
}

/** Bytes as text: UTF-8 where they are valid, else latin1, which keeps every byte. */
export function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

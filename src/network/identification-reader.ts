/** What OpenSSH accepts before its peer's identification: 1024 lines, 8 KiB a line (kex.c, kex_exchange_identification). */
const mostLines = 1_024
const mostLineBytes = 8_192
const mostBytes = 65_536

/** Finds the identification line (RFC 4253 section 4.2) in bytes that come in any pieces. Memory is bounded. */
export interface IdentificationReader {
  /** Takes the next bytes. Nothing is read any more once `state` is not `reading`. */
  push(chunk: Buffer): void
  /** Takes what stands there as a whole line: `SSH-2.0-x` and a CR, after which nothing came. */
  endLine(): void
  /** found: a line that begins with `SSH-`. too-much: more than any client reads. */
  readonly state: 'reading' | 'found' | 'too-much'
  /** Whether an identification waits for nothing but the LF of its line end. */
  readonly awaitsLineFeed: boolean
  /** Every byte that was pushed. */
  received(): Buffer
  /** At least the first 256 bytes, where there are so many: enough to recognise a protocol. */
  opening(): Buffer
  /** The line without its line end, whole; null until found. */
  line(): Buffer | null
  /** The bytes that came before the line; all bytes while there is none. */
  before(): Buffer
}

export function identificationReader(): IdentificationReader {
  const chunks: Buffer[] = []
  let bytes = 0
  let lines = 0
  let lineStart = 0
  let unfinished: Buffer = Buffer.alloc(0)
  let line: Buffer | null = null
  let state: IdentificationReader['state'] = 'reading'

  const found = (length: number) => {
    line = unfinished.subarray(0, length)
    state = 'found'
  }
  const readLines = () => {
    for (;;) {
      const isOurs = unfinished.subarray(0, 4).toString('latin1') === 'SSH-'
      const lf = unfinished.indexOf(0x0a)
      const cr = unfinished.indexOf(0x0d)
      // A CR ends the line as well when something other than LF follows, though the RFC asks for both.
      const isFirst = cr !== -1 && (lf === -1 || cr < lf)
      if (isOurs && isFirst && cr + 1 < unfinished.length) {
        found(cr)
        return
      }
      if (lf === -1) break
      if (isOurs) {
        found(lf)
        return
      }
      lines += 1
      lineStart += lf + 1
      unfinished = unfinished.subarray(lf + 1)
    }
    if (lines >= mostLines || unfinished.length > mostLineBytes || bytes >= mostBytes)
      state = 'too-much'
  }
  return {
    push: (chunk) => {
      if (state !== 'reading') return
      chunks.push(chunk)
      bytes += chunk.length
      unfinished = Buffer.concat([unfinished, chunk])
      readLines()
    },
    endLine: () => {
      if (state === 'reading') found(unfinished.subarray(0, -1).length)
    },
    get state() {
      return state
    },
    get awaitsLineFeed() {
      return (
        state === 'reading' &&
        unfinished.at(-1) === 0x0d &&
        unfinished.subarray(0, 4).toString('latin1') === 'SSH-'
      )
    },
    received: () => Buffer.concat(chunks),
    opening: () => Buffer.concat(chunks.slice(0, 256)),
    line: () => line,
    before: () => {
      const all = Buffer.concat(chunks)
      return line ? all.subarray(0, lineStart) : all
    },
  }
}

/** What an identification line says; software and comments are null where the line leaves them out. */
export interface IdentificationParts {
  /** SSH-1.99 is a server that speaks both versions (RFC 4253 section 5.1). unknown: no version of this protocol. */
  readonly version: 'ssh-2' | 'ssh-1' | 'unknown'
  readonly software: string | null
  readonly comments: string | null
}

/** Takes a line apart, and forgives blanks and missing parts behind the version, as clients do. */
export function parseIdentification(line: string): IdentificationParts {
  const [, version = '', software = '', comments = ''] =
    /^SSH-([^-]*)-?(\S*)(?:\s+(.*))?$/s.exec(line) ?? []
  return {
    version:
      version === '2.0' || version === '1.99'
        ? 'ssh-2'
        : version.startsWith('1.')
          ? 'ssh-1'
          : 'unknown',
    software: software || null,
    comments: comments.trim() || null,
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

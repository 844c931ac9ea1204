import type { Duplex } from 'node:stream'

/** How much is written before the loop of events gets its turn. */
const batchBytes = 64 * 1024

/** Writes pieces as fast as the other end reads, until there is none or the stream has ended. */
export function flood(stream: Duplex, next: (index: number) => Buffer | null): void {
  let index = 0
  const go = () => {
    for (let written = 0; written < batchBytes;) {
      if (stream.destroyed || !stream.writable) return
      const piece = next(index++)
      if (piece === null) return
      written += piece.length
      if (!stream.write(piece)) {
        stream.once('drain', go)
        return
      }
    }
    setImmediate(go)
  }
  go()
}

/** Writes pieces for as long as the stream lives, one after each pause. */
export function trickle(stream: Duplex, everyMs: number, next: (index: number) => Buffer): void {
  let index = 0
  const timer = setInterval(() => {
    if (stream.writable) stream.write(next(index++))
  }, everyMs)
  stream.once('close', () => {
    clearInterval(timer)
  })
}

import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { field } from '../text/field'
import { expandHome } from '../private-key/home-path'

/** How long the writer of a pipe may take, in milliseconds: `<(ssh-keyscan example.com)` of a shell is one. */
const pipeMs = 5000
const pauseMs = 20

/**
 * Reads a file that a person named, `~` expanded, without waiting for what never comes: a regular file of at most `limit` bytes, or
 * a pipe whose writer ends within five seconds. Throws a sentence that names the file for a folder, a device, a socket and what is
 * larger, and what the system says when it cannot be opened.
 */
export function readBoundedFile(given: string, limit: number): Buffer {
  const path = expandHome(given)
  refuse(path, statSync(path), limit)
  // A FIFO without a writer would keep the process in its opening, where no timer ends it.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    refuse(path, fstatSync(file), limit)
    const bytes = readAtMost(file, limit + 1)
    if (bytes.length > limit) throw new Error(tooLarge(path, limit))
    return bytes
  } finally {
    closeSync(file)
  }
}

/** Reads what is open up to its end, or to `limit` bytes of it. */
export function readAtMost(file: number, limit: number): Buffer {
  const chunks: Buffer[] = []
  const last = performance.now() + pipeMs
  let size = 0
  while (size < limit) {
    const chunk = Buffer.alloc(Math.min(65_536, limit - size))
    const count = readNow(file, chunk)
    if (count === 0) break
    if (count === null) {
      if (performance.now() > last)
        throw new Error('nothing came through the pipe within 5 seconds')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
      continue
    }
    chunks.push(chunk.subarray(0, count))
    size += count
  }
  return Buffer.concat(chunks)
}

/** The number of bytes, 0 at the end; null when a pipe has none at the moment. */
function readNow(file: number, chunk: Buffer): number | null {
  try {
    return readSync(file, chunk)
  } catch (error) {
    if (field(error, 'code') === 'EAGAIN') return null
    throw error
  }
}

function refuse(path: string, found: Stats, limit: number): void {
  if (found.isDirectory()) throw new Error(`${path} is a folder`)
  if (!found.isFile() && !found.isFIFO()) throw new Error(`${path} is a device or a socket`)
  if (found.isFile() && found.size > limit) throw new Error(tooLarge(path, limit))
}

const tooLarge = (path: string, limit: number) =>
  `${path} is larger than ${String(Math.floor(limit / 1000))} kB`

import { afterAll, describe, expect, it } from '@jest/globals'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBoundedFile } from '../../../src/inputs/bounded-file'
import { writeReport } from '../../../src/run/report-file'

const folder = mkdtempSync(join(tmpdir(), 'bounded-file-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const made = (name: string, make: (path: string) => void) => {
  const path = join(folder, name)
  make(path)
  return path
}
const fifo = (name: string) => made(name, (path) => execFileSync('mkfifo', [path]))

describe('a file that a person named', () => {
  it('is read', () => {
    const path = made('text', (place) => {
      writeFileSync(place, 'abc')
    })

    expect(readBoundedFile(path, 3).toString()).toBe('abc')
  })

  it('of a terabyte is refused without being read', () => {
    const path = made('sparse', (place) => {
      writeFileSync(place, '')
      truncateSync(place, 2 ** 40)
    })

    expect(() => readBoundedFile(path, 4_000_000)).toThrow(`${path} is larger than 4000 kB`)
  })

  it.each(['/dev/zero', '/dev/tty'])('that is the device %s is refused', (path) => {
    expect(() => readBoundedFile(path, 100)).toThrow(/is a device or a socket|ENOENT/)
  })

  it('that is a pipe without a writer is empty', () => {
    expect(readBoundedFile(fifo('unwritten'), 100)).toHaveLength(0)
  })

  it('that is a pipe is read until its writer ends, even when it pauses', () => {
    const path = fifo('written')
    const writer = writerOf(path, 'echo a; sleep 2; echo b')
    const read = readBoundedFile(path, 100).toString()
    writer.kill()

    expect(read).toBe('a\nb\n')
  })

  it('that is a pipe without an end is refused', () => {
    const path = fifo('endless')
    const writer = writerOf(path, 'exec yes')

    expect(() => readBoundedFile(path, 100_000)).toThrow('is larger than 100 kB')
    writer.kill()
  })
})

/** Starts a shell that writes into the pipe, and waits until it has it open: for reading too, so that nothing is lost before. */
function writerOf(path: string, command: string) {
  const script = `exec 3<>"$0"; : >"$0.ready"; exec >&3; ${command}`
  const writer = spawn('sh', ['-c', script, path], { stdio: 'ignore' })
  execFileSync('sh', ['-c', 'until [ -e "$0.ready" ]; do sleep 0.1; done', path])
  return writer
}

describe('a report', () => {
  it('is not written into a pipe that nobody reads', () => {
    expect(() => writeReport(fifo('unread'), [])).toThrow('ENXIO')
  })
})

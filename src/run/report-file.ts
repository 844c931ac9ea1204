import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { readAtMost } from '../inputs/bounded-file'
import { expandHome } from '../private-key/home-path'
import { jsonReport } from '../report/json'
import type { Report } from '../report/model'

const name = 'ssh-preflight-report.json'

/** The temporary folder of the runner, else that of the system, which all users may share. */
function defaultPath(): string {
  const temp = process.env['RUNNER_TEMP'] ?? ''
  return join(temp === '' ? tmpdir() : temp, name)
}

/**
 * Writes the JSON report where a person wants it, readable by its owner only, also where the file exists: it names hosts and
 * users. Gives the absolute path; throws when it can't.
 */
export function writeReport(path: string, reports: readonly Report[]): string {
  const text = jsonReport(reports)
  const absolutePath = resolve(expandHome(path))
  makeFolder(dirname(absolutePath))
  refuseUnreadPipe(absolutePath)
  const file = openSync(absolutePath, constants.O_WRONLY | constants.O_CREAT, 0o600)
  try {
    const found = fstatSync(file)
    if (found.isFile()) {
      closeToOthers(file, found)
      ftruncateSync(file)
    }
    writeFileSync(file, text)
  } finally {
    closeSync(file)
  }
  return absolutePath
}

/**
 * Writes the JSON report to its default place, as a new file: in a shared folder another user may have put a file or a link there.
 * Gives the absolute path; throws when it can't.
 */
export function writeDefaultReport(reports: readonly Report[]): string {
  const absolutePath = resolve(defaultPath())
  makeFolder(dirname(absolutePath))
  rmSync(absolutePath, { force: true })
  writeFileSync(absolutePath, jsonReport(reports), { mode: 0o600, flag: 'wx' })
  return absolutePath
}

/** The report that a run of this user left in this folder or at its default place, of `limit` bytes at most; null when there is none. */
export function lastReport(limit: number): { readonly path: string; readonly text: string } | null {
  for (const path of [name, defaultPath()]) {
    const text = readOwn(path, limit)
    if (text !== null) return { path, text }
  }
  return null
}

/** Null for a link and for a file of another user as well. */
function readOwn(path: string, limit: number): string | null {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants
  try {
    const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    try {
      const found = fstatSync(file)
      const fits = found.isFile() && isOurs(found) && found.size <= limit
      return fits ? readAtMost(file, limit).toString('utf8') : null
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}

/** Windows has no such owners. */
function isOurs({ uid }: Stats): boolean {
  return process.geteuid === undefined || process.geteuid() === uid
}

/** Takes the rights of others off a file; throws where another user keeps us from it. Some file systems know no rights. */
function closeToOthers(file: number, found: Stats): void {
  if ((found.mode & 0o077) === 0) return
  try {
    fchmodSync(file, 0o600)
  } catch (error) {
    if (!isOurs(found)) throw error
  }
}

/** A FIFO that nobody reads would block the process forever when it opens it. Opened without waiting, it gives ENXIO. */
function refuseUnreadPipe(absolutePath: string): void {
  if (existsSync(absolutePath) && statSync(absolutePath).isFIFO())
    closeSync(openSync(absolutePath, constants.O_WRONLY | constants.O_NONBLOCK))
}

/** One by one: `recursive` of Node 20 never returns where a file system answers ENOENT for a new folder, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

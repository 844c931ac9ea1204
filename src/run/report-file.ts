import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { expandHome } from '../private-key/home-path'
import { jsonReport } from '../report/json'
import type { Report } from '../report/model'

/** Writes the JSON report, readable by its owner alone: it names hosts and users. Gives the absolute path; throws when it can't. */
export function writeReport(path: string, reports: readonly Report[]): string {
  const place = resolve(expandHome(path))
  makeFolder(dirname(place))
  refuseUnreadPipe(place)
  writeFileSync(place, jsonReport(reports), { mode: 0o600 })
  return place
}

/** A FIFO that nobody reads would keep the process in its opening for ever; asked not to wait, the system says ENXIO. */
function refuseUnreadPipe(place: string): void {
  if (existsSync(place) && statSync(place).isFIFO())
    closeSync(openSync(place, constants.O_WRONLY | constants.O_NONBLOCK))
}

/** One by one: `recursive` of Node 20 never returns where a file system answers ENOENT for a new folder, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

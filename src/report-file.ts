import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { jsonReport } from './report/json'
import type { Report } from './report/model'

/** Writes the JSON report, readable by its owner alone: it names hosts and users. Gives the absolute path; throws when it can't. */
export function writeReport(path: string, reports: readonly Report[]): string {
  const place = resolve(path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, jsonReport(reports), { mode: 0o600 })
  return place
}

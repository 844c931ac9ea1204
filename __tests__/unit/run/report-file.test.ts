import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastReport, writeDefaultReport, writeReport } from '../../../src/run/report-file'

const hasModes = process.platform === 'win32' ? describe.skip : describe
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const given = process.env['RUNNER_TEMP']

let folder: string
let place: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
  place = join(folder, 'ssh-preflight-report.json')
  process.env['RUNNER_TEMP'] = folder
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  process.env['RUNNER_TEMP'] = given ?? ''
})

hasModes('a report at a place that was named', () => {
  it('is for its owner only, also in a file that others could read', () => {
    writeFileSync(place, 'x'.repeat(10_000))
    chmodSync(place, 0o644)
    writeReport(place, [])
    expect(modeOf(place)).toBe('600')
    expect(JSON.parse(readFileSync(place, 'utf8'))).toMatchObject({ hosts: [] })
  })

  it('leaves a device as it is', () => {
    const before = modeOf('/dev/null')
    expect(writeReport('/dev/null', [])).toBe('/dev/null')
    expect(modeOf('/dev/null')).toBe(before)
  })
})

hasModes('a report at the default place', () => {
  it('is read back', () => {
    expect(writeDefaultReport([])).toBe(place)
    expect(modeOf(place)).toBe('600')
    expect(lastReport(10_000)).toEqual({ path: place, text: readFileSync(place, 'utf8') })
  })

  it('replaces the one before, and one that others could read', () => {
    writeFileSync(place, 'old')
    chmodSync(place, 0o666)
    writeDefaultReport([])
    expect(modeOf(place)).toBe('600')
  })

  it('follows no link that lies there', () => {
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'precious')
    symlinkSync(victim, place)
    writeDefaultReport([])
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(lstatSync(place).isSymbolicLink()).toBe(false)
  })

  it('follows no link to a file that is not there', () => {
    symlinkSync(join(folder, 'planted'), place)
    writeDefaultReport([])
    expect(existsSync(join(folder, 'planted'))).toBe(false)
  })
})

hasModes('the last report', () => {
  it('is none when a link lies there', () => {
    writeFileSync(join(folder, 'other'), '{}')
    symlinkSync(join(folder, 'other'), place)
    expect(lastReport(10_000)).toBeNull()
  })

  it('is none when it is larger than the limit', () => {
    writeFileSync(place, '{}'.repeat(100))
    expect(lastReport(100)).toBeNull()
  })
})

const asRoot = process.geteuid?.() === 0 ? describe : describe.skip
asRoot('the last report of root', () => {
  it('is none when another user put it there', () => {
    writeFileSync(place, '{}')
    chownSync(place, 12_345, 12_345)
    expect(lastReport(10_000)).toBeNull()
  })
})

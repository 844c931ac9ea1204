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
let absolutePath: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
  absolutePath = join(folder, 'ssh-preflight-report.json')
  process.env['RUNNER_TEMP'] = folder
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  process.env['RUNNER_TEMP'] = given ?? ''
})

hasModes('a report at a place that was named', () => {
  it('is for its owner only, also in a file that others could read', () => {
    writeFileSync(absolutePath, 'x'.repeat(10_000))
    chmodSync(absolutePath, 0o644)
    writeReport(absolutePath, [])
    expect(modeOf(absolutePath)).toBe('600')
    expect(JSON.parse(readFileSync(absolutePath, 'utf8'))).toMatchObject({ hosts: [] })
  })

  it('leaves a device as it is', () => {
    const before = modeOf('/dev/null')
    expect(writeReport('/dev/null', [])).toBe('/dev/null')
    expect(modeOf('/dev/null')).toBe(before)
  })
})

hasModes('a report at the default place', () => {
  it('is read back', () => {
    expect(writeDefaultReport([])).toBe(absolutePath)
    expect(modeOf(absolutePath)).toBe('600')
    expect(lastReport(10_000)).toEqual({
      path: absolutePath,
      text: readFileSync(absolutePath, 'utf8'),
    })
  })

  it('replaces the one before, and one that others could read', () => {
    writeFileSync(absolutePath, 'old')
    chmodSync(absolutePath, 0o666)
    writeDefaultReport([])
    expect(modeOf(absolutePath)).toBe('600')
  })

  it('follows no link that lies there', () => {
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'precious')
    symlinkSync(victim, absolutePath)
    writeDefaultReport([])
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(lstatSync(absolutePath).isSymbolicLink()).toBe(false)
  })

  it('follows no link to a file that is not there', () => {
    symlinkSync(join(folder, 'planted'), absolutePath)
    writeDefaultReport([])
    expect(existsSync(join(folder, 'planted'))).toBe(false)
  })
})

hasModes('the last report', () => {
  it('is none when a link lies there', () => {
    writeFileSync(join(folder, 'other'), '{}')
    symlinkSync(join(folder, 'other'), absolutePath)
    expect(lastReport(10_000)).toBeNull()
  })

  it('is none when it is larger than the limit', () => {
    writeFileSync(absolutePath, '{}'.repeat(100))
    expect(lastReport(100)).toBeNull()
  })
})

const asRoot = process.geteuid?.() === 0 ? describe : describe.skip
asRoot('the last report of root', () => {
  it('is none when another user put it there', () => {
    writeFileSync(absolutePath, '{}')
    chownSync(absolutePath, 12_345, 12_345)
    expect(lastReport(10_000)).toBeNull()
  })
})

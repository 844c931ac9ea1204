import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { annotations } from '../../../src/report/annotations'
import { jsonReport, readReport } from '../../../src/report/json'
import type { Report } from '../../../src/report/model'
import { outputs } from '../../../src/report/outputs'
import { worstFirst } from '../../../src/report/run'
import { hostBlock, hostLines } from '../../../src/report/several-hosts'
import { plainStyle } from '../../../src/report/style'
import { summary, summaryLimit } from '../../../src/report/summary'
import { verdictOf } from '../../../src/report/verdict'
import * as keyRejected from '../../fixtures/facts/auth/key-rejected'
import * as noisyShell from '../../fixtures/facts/session/noisy-shell'
import * as notListening from '../../fixtures/facts/tcp/not-listening'
import { healthy } from '../../fixtures/healthy'

const shapes: readonly Facts[] = [
  healthy,
  noisyShell.exact,
  notListening.exact,
  healthy,
  keyRejected.exact,
]

const reports: readonly Report[] = Array.from({ length: 500 }, (_, index) => {
  const shape = shapes[index % shapes.length] ?? healthy
  const facts = change(shape, {
    input: { ...shape.hops.target.input, host: `web-${index + 1}.example.com` },
  })
  return { version: '1.0.0', facts, diagnosis: diagnose(facts) }
})

/** What a runner takes: an output or a summary over 1 MiB is dropped. */
const mebibyte = 1024 * 1024

describe('500 hosts', () => {
  it('have a summary that a runner takes, with every host in its table, the worst first', () => {
    const text = summary(reports)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(summaryLimit)
    expect(text).toMatch(/^## ❌ 200 of 500 hosts are not ready to deploy\n/)
    const rows = text.split('\n').filter((line) => /^\| \*\*\d.*@web-/u.test(line))
    expect(rows).toHaveLength(500)
    expect(rows[0]).toContain('web-3.example.com')
    expect(rows[499]).toContain('web-499.example.com')
    expect(text.match(/^(?:### |<details><summary>)❌ Host \d+: /gm)).toHaveLength(2)
    expect(text).toContain('The same on hosts 8, 13, 18,')
    expect(text).toContain(' and 79 more.')
  })

  it('have outputs that a runner takes', () => {
    const given = outputs(reports, '/tmp/report.json')
    expect(given).toMatchObject({ result: 'fail', cause: 'tcp/not-listening' })
    expect(given.known_hosts.split('\n').length).toBeGreaterThanOrEqual(300)
    for (const value of Object.values(given) as readonly string[]) {
      expect(Buffer.byteLength(value)).toBeLessThan(mebibyte)
    }
  })

  it('have one annotation for each different finding, which a runner does not cut', () => {
    const given = annotations(reports)
    expect(given.map(({ level, title }) => [level, title])).toEqual([
      ['error', 'Connection refused on the SSH port'],
      ['error', 'The server rejected the key for this user'],
      ['warning', 'The shell prints extra text'],
    ])
    for (const { message } of given) expect(message.length).toBeLessThanOrEqual(4096)
  })

  it('have one JSON report, which can be read again', () => {
    const read = readReport(jsonReport(reports))
    expect('facts' in read && read.facts).toHaveLength(500)
  })

  it('have a log whose end lists those that are not ready, each in few lines', () => {
    const lines = hostLines(reports, plainStyle)
    expect(lines[1]).toBe('200 of 500 hosts are not ready to deploy')
    expect(lines.filter((line) => /^ {2}FAIL/.test(line))).toHaveLength(200)
    expect(lines.filter((line) => /^ {2}warn/.test(line))).toHaveLength(100)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    for (const [index, report] of reports.entries()) {
      const block = hostBlock(report, { number: index + 1, of: 500 }, plainStyle)
      expect(block.lines.length === 0).toBe(verdictOf(report).kind === 'pass')
    }
  })

  it('are put in order by verdict, and by number within', () => {
    const sorted = worstFirst(reports)
    expect(sorted.slice(0, 3).map(({ number }) => number)).toEqual([3, 5, 8])
  })
})

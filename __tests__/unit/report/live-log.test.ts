import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { liveLog } from '../../../src/report/live-log'
import type { Report } from '../../../src/report/model'
import { plainStyle } from '../../../src/report/style'
import * as notFound from '../../fixtures/facts/dns/not-found'
import * as notListening from '../../fixtures/facts/tcp/not-listening'
import { healthy, stoppedAfter } from '../../fixtures/healthy'

const reportOf = (facts: Report['facts']): Report => ({
  version: '1.0.0',
  facts,
  diagnosis: diagnose(facts),
})

const down = reportOf(notListening.exact)
const onlyHost = { number: 1, of: 1 }

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

/** A log with what it wrote; `live` keeps what was written over. */
function log(isTerminal: boolean) {
  const lines: string[] = []
  const live: string[] = []
  const listener = liveLog(
    {
      line: (text) => lines.push(text),
      group: ({ title }) => lines.push(title),
      ...(isTerminal ? { live: (text: string) => live.push(text) } : {}),
    },
    plainStyle,
  )
  return { lines, live, listener }
}

const waiting = (checks: number, leftMs: number) => ({ checks, pauseMs: 15_000, leftMs })

describe('the log while a stage runs', () => {
  const running = reportOf(stoppedAfter('dns', {}))

  it('says on a terminal which one takes its time, and takes the line back', () => {
    const { lines, live, listener } = log(true)
    listener.stage(running, onlyHost)
    expect(lines.at(-1)).toMatch(/^ {2}ok {4}DNS/)
    expect(live).toEqual([''])
    jest.advanceTimersByTime(2000)
    expect(live.slice(1).map((text) => text.replace(/ {2,}/g, '  '))).toEqual([
      '  ...  port …  1 s',
      '  ...  port …  2 s',
    ])
    expect(live.at(-1)).toHaveLength(plainStyle.width)
    listener.end(reportOf(healthy), onlyHost)
    expect(live.at(-1)).toBe('')
  })

  it('says nothing of it in a log that keeps its lines', () => {
    const { lines, listener } = log(false)
    listener.stage(running, onlyHost)
    const written = lines.length
    jest.advanceTimersByTime(20_000)
    expect(lines).toHaveLength(written)
  })
})

describe('the log while a server is waited for', () => {
  it('counts down on a terminal, on one line that is cleared at the end', () => {
    const { lines, live, listener } = log(true)
    listener.waiting(down, onlyHost, waiting(1, 100_000))
    jest.advanceTimersByTime(2000)
    expect(live).toEqual([
      '  not ready yet (tcp/not-listening): look 2 in 15 s, 1 min 40 s left',
      '  not ready yet (tcp/not-listening): look 2 in 14 s, 1 min 39 s left',
      '  not ready yet (tcp/not-listening): look 2 in 13 s, 1 min 38 s left',
    ])
    expect(lines).toEqual([])
    listener.end(reportOf(healthy), onlyHost)
    expect(live.at(-1)).toBe('')
    const written = live.length
    jest.advanceTimersByTime(5000)
    expect(live).toHaveLength(written)
  })

  it('does not fill a log that keeps its lines: one at first, one a minute, one for another cause', () => {
    const { lines, listener } = log(false)
    for (let look = 1; look <= 8; look += 1) {
      listener.waiting(down, onlyHost, waiting(look, 200_000 - look * 15_000))
      jest.advanceTimersByTime(15_000)
    }
    expect(lines).toHaveLength(2)
    listener.waiting(reportOf(notFound.exact), onlyHost, waiting(9, 60_000))
    expect(lines[2]).toBe(
      '  not ready yet (dns/not-found): next attempt in 15 s, waiting for 1 min more at most',
    )
  })

  it('says once for each of several hosts that it is waited for', () => {
    const { lines, listener } = log(true)
    for (const number of [1, 2, 1, 2, 1]) {
      listener.waiting(down, { number, of: 2 }, waiting(1, 60_000))
    }
    expect(lines.map((line) => line.slice(0, 9))).toEqual(['  host 1:', '  host 2:'])
  })
})

import { describe, expect, it } from '@jest/globals'
import type { StageMark } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import type { Stage } from '../../../src/facts/stages'
import type { Report } from '../../../src/report/model'
import { full, hostSection } from '../../../src/report/summary/host'
import { colorStyle, plainStyle, wrap } from '../../../src/report/style'
import {
  header,
  notCheckedLines,
  stageLines,
  settledStages,
  verdictLines,
  wholeLog,
} from '../../../src/report/text'
import { groups } from '../../../src/report/log-groups'
import { healthy, stoppedAfter } from '../../fixtures/healthy'
import { faulty, repeating, reportOf, shut } from '../../fixtures/hostile'

const broken = reportOf(shut('203.0.113.7'), [repeating('203.0.113.7')])
const ready = reportOf(healthy)

function stageMark({ diagnosis }: Report, stage: Stage): StageMark {
  const found = diagnosis.stages.find((each) => each.stage === stage)
  if (!found) throw new Error(`no rung ${stage}`)
  return found
}

const settled = (facts: Facts) => settledStages(reportOf(facts)).map(({ stage }) => stage)

describe('the live log', () => {
  it('heads with the program and the target', () => {
    const line = header('1.0.0', healthy.hops.target.input)
    expect(line).toHaveLength(80)
    expect(line).toMatch(/^SSH Preflight 1\.0\.0 +deploy@shop\.example\.com port 22$/)
    expect(header('1.0.0', { ...healthy.hops.target.input, host: null })).toMatch(/ \(no host\)$/)
  })

  it('has one line a stage: mark, label, what was seen, milliseconds', () => {
    expect(stageLines(ready, stageMark(ready, 'key'))).toEqual([
      '  ok    key          ED25519, readable                                     10 ms',
    ])
    expect(stageLines(ready, stageMark(ready, 'auth'))[0]).toMatch(
      /^ {2}ok {4}login +publickey accepted +10 ms$/,
    )
  })

  it('names a broken port, and what the other ports said below it', () => {
    expect(stageLines(broken, stageMark(broken, 'tcp'))).toEqual([
      '  FAIL  port 22      refused (RST)                                         10 ms',
      '        other ports  2222 SSH (203.0.113.7)',
    ])
  })

  it('knows which stages are settled while the others still run', () => {
    expect(settled(stoppedAfter('dns', {}))).toEqual(['input', 'key', 'dns'])
    expect(settled(faulty('EMFILE'))).toEqual(['input', 'key', 'dns', 'tcp'])
  })

  it('names what was not looked at', () => {
    expect(notCheckedLines(broken).join('\n')).toBe(
      '  -     banner, handshake, host key, login, shell: not checked',
    )
    expect(notCheckedLines(ready)).toEqual([])
  })
})

describe('the end of the log', () => {
  it('says verdict, why, the first fix, the candidates, the page and the cost', () => {
    expect(verdictLines(broken)).toEqual([
      '',
      '203.0.113.7 refused 203.0.113.7',
      '  Likely, not proved: Because of 203.0.113.7203.0.113.7',
      '  - 203.0.113.7',
      '  - saw 203.0.113.7 and 203.0.113.7',
      '',
      '  Fix it on the server: Do 203.0.113.7 now. Then look at 203.0.113.7.',
      '       203.0.113.7',
      '',
      '  Only the server can tell which it is (the commands are above):',
      '    1. Banned 203.0.113.7',
      '    2. Full 203.0.113.7',
      '',
      '  tcp/not-listening  https://github.com/ssh-preflight/ssh-preflight/blob/v1/docs/causes/tcp/not-listening.md',
      '  0 connections to the SSH port, 0 failed logins, 0.3 s',
    ])
  })

  it('is two lines for a pass', () => {
    expect(verdictLines(ready)).toEqual([
      '',
      'Ready to deploy: logged in as deploy in 0.3 s',
      '  1 connection to the SSH port, 0 failed logins, 0.3 s',
    ])
  })

  it('reads as a fault of the program where it is one', () => {
    expect(verdictLines(reportOf(faulty('EMFILE: too many open files'))).slice(1, 3)).toEqual([
      'SSH Preflight itself failed: the check of port could not be made',
      '  port: "EMFILE: too many open files"',
    ])
  })

  it('folds the rest into groups with titles', () => {
    expect(groups(broken).map(({ title }) => title)).toEqual([
      'What was observed',
      'Other fixes',
      'What only the server can tell',
    ])
    expect(groups(ready).map(({ title }) => title)).toEqual(['What was observed'])
  })
})

describe('the layout', () => {
  it('fits 80 columns, save for what is to be copied', () => {
    const copied = /https:|^ {7}|SHA256:|AAAA/
    const long = wholeLog([broken, ready]).filter((line) => line.length > 80 && !copied.test(line))
    expect(long).toEqual([])
  })

  it('says the same with colors and without', () => {
    const plain = wholeLog([broken, ready], plainStyle)
    const codes = ['0', '1', '2', '31', '32', '33'].map((each) => `\u001b[${each}m`)
    const bare = wholeLog([broken, ready], colorStyle).map((line) =>
      codes.reduce((rest, code) => rest.replaceAll(code, ''), line),
    )
    expect(bare).toEqual(plain)
    expect(plain.join('')).not.toContain('\u001b')
  })

  it('wraps at spaces, and leaves long words whole', () => {
    expect(wrap('aa bb cc', 5, '')).toEqual(['aa bb', 'cc'])
    expect(wrap('a bbbbbbbbbb c', 5, '  ')).toEqual(['  a', '  bbbbbbbbbb', '  c'])
    expect(wrap('aa bb cc', 7, '  ', '    ')).toEqual(['  aa bb', '    cc'])
    expect(wrap('', 5)).toEqual([])
  })
})

describe('what a check cost the server', () => {
  const withFailedLogins = (failedLogins: number) => {
    const { facts } = broken
    return reportOf({ ...facts, cost: { ...facts.cost, failedLogins } })
  }
  const said = (report: Report) => verdictLines(report).join(' ').replace(/\s+/g, ' ')

  it.each([
    [2, false],
    [3, true],
    [4, true],
  ])('is said in words for %d failed logins: %s', (count, isSaid) => {
    const report = withFailedLogins(count)
    const words = `may have counted as ${count} failed logins. Many servers ban`
    expect(said(report).includes(words)).toBe(isSaid)
    expect(hostSection(report, full).join('\n').includes(words)).toBe(isSaid)
  })
})

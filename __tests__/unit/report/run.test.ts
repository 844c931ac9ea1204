import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { type Facts } from '../../../src/facts'
import { annotations } from '../../../src/report/annotations'
import { comment } from '../../../src/report/comment'
import { outputs } from '../../../src/report/outputs'
import { hostNumbers, worstFirst } from '../../../src/report/run'
import { summary } from '../../../src/report/summary'
import { answered } from '../../fixtures/answered'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { exact as filtered } from '../../fixtures/facts/tcp/filtered'
import { healthy, stoppedAfter } from '../../fixtures/healthy'
import { notChecked } from '../../../src/facts/fact'

const reportOf = (facts: Facts) => ({ version: '1.0.0', facts, diagnosis: diagnose(facts) })

const origin = { workflow: 'deploy.yml', job: 'deploy', jobIndex: '0', step: 'check' }
const commentOf = (reports: ReturnType<typeof reportOf>[]) =>
  comment({ reports, values: {}, origin, run: null }).body

describe('a host that ran out of time before one that fails', () => {
  const unfinished = stoppedAfter('hostkey', { auth: notChecked('out-of-time') })
  const reports = [unfinished, keyRejected].map(reportOf)

  it('comes after it in every report', () => {
    expect(worstFirst(reports).map(({ number }) => number)).toEqual([2, 1])
    expect(outputs(reports, '')).toMatchObject({ cause: 'auth/key-rejected', stage: 'auth' })
    expect(commentOf(reports)).toContain('`auth/key-rejected`')
    expect(summary(reports)).toMatch(/^### ❌ Host 2: [\s\S]*<summary>❔ Host 1: /m)
    expect(annotations(reports)[0]?.message).toMatch(/^Host 2 of 2: /)
  })
})

describe('findings that differ in what to do', () => {
  it('are not put together: another user', () => {
    const other = change(keyRejected, {
      input: { ...keyRejected.hops.target.input, user: 'www-data' },
    })
    const errors = annotations([keyRejected, other].map(reportOf)).filter(
      ({ level }) => level === 'error',
    )

    expect(errors).toHaveLength(2)
  })
})

describe('a candidate that the check on the server ruled out', () => {
  it('is in no output', () => {
    const report = reportOf(answered(filtered, 'healthy'))
    const { causes } = outputs([report], '')
    const [finding] = report.diagnosis.findings
    const ruledOut = finding?.candidates.filter((each) => each.ruledOut).map(({ id }) => id) ?? []

    expect(ruledOut.length).toBeGreaterThan(0)
    for (const id of ruledOut) expect(JSON.parse(causes)).not.toContain(id)
  })
})

describe('a finding', () => {
  it('carries its place in the workflow file', () => {
    expect(diagnose(keyRejected).findings[0]?.at).toEqual({
      file: '.github/workflows/deploy.yml',
      line: expect.any(Number),
      isOfThisRun: true,
    })
    const unknown = { ...keyRejected, workflow: notChecked('not-needed') }
    expect(diagnose(unknown).findings[0]?.at).toBeNull()
  })
})

describe('numbers of hosts', () => {
  const hosts = (count: number) =>
    worstFirst(Array.from({ length: count }, () => reportOf(healthy)))

  it.each([
    [1, 'host 1'],
    [3, 'hosts 1, 2 and 3'],
  ])('%i', (count, words) => {
    expect(hostNumbers(hosts(count))).toBe(words)
  })

  it('end after twenty', () => {
    expect(hostNumbers(hosts(30))).toMatch(/, 19, 20 and 10 more$/)
  })
})

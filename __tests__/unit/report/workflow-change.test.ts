import type { HopFacts } from '../../../src/facts'
import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { workflowDiff } from '../../../src/report/workflow-change'
import { exact as wrongPort } from '../../fixtures/facts/tcp/wrong-port'
import { valueOf } from '../../fixtures/value-of'

/** The diff for a wrong port, with these lines under `with:`. */
function diffOf(lines: Readonly<Record<string, string>>, input: Partial<HopFacts['input']> = {}) {
  const entries = Object.entries(lines).map(([name, text], index) => ({
    input: name,
    line: 10 + index,
    text,
  }))
  const workflow = { ...valueOf(wrongPort.workflow), with: entries }
  const facts: Facts = change(wrongPort, {
    workflow: { state: 'observed', value: workflow, ms: 1 },
    input: { ...wrongPort.hops.target.input, ...input },
  })
  const diagnosis = diagnose(facts)
  const [finding] = diagnosis.findings
  if (!finding) throw new Error('the port is wrong')
  const diff = workflowDiff({ version: '1.0.0', facts, diagnosis }, finding)
  const paste = finding.explanation.fixes[0]?.paste?.text
  return { lines: diff?.lines ?? null, place: diff?.where ?? null, paste }
}

describe('the change of the preflight step', () => {
  it('replaces the line that is there', () => {
    expect(diffOf({ host: 'shop.example.com', port: '22', key: '${{ secrets.KEY }}' })).toEqual({
      lines: ['   with:', '     host: shop.example.com', '-    port: 22', '+    port: 2222'],
      place: 'line 11',
      paste: 'port: 2222',
    })
  })

  it('adds the line that is not there', () => {
    expect(diffOf({ host: 'h', key: '(not shown)' }, { portFrom: 'default' })).toMatchObject({
      lines: ['   with:', '     key: …', '+    port: 2222'],
      place: 'after line 11',
    })
  })

  it('is made in the host where the port is there, as that one wins', () => {
    const inHost = { portFrom: 'host', userFrom: 'host', user: 'deploy' } as const
    const from = 'deploy@shop.example.com:22'
    expect(diffOf({ host: from }, { ...inHost, host: 'shop.example.com' })).toEqual({
      lines: ['   with:', `-    host: ${from}`, '+    host: deploy@shop.example.com:2222'],
      place: 'line 10',
      paste: 'host: deploy@shop.example.com:2222',
    })
    const address = { portFrom: 'host', host: '2001:db8::7' } as const
    expect(diffOf({ host: "'[2001:db8::7]:22'" }, address).paste).toBe("host: '[2001:db8::7]:2222'")
  })

  it('is not drawn over other hosts', () => {
    const input = { portFrom: 'host', host: 'a.example' } as const
    expect(diffOf({ host: 'a.example:22, b.example' }, input).lines).toBeNull()
    expect(diffOf({ host: 'a.example:22 b.example' }, input).lines).toBeNull()
  })
})

import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { type Facts } from '../../../src/facts'
import { wholeLog } from '../../../src/report/text'
import { verdictOf } from '../../../src/report/verdict'
import { plain } from '../../../src/text/words'
import { healthy } from '../../fixtures/healthy'
import { needs } from '../../fixtures/needs'
import { notChecked } from '../../../src/facts/fact'

const reportOf = (facts: Facts) => ({ version: '1.0.0', facts, diagnosis: diagnose(facts) })
const verdict = (facts: Facts) => plain(verdictOf(reportOf(facts)).sentence)
const log = (facts: Facts) =>
  wholeLog([reportOf(facts)])
    .join('\n')
    .replace(/\s+/g, ' ')

describe('what the deploy needs, in the reports', () => {
  it('is no word where nobody asked for it', () => {
    expect(verdict(healthy)).toMatch(/^Ready to deploy: logged in as deploy/)
    expect(log(healthy)).not.toMatch(/deploy: not checked/)
  })

  it('is named where the server gives no way to look', () => {
    const facts: Facts = change(needs(), { deploy: notChecked('unavailable') })
    expect(verdict(facts)).toBe(
      'Logged in as deploy in 0.3 s; the server gives no way to check target and programs',
    )
    expect(log(facts)).toContain('deploy: not checked')
  })

  it('is named for one of the two only', () => {
    const facts = needs({ commands: notChecked('unavailable') })
    expect(verdict(facts)).toMatch(/^Logged in .*; the server gives no way to check programs$/)
    expect(log(facts)).toContain('programs not checked')
  })

  it('is plain when all of it was seen', () => {
    expect(verdict(needs())).toMatch(/^Ready to deploy/)
  })
})

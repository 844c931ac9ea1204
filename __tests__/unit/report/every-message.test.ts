import { describe, expect, it } from '@jest/globals'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { causeIds } from '../../../src/facts/cause-ids'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { annotations } from '../../../src/report/annotations'
import { comment } from '../../../src/report/comment'
import { causePage } from '../../../src/report/links'
import { summary } from '../../../src/report/summary'
import { wholeLog } from '../../../src/report/text'

const ids = causeIds.filter((id) => existsSync(join('__tests__', 'fixtures', 'facts', `${id}.ts`)))

const origin = { workflow: 'deploy.yml', job: 'deploy', jobIndex: '0', step: 'check' }

describe.each(ids)('every report of %s', (id) => {
  const load = async () => {
    const { exact } = (await import(`../../fixtures/facts/${id}`)) as { exact: Facts }
    const reports = [{ version: '1.0.0', facts: exact, diagnosis: diagnose(exact) }]
    return { reports, page: causePage(id, exact.runner) }
  }

  it('ends with its id and the link to its page', async () => {
    const { reports, page } = await load()
    const [finding] = reports[0]?.diagnosis.findings ?? []
    expect(finding?.id).toBe(id)
    const [first] = annotations(reports).filter(({ title }) => title === finding?.title)
    expect(first?.message.split('\n').at(-1)).toBe(`${id} ${page}`)
    const log = wholeLog(reports)
    expect(log).toContain(`  ${finding?.severity === 'notice' ? '  ' : ''}${id}  ${page}`)
    expect(summary(reports)).toContain(page)
    expect(summary(reports)).toContain(`\`${id}\``)
    const { body, isPass } = comment({ reports, values: {}, origin, run: null })
    expect(isPass || body.includes(page)).toBe(true)
  })

  it('has a log of 80 columns, but for links and what is to be copied', async () => {
    const { reports } = await load()
    const wide = wholeLog(reports).filter((line) => line.length > 80)
    const kept = wide.filter((line) => !/https:|^ {5,}/.test(line) && line.trim().includes(' '))
    expect(kept).toEqual([])
  })
})

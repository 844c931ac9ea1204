import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { readReport } from '../../../src/report/json'

describe('a report that was saved', () => {
  const folder = join('__tests__', 'golden')

  it.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
    '%s is read, and gives the diagnosis that stands in it',
    (name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const read = readReport(text)
      const { hosts } = JSON.parse(text) as {
        readonly hosts: readonly { readonly cause: unknown }[]
      }
      const causes = 'facts' in read ? read.facts.map((facts) => diagnose(facts).findings) : []
      expect('error' in read ? read.error : null).toBeNull()
      expect(causes).toHaveLength(hosts.length)
      expect(
        causes.map(
          (findings) => findings.find(({ severity }) => severity !== 'notice')?.id ?? null,
        ),
      ).toEqual(hosts.map(({ cause }) => cause))
    },
  )
})

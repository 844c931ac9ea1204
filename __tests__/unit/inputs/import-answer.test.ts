import { afterAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redaction } from '../../../src/redaction/redaction'
import { importServerReport, readAnswerFile } from '../../../src/inputs/server-report/import-answer'
import { healthy } from '../../fixtures/healthy'
import { askedAbout as asked, sample } from '../server-check/recorded'

const folder = mkdtempSync(join(tmpdir(), 'import-answer-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const host = (port: number, user: string | null = 'deploy') => ({
  ...healthy.hops.target.input,
  port,
  user,
})
const states = (value: string | null, hosts: Parameters<typeof importServerReport>[1]) =>
  importServerReport(value, hosts).map((fact) => fact?.state ?? null)

describe('an answer and its host', () => {
  it.each([
    ['the only one', asked(22), [host(22)], ['observed']],
    ['the only one, asked about another port', asked(2222), [host(22)], ['observed']],
    ['the one with its port', asked(2222), [host(22), host(2222)], [null, 'observed']],
    ['a user that is a secret', asked(22), [host(22, '***'), host(2222)], ['observed', null]],
    ['each its own', asked(22) + asked(2222), [host(2222), host(22)], ['observed', 'observed']],
    ['nobody', asked(22), [host(1), host(2)], [null, null]],
    ['two that are alike', asked(22), [host(22), host(22), host(1)], ['failed', 'failed', null]],
    ['none that was imported', null, [host(22)], [null]],
  ])('%s', (_, value, hosts, expected) => {
    expect(states(value, hosts)).toEqual(expected)
  })

  it('takes one line for a path, and several for the text', () => {
    const path = join(folder, 'answer.txt')
    writeFileSync(path, asked(22))

    expect(states(path, [host(22)])).toEqual(['observed'])
    expect(states(`  ${path}  `, [host(22)])).toEqual(['observed'])
    expect(states(sample('stopped-json'), [host(22)])).toEqual(['observed'])
    expect(states(asked(22).replaceAll('\n', ''), [host(22)])).toEqual(['observed'])
    expect(states('SSH server check', [host(22)])).toEqual(['failed'])
    expect(states(folder, [host(22)])).toEqual(['failed'])
  })
})

describe('a file', () => {
  it.each([
    ['a device', '/dev/zero', '/dev/zero is a device or a socket'],
    ['a folder', '/', '/ is a folder'],
  ])('that is %s is refused', (_, path, message) => {
    expect(() => readAnswerFile(path)).toThrow(message)
    const facts = new Redaction([]).redact<readonly unknown[]>(importServerReport(path, [host(22)]))
    expect(JSON.stringify(facts)).toContain(message)
  })

  it('of PowerShell is read as UTF-16', () => {
    const path = join(folder, 'wide.txt')
    writeFileSync(path, `\ufeffSSH`, 'utf16le')

    expect(readAnswerFile(path)).toBe('\ufeffSSH')
  })
})

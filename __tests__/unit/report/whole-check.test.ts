import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { scriptUrl } from '../../../src/report/links'
import { wholeCheck } from '../../../src/report/whole-check'
import { summary } from '../../../src/report/summary'
import { answered } from '../../fixtures/answered'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { exact as noisyShell } from '../../fixtures/facts/session/noisy-shell'
import { healthy } from '../../fixtures/healthy'

function checkFor(facts: Facts) {
  const report = { version: '1.2.3', facts, diagnosis: diagnose(facts) }
  const finding = firstFinding(report.diagnosis)
  return finding && wholeCheck(report, finding)
}

const withUser = (user: string | null): Facts =>
  change(keyRejected, { input: { ...keyRejected.hops.target.input, user } })

describe('the whole check', () => {
  it('is the file of this version: its digest is that of server-check.sh', () => {
    const script = join(import.meta.dirname, '../../../server-check.sh')
    const line = /echo '(.*)' \| sha256sum -c/.exec(checkFor(keyRejected)?.get ?? '')?.[1] ?? ''

    expect(execFileSync('sha256sum', [script], { encoding: 'utf8' })).toContain(line.slice(0, 64))
    expect(line).toMatch(/^[0-9a-f]{64} {2}server-check\.sh$/)
  })

  it('asks what is known from outside', () => {
    const fingerprint = `--key-fingerprint SHA256:`

    expect(checkFor(keyRejected)?.run).toContain('sudo sh server-check.sh --port 22 --user deploy')
    expect(checkFor(keyRejected)?.run).toContain(fingerprint)
  })

  it.each([
    ["o'brien; reboot", String.raw`--user 'o'\''brien; reboot'`],
    ['***', '--user USERNAME'],
    [null, '--user USERNAME'],
  ])('has the user %j as one word', (user, word) => {
    expect(checkFor(withUser(user))?.run).toContain(word)
  })

  it('never runs what it has not shown', () => {
    expect(JSON.stringify(checkFor(keyRejected))).not.toMatch(/\|\s*(?:sudo\s+)?(?:ba)?sh\b/)
  })

  it('is offered only where the server has something left to tell', () => {
    expect(checkFor(noisyShell)).toBeNull()
    expect(checkFor(answered(keyRejected, 'not-listed'))).toBeNull()
    const text = summary([{ version: '1.2.3', facts: healthy, diagnosis: diagnose(healthy) }])
    expect(text).not.toContain('server-check.sh')
  })
})

describe('the address of the script', () => {
  const commit = 'a'.repeat(40)

  it.each([
    ['ssh-preflight/ssh-preflight', 'v1', 'ssh-preflight/ssh-preflight/v1.2.3'],
    ['ssh-preflight/ssh-preflight', commit, `ssh-preflight/ssh-preflight/${commit}`],
    ['ssh-preflight/ssh-preflight', 'main', 'ssh-preflight/ssh-preflight/main'],
    ['someone/fork', 'v1', 'someone/fork/v1'],
    ['someone/fork', null, 'someone/fork/v1.2.3'],
    [null, null, 'ssh-preflight/ssh-preflight/v1.2.3'],
  ])('of %s at %s', (actionRepository, actionRef, place) => {
    const runner = { ...healthy.runner, platform: 'github' as const, actionRepository, actionRef }

    expect(scriptUrl(runner, '1.2.3')).toBe(
      `https://raw.githubusercontent.com/${place}/server-check.sh`,
    )
  })
})

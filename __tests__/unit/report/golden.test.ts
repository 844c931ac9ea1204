import { describe, expect, it } from '@jest/globals'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { jsonReport } from '../../../src/report/json'
import { summary } from '../../../src/report/summary'
import { wholeLog } from '../../../src/report/text'
import { serverCheckSha256 } from '../../../src/server-check/script'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { exact as commandMissing } from '../../fixtures/facts/deploy/command-missing'
import { exact as pinType } from '../../fixtures/facts/deploy/pin-type'
import { exact as mismatch } from '../../fixtures/facts/hostkey/mismatch'
import { exact as notPinned } from '../../fixtures/facts/hostkey/not-pinned'
import { exact as forwardingRefused } from '../../fixtures/facts/proxy/forwarding-refused'
import { exact as secretEmpty } from '../../fixtures/facts/input/secret-empty'
import { exact as noisyShell } from '../../fixtures/facts/session/noisy-shell'
import { exact as notListening } from '../../fixtures/facts/tcp/not-listening'
import { exact as wrongPort } from '../../fixtures/facts/tcp/wrong-port'
import { exact as filtered } from '../../fixtures/facts/tcp/filtered'
import { answered } from '../../fixtures/answered'
import { needs } from '../../fixtures/needs'
import { healthy, observed } from '../../fixtures/healthy'
import { faulty } from '../../fixtures/hostile'
import { stoppedAtJumpHost, throughJumpHost } from '../../fixtures/jump-host'
import { valueOf } from '../../fixtures/value-of'

const keyRejectedAtJumpHost = stoppedAtJumpHost({
  authentication: observed({ ...valueOf(keyRejected.authentication), user: 'jump' }),
})

/** What the reports look like, one of each kind of result: to be read, and compared with what the code makes now. */
const samples: Readonly<Record<string, readonly Facts[]>> = {
  pass: [notPinned],
  'pass-needs': [needs()],
  warn: [noisyShell],
  'warn-later-step': [pinType],
  'fail-wrong-port': [wrongPort],
  'fail-not-listening': [notListening],
  'fail-host-key': [mismatch],
  'fail-key-rejected': [keyRejected],
  'fail-command-missing': [commandMissing],
  'fail-secret-empty': [secretEmpty],
  'fail-joint': [answered(notListening, 'stopped')],
  'fail-joint-elsewhere': [answered(filtered, 'healthy')],
  error: [faulty('EMFILE: too many open files')],
  'pass-jump-host': [throughJumpHost],
  'fail-jump-host': [keyRejectedAtJumpHost],
  'fail-forwarding': [forwardingRefused],
  'several-hosts': [healthy, wrongPort, noisyShell],
}

const folder = join('__tests__', 'golden')

/** With UPDATE_GOLDEN=1 the files are written anew instead: read the difference before you commit it. */
const updating = process.env['UPDATE_GOLDEN'] === '1'

function reports(facts: readonly Facts[]) {
  return facts.map((each) => ({ version: '1.0.0', facts: each, diagnosis: diagnose(each) }))
}

/** The digest of server-check.sh changes with each change of the script. */
const steady = (text: string) => text.replaceAll(serverCheckSha256, '<SHA-256>')

function golden(name: string, text: string): string {
  const path = join(folder, name)
  if (updating) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
  }
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
}

describe.each(Object.entries(samples))('the golden sample %s', (name, facts) => {
  it('is what the summary is', () => {
    const text = steady(summary(reports(facts)))
    expect(text).toBe(golden(`${name}.md`, text))
  })

  it('is what the log is', () => {
    const text = steady(`${wholeLog(reports(facts)).join('\n')}\n`)
    expect(text).toBe(golden(`${name}.txt`, text))
  })

  it('is what the JSON report is', () => {
    const text = jsonReport(reports(facts))
    expect(text).toBe(golden(`${name}.json`, text))
  })
})

it('has no golden file without a sample', () => {
  const known = Object.keys(samples).flatMap((name) =>
    ['json', 'md', 'txt'].map((end) => `${name}.${end}`),
  )
  expect(readdirSync(folder).sort()).toEqual(known.sort())
})

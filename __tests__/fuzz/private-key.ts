import { change } from '../fixtures/change'
import { diagnose } from '../../src/diagnosis/diagnose'
import type { KeyFacts } from '../../src/facts'
import { readPrivateKey } from '../../src/private-key/read-private-key'
import { annotations } from '../../src/report/annotations'
import { jsonReport } from '../../src/report/json'
import { summary } from '../../src/report/summary'
import { wholeLog } from '../../src/report/text'
import { exact as keyRejected } from '../fixtures/facts/auth/key-rejected'
import { observed, stoppedAfter } from '../fixtures/healthy'
import { keyMaker } from '../unit/private-key/real-keys'
import { type CorruptKey, corruptKey } from './harness/corrupt-key'
import { encryptedKeys, everyForm } from './harness/key-texts'
import { privateBytesIn, privateRuns } from './harness/private-bytes'

interface Said {
  readonly facts: Partial<KeyFacts>
  readonly reports: readonly string[]
}

/** Private keys in some fifty forms, damaged: no eight bytes of a private half are said, in facts and in reports. */
export const target = {
  inputs: corruptKey(wholeKeys()),
  /** Damage may ask for more rounds of the key derivation, and a second of them is allowed; the machine may be busy. */
  mostMs: 6_000,
  run: ({ text, passphrase }: CorruptKey): Said => {
    const { facts } = readPrivateKey(text, passphrase)
    return { facts, reports: reportsOf(facts) }
  },
  verify({ privateNumbers }: CorruptKey, { facts, reports }: Said): void {
    const strings = Object.values(facts).map((value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    )
    const [leaked] = privateBytesIn([...strings, ...reports], privateRuns(privateNumbers))
    if (leaked !== undefined) throw new Error(`private bytes are said: ${JSON.stringify(facts)}`)
  },
}

function wholeKeys() {
  const maker = keyMaker()
  try {
    const types = ['ed25519', 'ECDSA 256', 'ECDSA 521', 'RSA 2048'] as const
    return [...types.flatMap((type) => everyForm(type, maker)), ...encryptedKeys(maker)]
  } finally {
    maker.remove()
  }
}

/** Everything that people and programs get of a run with this key, whose server refuses it. */
export function reportsOf(facts: ReturnType<typeof readPrivateKey>['facts']): readonly string[] {
  const key = observed({
    ...facts,
    from: 'key' as const,
    path: null,
    fileError: null,
    publicKeyBreaks: [],
  })
  const all = facts.usable ? change(keyRejected, { key }) : stoppedAfter('key', { key })
  const reports = [{ version: '1.0.0', facts: all, diagnosis: diagnose(all) }]
  return [
    summary(reports),
    ...wholeLog(reports),
    ...annotations(reports).map(({ message, title }) => `${title}\n${message}`),
    jsonReport(reports),
  ].flat()
}

import { change } from '../../fixtures/change'
import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, it, jest } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { KeyFacts } from '../../../src/facts'
import type { Credentials } from '../../../src/inputs/login'
import { masks } from '../../../src/action/masks'
import { publicKeyBreaks } from '../../../src/private-key/public-key-breaks'
import { keySecrets } from '../../../src/private-key/secrets'
import { Redaction } from '../../../src/redaction/redaction'
import { annotations } from '../../../src/report/annotations'
import { summary } from '../../../src/report/summary'
import { wholeLog } from '../../../src/report/text'
import { readKey } from '../../../src/preflight/stages/key'
import { candidates } from '../../../src/causes/server'
import { viewOf } from '../../../src/causes/view'
import { masker } from '../../fake-runner/masker'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { observed } from '../../fixtures/healthy'
import { valueOf } from '../../fixtures/value-of'
import { everyForm, type KeyText, keyTypes } from '../../fuzz/harness/key-texts'
import { keyMaker } from './real-keys'
import type { Fact } from '../../../src/facts/fact'

jest.setTimeout(120_000)

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

describe('where a public key line is broken', () => {
  const line = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ=='
  it.each([
    ['nothing fits', ['BBBB', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ== me'], []],
    ['a line of a secret', ['!\nAAAADAQABAAAB\r\n?'], [30]],
    ['a line with spaces around it', ['!\n  AAAADAQABAAAB  \n'], [30]],
    ['the last two characters', ['=='], [39]],
    ['a repeated piece, each time', ['AAA'], [10, 25, 34]],
    ['masks that overlap, once', ['B3NzaC1y', 'NzaC1yc2E'], [16]],
    ['a value that the line is the base64 of', ['\0\0\0\x07ssh-r'], [14]],
    ['a value in quotes', ['"B3NzaC1yc2"'], [17]],
    ['a single character', ['='], null],
  ] as const)('%s', (_name, secrets, breaks) => {
    expect(publicKeyBreaks(line, secrets)).toEqual(breaks)
    const pieces = [0, ...(breaks ?? [])].map((start, index, all) =>
      line.slice(start, all[index + 1]),
    )
    expect(pieces.join('')).toBe(line)
  })
})

/** Reads the key as a run does, and masks all that is shown as GitHub's runner does with these secrets. */
async function shown({ text, passphrase }: KeyText) {
  const credentials: Credentials = {
    username: 'deploy',
    password: null,
    key: text,
    keyPath: null,
    passphrase,
  }
  const { lines, pieces: hidden } = keySecrets(text, passphrase)
  const fact = new Redaction(hidden).redact<Fact<KeyFacts>>((await readKey(credentials)).fact)
  if (fact.state !== 'observed') throw new Error('the key was read')
  // This server takes signatures of every kind.
  const login = { ...valueOf(keyRejected.hops.target.auth), serverSigAlgs: null }
  const facts = change(keyRejected, { key: fact, auth: observed(login) })
  const secrets = [text, ...(passphrase === null ? [] : [passphrase])]
  const mask = masker()
  for (const secret of secrets) mask.addSecret(secret)
  for (const value of masks([...secrets, ...lines], 'github')) mask.addLines(value)
  const reports = [{ version: '1.0.0', facts, diagnosis: diagnose(facts) }]
  const view = viewOf(facts, 'target').server
  const restricted = candidates(['server/key-restricted'], view)[0]?.fix.paste?.text ?? ''
  const windows = candidates(['server/key-not-listed'], { ...view, system: 'windows' })[0]
  const texts = [
    summary(reports),
    wholeLog(reports).join('\n'),
    ...annotations(reports).map(({ message }) => message),
    restricted,
    windows?.fix.paste?.text ?? '',
  ]
  const masked = texts.map((each) =>
    each
      .split('\n')
      .map((row) => mask.mask(row))
      .join('\n'),
  )
  return { masked, key: fact.value, restricted }
}

describe.each(keyTypes)('no mask of the runner spoils a paste: %s', (type) => {
  const forms = everyForm(type, maker)

  it.each(forms.map((form) => [form.name, form] as const))('%s', async (_name, form) => {
    const { masked, key } = await shown(form)
    expect(masked.filter((text) => text.includes('***'))).toEqual([])
    const text = masked.join('\n')
    // Of a finding that is not the headline only the first fix is shown, which is for a panel.
    const [, word = ''] = /^ *sudo -u \S+ -H sh -c '[^']*' sh (.*)$/m.exec(text) ?? []
    const [, line = ''] = /^ *((?:ssh|ecdsa)-\S+ AAAA\S+)$/m.exec(text) ?? []
    const pasted = execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' })
    const shownKeys = [pasted, line].filter((each) => each !== '')
    // Where a mask would fit, a command that prints the key replaces it.
    const isPrinted = key.publicKeyBreaks.length > 0 && text.includes('ssh-keygen -y -f KEYFILE')
    expect(shownKeys.length > 0 || isPrinted).toBe(true)
    for (const each of shownKeys) expect(each).toBe(key.publicKey)
  })
})

describe('where the line cannot be broken', () => {
  it('the command that prints it replaces it', async () => {
    const forms = keyTypes.flatMap((type) => (type === 'ECDSA 256' ? everyForm(type, maker) : []))
    const all = await Promise.all(forms.map(shown))
    const broken = all.filter(({ key }) => key.publicKeyBreaks.length > 0)
    expect(broken).not.toEqual([])
    for (const { masked, key, restricted } of broken) {
      expect(masked.join('\n')).not.toContain(key.publicKey ?? '')
      expect(masked[0]).toContain('`ssh-keygen -y -f KEYFILE` prints it')
      expect(restricted).toBe('echo "restrict,pty $(ssh-keygen -y -f KEYFILE)"')
    }
  })
})

import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { catalog } from '../../../../src/causes/catalog'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { readPrivateKey } from '../../../../src/private-key/read-private-key'
import { plain } from '../../../../src/text/words'
import { healthy, observed, stoppedAfter } from '../../../fixtures/healthy'
import { keyFacts, nothingRead } from '../../../fixtures/facts/key/key-facts'
import { corruptions, truncations } from '../../private-key/corruptions'
import { opensslKeys, passphrase, strangeKeys } from '../../private-key/real-keys'
import { ppkTestKeys } from '../../private-key/ppk-test-keys'

const causes = catalog.filter(({ id }) => id.startsWith('key/'))

const judge = (facts: Facts) => diagnose(facts, causes)

/** The facts of a run that read this key text, and got no further when there was no signer. */
function factsOf(text: string, phrase: string | null = null): Facts {
  const { facts } = readPrivateKey(text, phrase)
  const key = observed({
    ...facts,
    from: 'key' as const,
    path: null,
    fileError: null,
    publicKeyBreaks: [],
  })
  return facts.usable ? change(healthy, { key }) : stoppedAfter('key', { key })
}

const found = (text: string, phrase: string | null = null) =>
  judge(factsOf(text, phrase)).findings.map(({ id, severity }) => `${severity} ${id}`)

const openssh = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
-----END OPENSSH PRIVATE KEY-----
`

describe('the finding for a corrupt key', () => {
  const key = opensslKeys['PKCS#1 RSA']()
  const expected: Readonly<Record<string, string>> = {
    'CR only': 'error key/carriage-returns',
    'leading spaces': 'error key/damaged',
    'byte order mark': 'warning key/damaged',
    'trailing spaces': 'warning key/damaged',
    'comment before': 'warning key/damaged',
    'words before on the line': 'error key/damaged',
    'spaces for newlines': 'error key/line-breaks-lost',
    'no newlines at all': 'error key/line-breaks-lost',
    'literal \\n': 'error key/line-breaks-lost',
    'JSON string': 'error key/line-breaks-lost',
    'double quotes': 'error key/encoded',
    'base64 of all': 'error key/encoded',
    'base64 twice': 'error key/encoded',
    'UTF-16': 'error key/encoded',
    'en-dashes': 'error key/damaged',
    'no END line': 'error key/truncated',
    'body only': 'error key/truncated',
  }

  it.each(Object.entries(expected))('%s: %s', (name, finding) => {
    expect(found(corruptions(key)[name] ?? '')).toEqual([finding])
  })

  it('what a runner leaves of UTF-16: key/encoded', () => {
    expect(found('\ufffd\ufffd-')).toEqual(['error key/encoded'])
  })

  it.each(['as it is', 'CRLF', 'no final newline', 'unwrapped', 'leading blank lines'])(
    'there is none for a PEM key with %s',
    (name) => {
      expect(found(corruptions(key)[name] ?? '')).toEqual([])
    },
  )

  it.each(Object.values(truncations(key)))('a part is missing', (text) => {
    expect(found(text)).toEqual(['error key/truncated'])
  })

  it.each(Object.entries(corruptions(key)))('%s: one finding at most', (_name, text) => {
    expect(found(text).length).toBeLessThanOrEqual(1)
  })

  it('a cut OpenSSH key', () => {
    expect(found(openssh)).toEqual(['error key/truncated'])
  })
})

describe('other keys', () => {
  it.each(Object.values(strangeKeys))('a type that SSH does not accept', (make) => {
    expect(found(make())).toEqual(['error key/unsupported-type'])
  })

  it('PKCS#8 works here, and gets a notice', () => {
    expect(found(opensslKeys['PKCS#8 Ed25519']())).toEqual(['notice key/unsupported-type'])
    expect(judge(factsOf(opensslKeys['PKCS#8 RSA']())).result).toBe('pass')
  })

  it('an encrypted key', () => {
    const key = opensslKeys['PKCS#1 RSA, encrypted']()
    expect(found(key)).toEqual(['error key/passphrase-missing'])
    expect(found(key, 'wrong horse')).toEqual(['error key/passphrase-wrong'])
    expect(found(key, passphrase)).toEqual([])
  })

  it('an encrypted key that lost its line breaks has two findings', () => {
    const key = opensslKeys['PKCS#1 RSA, encrypted']().trimEnd().replaceAll('\n', ' ')
    expect(found(key).sort()).toEqual([
      'error key/line-breaks-lost',
      'error key/passphrase-missing',
    ])
  })

  it.each(Object.entries(ppkTestKeys))('PuTTY: %s', (_name, { text }) => {
    expect(found(text)).toEqual(['error key/ppk'])
    expect(found(text, 'test only')).toEqual(['error key/ppk'])
  })

  it.each([
    [
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1YmJlcmR1Y2tzYXJlZm9ydGVzdGluZ29ubHkxMjM0 me',
      'public-key',
    ],
    ['~/.ssh/id_ed25519', 'path-not-content'],
    ['hunter2', 'not-a-key'],
    ['', 'not-a-key'],
    ['***', 'not-a-key'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'not-a-key'],
  ])('%s', (text, name) => {
    expect(found(text)).toEqual([`error key/${name}`])
  })
})

describe('later stages', () => {
  it('a repaired key hides no later finding', () => {
    const facts = factsOf(JSON.stringify(opensslKeys['PKCS#1 RSA']()))
    expect(judge(facts).findings[0]?.masksLater).toBe(false)
  })

  it('an unusable key hides later findings', () => {
    const facts = stoppedAfter('key', { key: observed(keyFacts({ ...nothingRead, form: 'jwk' })) })
    expect(judge(facts).findings[0]?.masksLater).toBe(true)
  })
})

describe('the words', () => {
  const wordsOf = (facts: Facts) => {
    const [finding] = judge(facts).findings
    const {
      verdict,
      why,
      observed: seen,
      fixes,
    } = finding?.explanation ?? {
      verdict: [],
      why: [],
      observed: [],
      fixes: [],
    }
    return [verdict, why, ...seen, ...fixes.map(({ what }) => what)]
      .map(plain)
      .concat(fixes.map(({ paste }) => paste?.text ?? ''))
      .join('\n')
  }

  it('name the secret as the workflow does, and keep its final newline', () => {
    const workflow = observed({
      path: '.github/workflows/deploy.yml',
      usesLine: 3,
      with: [{ input: 'key', line: 5, text: '${{ secrets.PROD_DEPLOY_KEY }}' }],
      called: false,
    })
    const text = wordsOf({ ...factsOf('hunter2'), workflow })
    expect(text).toContain('printf "PROD_DEPLOY_KEY=')
    expect(text).toContain('~/.ssh/id_ed25519 | gh secret set -f -')
  })

  it('do not name gh on a platform without it', () => {
    const facts = factsOf('hunter2')
    const text = wordsOf({ ...facts, runner: { ...facts.runner, platform: 'forgejo' } })
    expect(text).not.toContain('gh secret')
  })

  it('quote a path that a shell would split', () => {
    const key = keyFacts({
      ...nothingRead,
      from: 'key_path',
      path: "a b'; ls",
      form: 'unreadable-file',
      fileError: 'ENOENT',
    })
    expect(wordsOf(stoppedAfter('key', { key: observed(key) }))).toContain(`ls -l 'a b'\\''; ls'`)
  })

  it('list every corruption, outermost first', () => {
    const text = wordsOf(factsOf(`"${opensslKeys['PKCS#1 RSA']().replaceAll('\n', '\r\n')}"`))
    expect(text).toContain('wrapped in quotes')
    expect(text).toContain('Windows line breaks')
  })

  it('have no key text in them', () => {
    for (const text of Object.values(corruptions(opensslKeys['PKCS#1 RSA']()))) {
      const said = wordsOf(factsOf(text))
      const pieces = text.match(/[A-Za-z0-9+/]{20}/g) ?? []
      expect(pieces.filter((piece) => said.includes(piece))).toEqual([])
    }
  })
})

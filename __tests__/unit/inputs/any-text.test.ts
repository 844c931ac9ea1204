import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadInputs } from '../../../src/inputs'
import { inputNames } from '../../../src/facts/input-names'

const pieces = fc.constantFrom(
  ...[
    'example.com',
    '@',
    ':',
    '22',
    '[',
    ']',
    '::1',
    '/',
    ' ',
    '\n',
    ',',
    '.',
    '-',
    '*',
    '${{',
    '"',
  ],
  ...[
    'ssh ',
    'ssh://',
    '|1|',
    'ssh-ed25519 AAAA',
    '# a:22 SSH-2.0-x',
    '\u0000',
    '\u200b',
    '\ud800',
  ],
)
const texts = fc.oneof(
  fc.string(),
  fc.array(pieces).map((words) => words.join('')),
)

it('reads any text without an error, and repeats little of it', () => {
  const values = fc.record(Object.fromEntries(inputNames.map((name) => [name, texts])))
  fc.assert(
    fc.property(values, (given) => {
      const inputs = loadInputs((name) => given[name] ?? '')
      expect(inputs.targets.length).toBeGreaterThan(0)
      for (const { facts, timeoutMs } of inputs.targets) {
        expect(timeoutMs).toBeGreaterThanOrEqual(1000)
        expect(facts.port).toBeGreaterThan(0)
        const isUnknown = facts.host === null || facts.user === null
        expect(isUnknown && facts.problems.length === 0).toBe(false)
        const shown = facts.problems.map((each) => ('shown' in each ? each.shown : ''))
        expect(shown.filter((text) => text.length > 80)).toEqual([])
      }
    }),
  )
})

it('repeats no secret, wherever it was pasted', () => {
  const secret = 'Zq7-secret-Zq7'
  const around = fc.tuple(texts, texts).map(([before, after]) => `${before}${secret}${after}`)
  const wrong = fc.record({
    port: around,
    timeout: around,
    known_hosts: around,
    fingerprint: around,
    protocol: around,
    username: around.map((text) => ` a ${text}`),
    host: around.map((text) => `ssh ${text}`),
  })
  fc.assert(
    fc.property(wrong, (given) => {
      const values: Readonly<Record<string, string>> = { ...given, password: secret }
      const { targets } = loadInputs((name) => values[name] ?? '')
      const facts = targets.map((target) => target.facts)
      for (const { problems, ...rest } of facts) {
        expect(JSON.stringify(problems)).not.toContain('Zq7-secret')
        expect(JSON.stringify({ ...rest, host: null })).not.toContain('Zq7-secret')
      }
    }),
  )
})

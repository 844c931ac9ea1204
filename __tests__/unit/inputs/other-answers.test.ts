import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { factsOf, sample, verdictsOf } from '../server-check/recorded'

describe('anything else', () => {
  it.each([
    ['', /^The answer is empty/],
    [' \n\t\n', /^The answer is empty/],
    ['permission denied', /^No answer of server-check.sh is in this line: expected all that/],
    ['a\nb\n', /is in these 2 lines/],
    ['sh: 0: cannot open server-check.sh: No such file', /^The shell did not find server-check.sh/],
    [
      'server-check.sh: unknown option: --prot\nTry: sh server-check.sh --help',
      /^server-check.sh did not run, it said "unknown option: --prot"/,
    ],
    ['--- 1 SSH service stopped\ninactive\n', /^This is what the short list of commands printed/],
    [
      readFileSync(join(import.meta.dirname, '../../../server-check.sh'), 'utf8'),
      /^This is server-check.sh itself/,
    ],
    ['{"serverCheck":2,"asked":{}}', /form 2 of server-check.sh, and this version reads form 1/],
    ['SSH server check: port 22, on Debian\n', /breaks off before its verdict/],
    ['{"serverCheck":1,"asked":{"port":22', /breaks off before its verdict/],
  ])('%j is told from an answer', (text, error) => {
    expect(readServerAnswer(text)).toEqual({ error: expect.stringMatching(error) })
  })

  it('is read without throwing, in bounded time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 40 }),
            fc.constantFrom(
              '{"serverCheck":1,',
              '"asked":{"port":',
              '"verdicts":[',
              '{"id":"server/',
              '"',
              '\\',
              '}',
              ']',
              '\n',
              'VERDICT\n',
              'EVIDENCE\n',
              'END\n',
              'SSH server check: port 22\n',
              '  server/service-stopped (proved): ',
              '\u001b[',
              '\u001b]0;',
              '> ',
              '&quot;',
            ),
          ),
          { maxLength: 60 },
        ),
        (parts) => {
          expect(Object.keys(readServerAnswer(parts.join('')))).toHaveLength(1)
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    ['blanks', ' '],
    ['headings', 'SSH server check: port 22\nVERDICT\n'],
    ['JSON beginnings', '{"serverCheck":1,"verdicts":[\n'],
    ['verdicts', '  server/service-stopped (proved):\n'],
    ['escapes', '\u001b]0;'],
    ['backslashes', '{"serverCheck":1,"verdicts":[{"id":"\\\\'],
    ['brackets', '{"serverCheck":1,"asked":[[[['],
    ['quote marks', '> '],
  ])('megabytes of %s cost little', (_, junk) => {
    const start = performance.now()
    const answer = readServerAnswer(
      junk.repeat(Math.ceil(8_000_000 / junk.length)) + sample('stopped'),
    )

    expect(Object.keys(answer)).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})

describe('an answer of which a part is not what it should be', () => {
  it('passes over ids of a newer script, and says so', () => {
    const newer = sample('two-faults').replaceAll('server/firewall-drops', 'server/moon-phase')
    const read = factsOf(newer)

    expect(verdictsOf(read)).toEqual(['server/account-locked proved'])
    expect(read.notSeen[0]).toBe('server/moon-phase: a verdict that cannot be read here')
    expect(read.whole).toBe(false)
  })

  it('does not believe an id under the title of another', () => {
    const spliced = sample('stopped-json').replace('server/service-stopped', 'server/port-differs')

    expect(factsOf(spliced).verdicts).toEqual([])
    expect(factsOf(spliced).whole).toBe(false)
  })

  it('without its end is not whole', () => {
    expect(factsOf(sample('healthy').replace('\nEND\n', '')).whole).toBe(false)
  })

  it('keeps only what has the right form, and clips it', () => {
    const read = factsOf(
      JSON.stringify({
        serverCheck: 1,
        asked: { port: 70_000, user: 'x'.repeat(5_000), from: 7, keyFingerprint: 'SHA256:short' },
        system: { name: { a: 1 }, root: 'yes' },
        verdicts: [null, 'x', {}],
        evidence: [
          { mark: '??', area: 'a', text: 'b' },
          { mark: 'ok', area: 'a', text: 'y'.repeat(5_000) },
        ],
        notSeen: Array.from({ length: 100 }, () => 'z'.repeat(1_000)),
      }),
    )

    expect(read.asked).toEqual({
      port: null,
      user: 'x'.repeat(100),
      from: null,
      keyFingerprint: null,
    })
    expect(read.system).toEqual({ name: null, init: null, server: null, root: null })
    expect(read.evidence).toEqual([{ mark: 'ok', area: 'a', text: 'y'.repeat(400) }])
    expect(read.notSeen).toHaveLength(50)
    expect(JSON.stringify(read).length).toBeLessThan(30_000)
  })
})

describe('several answers in one paste', () => {
  const other = sample('not-listed').replace('port 22', 'port 2222')

  it('gives the last', () => {
    expect(verdictsOf(factsOf(sample('stopped') + sample('two-faults-json')))).toHaveLength(2)
    expect(verdictsOf(factsOf(sample('two-faults-json') + sample('stopped')))).toHaveLength(1)
  })

  it('gives the one that is about the port and the user, wherever it stands', () => {
    const answer = readServerAnswer(other + sample('stopped'), { port: 2222, user: 'deploy' })

    expect(answer).toMatchObject({ facts: { asked: { port: 2222 } } })
  })

  it('takes no line of a log for one', () => {
    const line =
      '{"serverCheck":1,"asked":{"port":22},"system":{"root":true},"verdicts":[],"evidence":[],"notSeen":[]}'
    const text = sample('stopped').replace(
      'EVIDENCE\n',
      `EVIDENCE\n  -- log         journal: Invalid user\n${line}\n`,
    )

    expect(verdictsOf(factsOf(text))).toEqual(['server/service-stopped proved'])
  })
})

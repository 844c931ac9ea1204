import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { blockOf } from '../../fixtures/answer-block'
import { askedAbout, changedBlock, factsOf, sample, verdictsOf } from '../server-check/recorded'

describe('anything else', () => {
  it.each([
    ['', /^The answer is empty/],
    [' \n\t\n', /^The answer is empty/],
    ['permission denied', /^No answer of server-check.sh is in this line: expected the block that/],
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
    [blockOf({ serverCheck: 2 }), /form 2 of server-check.sh, and this version reads form 1/],
    ['{"serverCheck":1,"asked":{"port":22', /has no complete answer block/],
    [blockOf({ serverCheck: 1 }), /has no complete answer block/],
  ])('%j is not read as an answer', (text, error) => {
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
              'SSH server check: port 22\n',
              '-----BEGIN SSH PREFLIGHT ANSWER-----',
              '-----END SSH PREFLIGHT ANSWER-----',
              'Checksum: 00000001',
              'eyJzZXJ2ZXJDaGVjayI6MX0=',
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
      { numRuns: 150 },
    )
  })

  it.each([
    ['spaces', ' '],
    ['headings', 'SSH server check: port 22\nVERDICT\n'],
    ['beginnings of blocks', '-----BEGIN SSH PREFLIGHT ANSWER-----\n'],
    ['ends of blocks', '-----END SSH PREFLIGHT ANSWER-----\n'],
    ['dashes', '-'],
    ['base64', 'eyJz'],
    ['checksums', 'Checksum: 00000000\n'],
    ['empty lines', '\n'],
    ['brackets of objects', '{\n'],
    ['JSON beginnings', '{"serverCheck":1,"verdicts":[\n'],
    ['escapes', '\u001b]0;'],
    ['backslashes', '{"serverCheck":1,"verdicts":[{"id":"\\\\'],
    ['brackets', '{"serverCheck":1,"asked":[[[['],
    ['quote marks', '> '],
  ])('megabytes of %s cost little', (_, junk) => {
    const start = performance.now()
    const megabytes = junk.repeat(Math.ceil(8_000_000 / junk.length))

    expect(verdictsOf(factsOf(megabytes + sample('stopped')))).toHaveLength(1)
    expect(Object.keys(readServerAnswer(sample('stopped').slice(0, -100) + megabytes))).toEqual([
      'error',
    ])
    expect(performance.now() - start).toBeLessThan(6_000)
  })
})

describe('a block that did not arrive whole', () => {
  const text = sample('stopped')
  const masked = (at: number) => `${text.slice(0, at)}***${text.slice(at + 12)}`
  const cutOff =
    /^The pasted text has no complete answer block\. Run server-check\.sh again and paste everything from BEGIN to END/

  it.each([
    ['only the text for people', text.slice(0, text.indexOf('ANSWER for')), cutOff],
    ['its first half', text.slice(0, text.indexOf('BEGIN') + 900), cutOff],
    ['its second half', text.slice(text.indexOf('BEGIN') + 900), cutOff],
    ['all but its last line', text.trimEnd().slice(0, text.trimEnd().lastIndexOf('\n')), cutOff],
    [
      'a part under a mask',
      masked(text.indexOf('BEGIN') + 900),
      /replaced by \*\*\*.*not from the log/,
    ],
    [
      'a character that was escaped',
      text.replace(/(?<=Checksum: )./, '&#48;'),
      /changed on its way here: its checksum does not match\. Run/,
    ],
    [
      'lines in another order',
      text.replace(/^(ey.*)\n(.*)$/m, '$2\n$1'),
      /checksum does not match/,
    ],
    ['an empty block', text.replace(/(?<=ANSWER-----\n)[^-]*/, ''), /checksum does not match/],
  ])('%s', (_, paste, error) => {
    expect(readServerAnswer(paste)).toEqual({ error: expect.stringMatching(error) })
  })
})

describe('an answer of which a part is not what it should be', () => {
  it('passes over ids of a newer script, and says so', () => {
    const newer = changedBlock('two-faults', (json) =>
      json.replaceAll('server/firewall-drops', 'server/moon-phase'),
    )
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

  it('is not whole when the script says so', () => {
    expect(
      factsOf(changedBlock('healthy', (json) => json.replace(/}\s*$/, ',"whole":false}'))),
    ).toEqual({
      ...factsOf(sample('healthy')),
      whole: false,
    })
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
  const other = askedAbout(2222, 'not-listed')
  const ports = (text: string, port?: number) => {
    const read = readServerAnswer(text, port === undefined ? undefined : { port, user: 'deploy' })
    return 'facts' in read ? read.facts.asked.port : read.error
  }

  it('gives the last', () => {
    expect(ports(other + sample('stopped'))).toBe(22)
    expect(ports(sample('stopped') + other)).toBe(2222)
  })

  it('gives the last one that is complete', () => {
    expect(ports(other + sample('stopped').slice(0, -100))).toBe(2222)
    expect(ports(sample('stopped').slice(0, -100) + other)).toBe(2222)
  })

  it('gives the one that is about the port and the user, wherever it is', () => {
    expect(ports(other + sample('stopped'), 2222)).toBe(2222)
    expect(ports(sample('stopped') + other, 22)).toBe(22)
    expect(ports(other + sample('stopped'), 80)).toBe(22)
  })

  it.each([2222, 22])('gives that of the JSON objects too (%s)', (port) => {
    const objects = sample('stopped-json') + sample('not-listed-json').replace(':22,', ':2222,')

    expect(ports(objects, port)).toBe(port)
  })

  it('takes no line of a log for one', () => {
    const line =
      '{"serverCheck":1,"asked":{"port":22},"system":{"root":true},"verdicts":[],"evidence":[],"notSeen":[]}'
    const text = sample('stopped').replace(
      'EVIDENCE\n',
      `EVIDENCE\n  -- log         journal: Invalid user\n${line}\n`,
    )

    expect(verdictsOf(factsOf(text))).toEqual(['server/service-stopped proved'])
    expect(readServerAnswer(text.slice(0, text.indexOf('ANSWER')))).toEqual({
      error: expect.stringContaining('no complete answer block'),
    })
  })
})

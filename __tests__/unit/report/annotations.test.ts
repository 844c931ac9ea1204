import type { HopFacts } from '../../../src/facts'
import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { CatalogEntry } from '../../../src/causes/cause'
import { type Facts } from '../../../src/facts'
import { annotations } from '../../../src/report/annotations'
import { literal, say, type Words } from '../../../src/text/words'
import { healthy } from '../../fixtures/healthy'
import type { RemoteFinding, Severity } from '../../../src/causes/finding'
import { notChecked } from '../../../src/facts/fact'

const finding = (
  changes: Partial<RemoteFinding> = {},
  what: Words = literal('set the port'),
): RemoteFinding => ({
  id: 'tcp/not-listening',
  stage: 'tcp',
  hop: 'target',
  title: 'Nothing listens on the port',
  severity: 'error',
  certainty: 'likely',
  evidence: {},
  pointsAt: 'port',
  candidates: [],
  explains: [],
  masksLater: false,
  explanation: {
    verdict: say`Nothing answers on port ${22} of ${'shop.example.com'}`,
    why: literal('because'),
    observed: [literal('it was refused')],
    fixes: [{ place: 'server', what }],
  },
  ...changes,
})

const cause = (found: RemoteFinding): CatalogEntry => ({
  ...found,
  page: { means: '', detection: '', firstMove: '' },
  find: () => found,
})

const annotate = (found: readonly RemoteFinding[], facts: Facts = healthy) =>
  annotations([{ version: '1.0.0', facts, diagnosis: diagnose(facts, found.map(cause)) }])

const message = (what: Words) => annotate([finding({}, what)])[0]?.message ?? ''

describe('annotations', () => {
  it('stand on the line of the input, else of our uses, else nowhere', () => {
    const place = (found: RemoteFinding, facts = healthy) => {
      const [{ file, line } = {}] = annotate([found], facts)
      return [file, line]
    }
    const file = '.github/workflows/deploy.yml'
    expect(place(finding())).toEqual([file, 15])
    expect(place(finding({ pointsAt: 'sftp' }))).toEqual([file, 12])
    expect(place(finding({ pointsAt: null }))).toEqual([file, 12])
    const unknown = { ...healthy, workflow: notChecked('not-needed') }
    expect(place(finding(), unknown)).toEqual([undefined, undefined])
  })

  it('stand on the line of the host when the port or the user is in it', () => {
    const lineOf = (pointsAt: RemoteFinding['pointsAt'], input: Partial<HopFacts['input']>) => {
      const facts = change(healthy, { input: { ...healthy.hops.target.input, ...input } })
      return annotate([finding({ pointsAt })], facts)[0]?.line
    }
    const host = lineOf('host', {})
    expect(lineOf('port', { portFrom: 'host' })).toBe(host)
    expect(lineOf('username', { userFrom: 'host' })).toBe(host)
    expect(lineOf('port', { userFrom: 'host' })).toBe(15)
    expect(lineOf('key', { portFrom: 'host', userFrom: 'host' })).not.toBe(host)
  })

  it('stand nowhere, and say where, when the file is not of this run', () => {
    const { workflow } = healthy
    if (workflow.state !== 'observed') throw new Error('the file was seen')
    const from = { repository: 'acme/flows', commit: '0123456789'.repeat(4) }
    const facts: Facts = {
      ...healthy,
      workflow: { ...workflow, value: { ...workflow.value, from } },
    }
    const [{ file, line, message: text } = { message: '' }] = annotate([finding()], facts)
    expect([file, line]).toEqual([undefined, undefined])
    expect(text).toContain('In acme/flows/.github/workflows/deploy.yml@0123456, line 15.')

    const error = { message: 'It is empty', code: 'server_report' }
    const entry = { input: 'server_report', line: 17, text: 'answer.txt' } as const
    const value = { ...workflow.value, from, with: [...workflow.value.with, entry] }
    const unread: Facts = {
      ...facts,
      workflow: { ...workflow, value },
      serverCheck: { state: 'failed', error, ms: 0 },
    }
    const emptyNotice = annotate([], unread).find(({ message: each }) =>
      each.includes('It is empty'),
    )
    expect(emptyNotice).toMatchObject({ level: 'warning' })
    expect(emptyNotice).not.toHaveProperty('file')
  })

  it('say what is wrong, what was seen, the first fix and the page', () => {
    const [{ title, message: text } = { title: '', message: '' }] = annotate([finding()])
    expect(title).toBe('Nothing listens on the port')
    expect(text.split('\n')).toEqual([
      'Nothing answers on port 22 of shop.example.com',
      'Fix it on the server: set the port',
      'it was refused',
      'tcp/not-listening https://github.com/ssh-preflight/ssh-preflight/blob/v1/docs/causes/tcp/not-listening.md',
    ])
  })

  it('are ten at most, the worst first', () => {
    const levels: readonly Severity[] = ['notice', 'warning', 'error']
    const many = levels.flatMap((severity) =>
      Array.from({ length: 6 }, () => finding({ severity })),
    )
    const found = annotate(many).map(({ level }) => level)
    expect(found).toEqual([
      ...Array.from({ length: 6 }, () => 'error'),
      ...Array.from({ length: 4 }, () => 'warning'),
    ])
  })

  it('are notices only where nothing is broken', () => {
    const notice = finding({ severity: 'notice' })
    expect(annotate([notice])).toHaveLength(1)
    expect(annotate([notice, finding()])).toHaveLength(1)
  })

  it('stay under the limit of the runner, with the link whole', () => {
    const text = message(literal('x '.repeat(5000)))
    expect(text.length).toBeLessThanOrEqual(4096)
    expect(text).toMatch(/…\ntcp\/not-listening https:\S+\.md$/)
  })

  it.each([
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
    ['[::1]:22', '[0:0:0:0:0:0:0:1]:22'],
    ['::ffff:192.0.2.1', '0:0:0:0:0:ffff:c000:201'],
    ['std::string', 'std: :string'],
    [':::', ': : :'],
  ])('hold no two colons together: %s', (text, shown) => {
    expect(message(say`see ${text}`)).toContain(shown)
    expect(message(say`see ${text}`)).not.toContain('::')
  })

  it('tell a fault of the program as one', () => {
    const error = { message: 'no memory', code: null }
    const found = annotate([], change(healthy, { tcp: { state: 'failed', error, ms: 1 } }))
    expect(found).toMatchObject([
      { level: 'error', title: 'A check of SSH Preflight itself failed' },
    ])
    expect(found[0]?.message).toContain('no memory')
  })

  it('tell a check that was cut short, which fails the step without a finding', () => {
    const session = notChecked('out-of-time')
    expect(annotate([], change(healthy, { session }))).toMatchObject([
      { level: 'error', line: 12, title: 'The check did not come to its end' },
    ])
  })
})

import { change } from '../../fixtures/change'
import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Mermaid } from 'mermaid'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { summary } from '../../../src/report/summary'
import { mermaid as drawn } from '../../../src/report/summary/flowchart'
import { say } from '../../../src/text/words'
import * as keyRejected from '../../fixtures/facts/auth/key-rejected'
import * as privateAddress from '../../fixtures/facts/dns/private-address'
import * as proxied from '../../fixtures/facts/dns/proxied'
import * as forwardingRefused from '../../fixtures/facts/proxy/forwarding-refused'
import * as targetUnreachable from '../../fixtures/facts/proxy/target-unreachable'
import * as partial from '../../fixtures/facts/tcp/partial'
import * as silent from '../../fixtures/facts/tcp/silent'
import * as wrongPort from '../../fixtures/facts/tcp/wrong-port'
import { observed } from '../../fixtures/healthy'
import { attacks, talkativeReports } from '../../fixtures/hostile'
import { stoppedAtJumpHost } from '../../fixtures/jump-host'
import { valueOf } from '../../fixtures/value-of'

let mermaid: Mermaid
beforeAll(async () => {
  mermaid = (await import('mermaid')).default
  const { default: DOMPurify } = await import('dompurify')
  // Mermaid's parser calls it for every label, and it cannot run without a browser: rendered.test.ts has one.
  DOMPurify.sanitize = ((text: string) => text) as typeof DOMPurify.sanitize
  DOMPurify.addHook = () => undefined
  mermaid.initialize({ securityLevel: 'strict' })
})

interface Parsed {
  readonly boxes: readonly string[]
  readonly arrows: readonly string[]
  readonly extras: unknown
}

/** The form of a diagram as Mermaid's own parser reads it; it throws at what it cannot read. */
async function parsed(block: string): Promise<Parsed> {
  const text = block.replace(/^```mermaid\n/, '').replace(/\n```$/, '')
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- `parse` says only that it can be read
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text)
  expect(diagram.type).toBe('flowchart-v2')
  const db = diagram.db as unknown as {
    getVertices(): Map<string, { classes: string[]; link?: string; haveCallback?: boolean }>
    getEdges(): { start: string; end: string; type: string; stroke: string }[]
    getClasses(): Map<string, unknown>
    getSubGraphs(): unknown[]
  }
  const boxes = [...db.getVertices()]
  return {
    boxes: boxes.map(([name, { classes }]) => [name, ...classes].join(' ')),
    arrows: db
      .getEdges()
      .map(({ start, end, type, stroke }) => `${start} ${stroke} ${type} ${end}`),
    extras: {
      links: boxes.filter(([, { link, haveCallback }]) => link !== undefined || haveCallback)
        .length,
      classes: [...db.getClasses().keys()].sort(),
      groups: db.getSubGraphs().length,
    },
  }
}

const summaryOf = (facts: Facts) =>
  summary([{ version: '1.0.0', facts, diagnosis: diagnose(facts) }])

const blocksIn = (text: string) => text.match(/^```mermaid\n[^]*?\n```$/gm) ?? []

/** The one picture of a summary. */
function pictureOf(facts: Facts): string {
  const blocks = blocksIn(summaryOf(facts))
  expect(blocks).toHaveLength(1)
  return blocks[0] ?? ''
}

const labels = (block: string) =>
  [...block.matchAll(/"([^"]*)"/g)].map(([, label = '']) => label.replaceAll('#8203;', ''))

describe('the picture of a port that does not open', () => {
  it('shows the port that is broken and the one that speaks SSH', async () => {
    const picture = pictureOf(wrongPort.exact)
    expect(labels(picture)).toEqual([
      'runner',
      'shop.example.com<br/>198.51.100.7',
      '❌ port 22<br/>refused',
      '✅ port 2222<br/>SSH answers',
      'port 443<br/>open',
    ])
    await expect(parsed(picture)).resolves.toMatchObject({
      boxes: ['A', 'B', 'C bad', 'D good', 'E'],
      arrows: [
        'A normal arrow_point B',
        'B normal arrow_cross C',
        'B dotted arrow_point D',
        'B dotted arrow_point E',
      ],
    })
  })

  it('is not there where it would repeat the heading', () => {
    expect(blocksIn(summaryOf(silent.exact))).toEqual([])
  })

  it('has a box for each address where one is dead and another works', () => {
    expect(labels(pictureOf(partial.exact)).slice(1)).toEqual([
      'shop.example.com',
      '❌ port 22<br/>198.51.100.7<br/>refused',
      '✅ port 22<br/>198.51.100.8<br/>open',
    ])
  })

  it('names a web proxy, and a private address', () => {
    expect(labels(pictureOf(proxied.exact))[1]).toMatch(/^❌ .*<br\/>web proxy of Cloudflare$/)
    expect(labels(pictureOf(privateAddress.exact))[1]).toMatch(/<br\/>private address$/)
  })
})

describe('the picture of a fault behind a jump host', () => {
  it('says which machine it is', () => {
    const jump = stoppedAtJumpHost({
      auth: observed({ ...valueOf(keyRejected.exact.hops.target.auth), user: 'jump' }),
    })
    expect(labels(pictureOf(jump))).toEqual([
      'runner',
      '❌ jump host<br/>bastion.example.com<br/>port 22<br/>fails at login',
      'target<br/>shop.example.com<br/>port 22<br/>not reached',
    ])
  })

  it('tells a jump host that forwards nothing from a target that does not answer', async () => {
    const refused = await parsed(pictureOf(forwardingRefused.exact))
    expect(refused.boxes).toEqual(['A', 'B bad', 'C'])
    const unreachable = await parsed(pictureOf(targetUnreachable.exact))
    expect(unreachable.boxes).toEqual(['A', 'B good', 'C bad'])
    expect(unreachable.arrows[1]).toBe('B normal arrow_cross C')
  })
})

describe('a summary without a picture', () => {
  it('is that of a fault that the stages say whole', () => {
    expect(blocksIn(summaryOf(keyRejected.exact))).toEqual([])
  })

  it.each(['gitea', 'forgejo', 'other-ci'] as const)('is that of %s, with the list', (platform) => {
    const facts = { ...wrongPort.exact, runner: { ...wrongPort.exact.runner, platform } }
    expect(summaryOf(facts)).not.toContain('mermaid')
    const [open = ''] = summaryOf(facts).split('### Fix it')
    expect(open).toContain('- `198.51.100.7` port 22 refused the connection')
    expect(open).toContain('- Other ports of the same address: 2222 speaks SSH')
  })

  it('is that of all but the first three of many hosts', () => {
    const onPort = (port: number) => {
      const facts = change(wrongPort.exact, {
        input: { ...wrongPort.exact.hops.target.input, port },
      })
      return { version: '1.0.0', facts, diagnosis: diagnose(facts) }
    }
    const reports = Array.from({ length: 9 }, (_, index) => onPort(index + 1))
    expect(blocksIn(summary(reports))).toHaveLength(3)
  })
})

describe('a picture full of secrets', () => {
  const secrets = ['22', '2222', 'shop.example.com', '198.51.100.7', '443', 'port', 'runner', '34']

  it('is one still, when the runner has masked them', async () => {
    const picture = pictureOf(wrongPort.exact)
    const plain = await parsed(picture)
    for (const secret of secrets) {
      const masked = picture.replaceAll(secret, '***')
      await expect(parsed(masked)).resolves.toEqual(plain)
    }
    for (const secret of ['shop.example.com', '198.51.100.7']) expect(picture).toContain(secret)
  })
})

describe('hostile text in a picture', () => {
  const inner = [
    '"',
    '"]',
    '-->',
    '%%{init: {}}%%',
    'click A "https://evil.example"',
    '`',
    '#quot;',
  ]
  const outer = ['A --> Z', 'end', 'subgraph x', '\n', '<br/>', '&quot;', 'style A fill:red', '***']
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...attacks.filter(({ length }) => length < 1000), ...inner, ...outer),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map((pieces) => pieces.join(''))

  const chart = (said: string) =>
    drawn({
      title: 'A title',
      boxes: [
        { tone: 'start', lines: [say`runner`] },
        { tone: 'bad', lines: [say`${said}`, say`says ${said} and ${said}`] },
        { tone: 'good', lines: [say`${said}`] },
      ],
      arrows: [
        { from: 0, to: 1, kind: 'broken' },
        { from: 0, to: 2, kind: 'other' },
      ],
    })

  it.each(attacks)('leaves its form as it is: %#', async (attack) => {
    await expect(parsed(chart(attack))).resolves.toEqual(await parsed(chart('harmless')))
  })

  it('leaves its form as it is, whatever is said', async () => {
    const harmless = await parsed(chart('harmless'))
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        expect(chart(said).split('\n')).toHaveLength(chart('harmless').split('\n').length)
        await expect(parsed(chart(said))).resolves.toEqual(harmless)
      }),
      { numRuns: 100 },
    )
  })

  it('leaves the pictures of whole summaries as they are', async () => {
    const harmless = blocksIn(summary(talkativeReports('x'.repeat(50))))
    expect(harmless.length).toBeGreaterThan(0)
    const forms = await Promise.all(harmless.map(parsed))
    for (const attack of attacks) {
      const blocks = blocksIn(summary(talkativeReports(`x${attack}${'x'.repeat(50)}`)))
      await expect(Promise.all(blocks.map(parsed))).resolves.toEqual(forms)
    }
  })
})

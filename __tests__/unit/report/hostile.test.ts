import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { marked, type Token } from 'marked'
import { annotations } from '../../../src/report/annotations'
import { jsonReport } from '../../../src/report/json'
import { colorStyle } from '../../../src/report/style'
import { summary } from '../../../src/report/summary'
import { wholeLog } from '../../../src/report/text'
import { attacks, talkativeReports } from '../../fixtures/hostile'

/** Any mixture of attacks; a letter first, as an empty answer is worded otherwise than a long one. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...attacks.filter(({ length }) => length < 1000)),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((pieces) => `x${pieces.join('')}`)

/** What a runner takes for a command, and what prints nothing or moves what is printed. */
const command = /^\s*::|##[a-z]*\[/iu
const moving = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

const unsafe = (lines: readonly string[]) =>
  lines.filter((line) => command.test(line) || moving.test(line))

/** The form of a document: its tokens without their text, code in any spelling as `codespan`. */
function form(tokens: readonly Token[]): unknown[] {
  const forms = tokens.flatMap((token): unknown[] => {
    if (token.type === 'table') {
      const { header, rows } = token as unknown as {
        header: { tokens: Token[] }[]
        rows: { tokens: Token[] }[][]
      }
      const line = (cells: { tokens: Token[] }[]) =>
        cells.map(({ tokens: inner }) => joinLines(form(inner)))
      return [['table', line(header), rows.map(line)]]
    }
    if (token.type === 'html') return [['html', codeless(token.raw)]]
    if (token.type === 'code') return [['code', (token as unknown as { lang: string }).lang]]
    if (token.type === 'link') return [['link', (token as unknown as { href: string }).href]]
    const inner = 'tokens' in token ? token.tokens : undefined
    if (token.type === 'text' && !inner) return []
    if ('items' in token) return [['list', form(token.items as Token[])]]
    return [inner ? [token.type, form(inner)] : [token.type]]
  })
  return joinCode(forms)
}

/** HTML code in a cell comes as an opening and a closing token: it counts as a code span. */
function joinCode(forms: unknown[]): unknown[] {
  return forms.flatMap((each) => {
    if (!Array.isArray(each) || each[0] !== 'html') return [each]
    if (each[1] === '<code>') return [['codespan']]
    return each[1] === '</code>' ? [] : [each]
  })
}

/** A command of several lines stands in its cell as several pieces of code. */
function joinLines(cell: unknown[]): unknown[] {
  const isBreak = (each: unknown) => JSON.stringify(each) === '["html","<br>"]'
  return cell.filter((each, index) => !isBreak(each) && !isBreak(cell[index - 1]))
}

function codeless(html: string): string {
  return html.replace(/<code>[^<]*<\/code>/g, '<code>…</code>')
}

const benign = talkativeReports('x says hello to all').map((report) =>
  form(marked.lexer(summary([report]))),
)

describe('a summary full of hostile text', () => {
  it.each(attacks)('has the form of a harmless one: %#', (attack) => {
    const forms = talkativeReports(`x${attack}`).map((report) =>
      form(marked.lexer(summary([report]))),
    )
    expect(forms).toEqual(benign)
  })

  it('has the form of a harmless one, whatever is said', () => {
    fc.assert(
      fc.property(text, (said) => {
        const forms = talkativeReports(said).map((report) => form(marked.lexer(summary([report]))))
        expect(forms).toEqual(benign)
      }),
      { numRuns: 60 },
    )
  })

  it('has no tag, link or image but our own, for several hosts too', () => {
    fc.assert(
      fc.property(text, (said) => {
        const html = marked.parse(summary(talkativeReports(said)), { async: false })
        const tags = new Set([...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name))
        const ours =
          'h2 h3 h4 p strong b code pre ul li table thead tbody tr th td details summary sub a br blockquote'
        for (const tag of tags) expect(ours.split(' ')).toContain(tag)
        for (const [, href] of html.matchAll(/href="([^"]*)"/g)) {
          expect(href).toMatch(/^https:\/\/github\.com\/ssh-preflight\/ssh-preflight\//)
        }
        expect(html.replaceAll('\n', '')).not.toMatch(moving)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a log full of hostile text', () => {
  it.each(attacks)('has no command and no control character: %#', (attack) => {
    expect(unsafe(wholeLog(talkativeReports(attack)))).toEqual([])
  })

  it('has none, whatever is said', () => {
    fc.assert(
      fc.property(text, (said) => {
        expect(unsafe(wholeLog(talkativeReports(said)))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('has only our colors in it, in a terminal', () => {
    for (const attack of attacks) {
      const lines = wholeLog(talkativeReports(attack), colorStyle)
      const colors = ['0', '1', '2', '31', '32', '33'].map((each) => `\u001b[${each}m`)
      const bare = lines.map((line) =>
        colors.reduce((rest, each) => rest.replaceAll(each, ''), line),
      )
      expect(unsafe(bare)).toEqual([])
    }
  })

  it('stays short, and so does the summary', () => {
    const reports = talkativeReports('x'.repeat(1_000_000))
    expect(wholeLog(reports).join('\n').length).toBeLessThan(50_000 * reports.length)
    expect(summary(reports).length).toBeLessThan(50_000 * reports.length)
  })
})

describe('annotations full of hostile text', () => {
  it('have no control characters and no second command', () => {
    for (const attack of attacks) {
      for (const { message } of annotations(talkativeReports(attack))) {
        expect(unsafe(message.split('\n'))).toEqual([])
      }
    }
  })
})

describe('a JSON report full of hostile text', () => {
  it('holds it as it was, and prints without harm', () => {
    for (const attack of attacks) {
      const json = jsonReport(talkativeReports(attack))
      expect(unsafe(json.split('\n'))).toEqual([])
      const read = JSON.parse(json) as { hosts: { findings: { evidence: { text: string } }[] }[] }
      expect(read.hosts[0]?.findings[0]?.evidence.text).toBe(attack)
    }
  })
})

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { marked, type Token } from 'marked'
import {
  code,
  fence,
  logBlock,
  logLine,
  toCell,
  toColumn,
  toHtml,
  toMarkdown,
  toMermaid,
  toPlain,
  visible,
} from '../../../src/text/escape'
import { literal, say } from '../../../src/text/words'
import { attacks } from '../../fixtures/hostile'

/** Attacks, pieces of them, and any characters at all, glued together. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...attacks.filter(({ length }) => length < 1000)),
      fc.constantFrom('`', '``', '|', '\\', '\\|', '<', '>', '[', ']', '##', '[', '::', '\n', '\r'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) => pieces.join(''))

const commands = /^\s*::|##[a-z]*\[/iu
const moving = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

const tagsOf = (html: string) => [...html.matchAll(/<\/?[a-z!][^>]*>/gi)].map(([tag]) => tag)

describe('data in plain text', () => {
  it.each(attacks)('is no command and moves nothing: %#', (attack) => {
    for (const line of [toPlain(say`${attack}`), toColumn(say`${attack}`), ...logBlock(attack)]) {
      expect(line).not.toMatch(commands)
      expect(line).not.toMatch(moving)
    }
  })

  it('is one line that no runner takes for a command, whatever it is', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const line = toPlain(say`${a} said ${b}${a}`)
        expect(line).not.toMatch(commands)
        expect(line).not.toMatch(moving)
      }),
    )
  })

  it('still reads', () => {
    expect(toPlain(say`said ${'\u001b[31mred'}`)).toBe('said \\x1b[31mred')
    expect(toPlain(say`said ${'a\r\nb\tc'}`)).toBe('said a\\r\\nb\\tc')
    expect(toPlain(say`said ${'\u202eabc'}`)).toBe('said \\u{202e}abc')
    expect(toPlain(say`said ${'Permission denied'}.`)).toBe('said "Permission denied".')
    expect(toPlain(say`address ${'::1'}`)).toBe('address "::1"')
    expect(toPlain(say`Größe ${'日本語'} ✓`)).toBe('Größe 日本語 ✓')
  })

  it('keeps words that a runner masks whole, so that the mask still fits', () => {
    expect(toPlain(say`${'deploy'}@${'shop.example.com'}`)).toBe('deploy@shop.example.com')
    expect(toMarkdown(say`${'my_user*name'}`)).toBe('`my_user*name`')
    expect(code('a<b>&c')).toBe('`a<b>&c`')
  })

  it('is clipped, with an ellipsis, between characters', () => {
    expect(visible('x'.repeat(1_000_000))).toBe(`${'x'.repeat(200)}…`)
    expect(visible(`${'x'.repeat(199)}😀y`)).toBe(`${'x'.repeat(199)}…`)
    expect(visible('\u0000'.repeat(1000))).toHaveLength(201)
    expect(visible('x'.repeat(200))).toBe('x'.repeat(200))
  })
})

describe('logLine', () => {
  it('leaves harmless lines as they are', () => {
    const line = '  ok    name         2001:db8::7, a::b, # heading [x]'
    expect(logLine(line)).toBe(line)
  })

  it('disarms both forms of a command', () => {
    expect(logLine('  ::error::x')).toBe('  : :error::x')
    expect(logLine('a ##[error]x')).toBe('a # #[error]x')
  })
})

describe('data in Markdown', () => {
  const shownOf = (data: string) => visible(data)

  it('is one code span in a paragraph, whatever it is', () => {
    fc.assert(
      fc.property(text, (data) => {
        fc.pre(visible(data).trim() !== '')
        const tokens = marked.lexer(toMarkdown(say`before ${data} after`))
        expect(tokens.map(({ type }) => type)).toEqual(['paragraph'])
        const inline = (tokens[0] as Token & { tokens: Token[] }).tokens
        expect(inline.map(({ type }) => type)).toEqual(['text', 'codespan', 'text'])
        expect((inline[1] as Token & { text: string }).text.trim()).toBe(shownOf(data).trim())
      }),
    )
  })

  it('is one code span at the start of a block, and next to other data', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(visible(a + b).trim() !== '')
        const html = marked.parse(toMarkdown(say`${a}${b}`), { async: false })
        expect(tagsOf(html)).toEqual(['<p>', '<code>', '</code>', '</p>'])
      }),
    )
  })

  it('stays in its cell of a table', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(visible(a).trim() !== '' && visible(b).trim() !== '')
        const row = `| ${toCell(say`x ${a}`)} | ${toCell(say`${b} y`)} |`
        const html = marked.parse(`| a | b |\n| --- | --- |\n${row}\n`, { async: false })
        const cell = ['<td>', '<code>', '</code>', '</td>']
        const head = ['<table>', '<thead>', '<tr>', '<th>', '</th>', '<th>', '</th>', '</tr>']
        const body = ['</thead>', '<tbody>', '<tr>', ...cell, ...cell, '</tr>', '</tbody>']
        expect(tagsOf(html)).toEqual([...head, ...body, '</table>'])
      }),
    )
  })

  it('shows a bar in a cell as it is', () => {
    const table = (data: string) =>
      marked.parse(`| a |\n| --- |\n| ${toCell(say`${data}`)} |`, { async: false })
    expect(table('grep | sort')).toContain('<code>grep | sort</code>')
    expect(table('a\\|b')).toContain('<code>a&#92;&#124;b</code>')
  })

  it('cannot end a fence', () => {
    fc.assert(
      fc.property(text, (data) => {
        const tokens = marked.lexer(fence('text', data).join('\n'))
        expect(tokens.map(({ type }) => type)).toEqual(['code'])
      }),
    )
  })

  it('is no HTML in the line of a summary', () => {
    fc.assert(
      fc.property(text, (data) => {
        expect(tagsOf(toHtml(say`a < b ${data}`))).toEqual(['<code>', '</code>'])
      }),
    )
  })
})

describe('data in a label of a diagram', () => {
  it('keeps names and addresses whole, so that the mask of a runner still fits', () => {
    for (const name of ['www.shop-1.example.com', 'my_user', '203.0.113.7', '2001:db8::7', '::1']) {
      expect(toMermaid(say`${name}`)).toBe(`#8203;${name}`)
      expect(toHtml(say`${name}`)).toBe(`<code>${name}</code>`)
    }
    expect(toMermaid(say`::ffff:${'203.0.113.7'}`)).toBe('::ffff:#8203;203.0.113.7')
  })

  it('is letters, digits, spaces and entities in all else', () => {
    expect(toMermaid(say`said ${'"a"] --> <b>`c`</b> #1;'}`)).toBe(
      'said #34;a#34;#93; #45;#45;#62; #60;b#62;#96;c#96;#60;#47;b#62; #35;1#59;',
    )
    fc.assert(
      fc.property(text, (data) => {
        expect(toMermaid(say`a ${data}`)).toMatch(
          /^(?:[\p{L}\p{N} ]|#\d+;|(?<=[\p{L}\p{N}._-])[._-](?=[\p{L}\p{N}._-])|[:.](?=[0-9a-f:.]|$|[ #]))*$/iu,
        )
      }),
    )
  })
})

describe('our own words in Markdown', () => {
  it('are shown as they are written', () => {
    const sentence = 'Set *.txt in ~/.ssh <dir> [x](y) a_b _c_ `d` $e$ & | f \\ g'
    const html = marked.parse(toMarkdown(literal(sentence)), { async: false })
    expect(tagsOf(html)).toEqual(['<p>', '</p>'])
    const read = html
      .replace(/<\/?p>|\n$/g, '')
      .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
    expect(read.trim()).toBe(sentence)
  })

  it.each(['# a', '- a', '+ a', '1. a', '> a', '==='])('start no block: %s', (sentence) => {
    const html = marked.parse(toMarkdown(literal(sentence)), { async: false })
    expect(tagsOf(html)).toEqual(['<p>', '</p>'])
  })
})

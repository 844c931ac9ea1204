import fc from 'fast-check'
import {
  code,
  codeCell,
  fence,
  logBlock,
  logLine,
  toCell,
  toColumn,
  toHtml,
  toMarkdown,
  toMermaid,
  toPlain,
} from '../../src/text/escape'
import { literal, say } from '../../src/text/words'
import { attacks } from '../fixtures/hostile'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeOwnMarkdown, mustBeShort, mustPrint } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

interface Said {
  readonly a: string
  readonly b: string
}

const text = textInputs(
  [
    '::',
    '##[',
    'error',
    '`',
    '|',
    '\\',
    '<b>',
    '</code>',
    '&lt;',
    '[x](y)',
    '![',
    '*',
    '_',
    '~',
    '%0A',
    'https://evil.example',
  ],
  attacks.filter(({ length }) => length < 1000),
)

function shown({ a, b }: Said) {
  const words = say`It says ${a} and ${b}${a}.`
  return {
    lines: [
      ...[
        toPlain(words),
        toColumn(words),
        logLine(a),
        toPlain(literal(b)),
        ...logBlock(`${a}\n${b}`),
      ],
      toMermaid(words),
    ],
    markdown: [
      toMarkdown(words),
      `| a | b |\n| - | - |\n| ${toCell(words)} | ${codeCell(b)} |`,
      `<details><summary>${toHtml(words)}</summary></details>`,
      code(a),
      fence('sh', `${a}\n${b}`).join('\n'),
    ],
  }
}

/** Sentences with any data in them, as every report shows them. */
export const target: FuzzTarget<Said, ReturnType<typeof shown>> = {
  inputs: fc.record({ a: text, b: text }),
  run: shown,
  verify({ a, b }, { lines, markdown }) {
    mustPrint('a line', lines)
    for (const each of markdown) {
      const links = mustBeOwnMarkdown('Markdown', each)
      must(links.length === 0, `data is a link: ${String(links)}`)
    }
    mustBeShort('all', { lines, markdown }, 2_000_000 + 30 * (a.length + b.length))
  },
}

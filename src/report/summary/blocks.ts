import type { Words } from '../../text/words'
import { toHtml } from '../../text/escape'

/** Markdown blocks: each string is one block, and blocks stand apart by an empty line. */
export type Blocks = readonly string[]

export const joinBlocks = (blocks: Blocks): string => blocks.join('\n\n')

/** A folded part; nothing when there is nothing to fold. */
export function details(title: Words, blocks: Blocks): Blocks {
  if (blocks.length === 0) return []
  return [`<details><summary>${toHtml(title)}</summary>`, ...blocks, '</details>']
}

/** A table from finished cells. */
export function table(
  head: readonly string[],
  align: readonly ('left' | 'center' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const marks = { left: '---', center: ':-:', right: '--:' }
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(align.map((each) => marks[each])), ...rows.map(line)].join('\n')
}

/** Mark of a verdict or stage; the words next to it say the same. */
export const icon = {
  pass: '✅',
  warn: '⚠️',
  fail: '❌',
  error: '💥',
  unfinished: '❔',
  notice: '💡',
  unchecked: '⚪',
} as const

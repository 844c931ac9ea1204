import { type Blocks, joinBlocks } from './blocks'

/**
 * Counts the words of sentences and tables that a reader sees before unfolding anything. Code within a sentence is one word, and
 * what is to be copied does not count: so no text of a server changes the form of a summary.
 */
export function visibleWords(blocks: Blocks): number {
  const visible = withoutFolds(
    joinBlocks(blocks.filter((block) => !/^(?:`{3,}|~{3,})[a-z]*\n/.test(block))),
  )
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)|<code>[^<]*<\/code>/g, 'code')
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/<[^<>]*>/g, ' ')
  return visible.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function withoutFolds(markdown: string): string {
  const lines: string[] = []
  let depth = 0
  for (const line of markdown.split('\n')) {
    if (line.startsWith('<details>')) {
      // The title of a fold is visible.
      if (depth === 0) lines.push(line)
      depth += 1
    } else if (line === '</details>') depth = Math.max(0, depth - 1)
    else if (depth === 0) lines.push(line)
  }
  return lines.join('\n')
}

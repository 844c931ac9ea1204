/** Most columns of a block on GitHub's page that a laptop shows without scrolling. */
const widest = 96

/**
 * Shell commands with lines that end after `&&`, `||`, `|` or `;` where a line would be cut at the edge of the page. Nothing is
 * changed within quotes, and a line with a comment or a here-document stays as it is.
 */
export function brokenCommands(text: string): string {
  if (/<<|\\$/m.test(text)) return text
  return text.split('\n').map(brokenLine).join('\n')
}

function brokenLine(line: string): string {
  if (line.length <= widest || /(?:^|\s)#/.test(line) || !line.trim().includes(' ')) return line
  const indent = /^ */.exec(line)?.[0] ?? ''
  const parts = partsOf(line.trim())
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    const joined = last === undefined ? `${indent}${part}` : `${last} ${part}`
    if (last === undefined || joined.length <= widest) lines.splice(-1, 1, joined)
    else lines.push(`${indent}  ${part}`)
  }
  return lines.join('\n')
}

/** Each part ends with the operator that joins it to the next one. */
function partsOf(line: string): readonly string[] {
  const parts: string[] = []
  let start = 0
  let quote = ''
  let depth = 0
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
      else if (character === '\\' && quote === '"') at += 1
    } else if (character === '\\') at += 1
    else if (character === "'" || character === '"') quote = character
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (depth === 0 && /^(?:&&|\|\|?|;) /.test(line.slice(at, at + 3))) {
      at = line.indexOf(' ', at)
      parts.push(line.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, line.slice(start)]
}

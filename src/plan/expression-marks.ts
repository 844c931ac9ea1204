/** A script in which one private-use character is in the place of each `${{ expression }}` of the runner. */
export interface MarkedScript {
  readonly text: string
  readonly expressions: readonly string[]
}

const first = 0xe000
/** The size of the private-use area of Unicode, less a reserve. */
const mostExpressions = 6000

/** Null for a script that has such characters itself, or too many expressions. */
export function withMarks(script: string): MarkedScript | null {
  if (/[\ue000-\uf8ff]/.test(script)) return null
  const expressions: string[] = []
  let text = ''
  let at = 0
  for (;;) {
    const start = script.indexOf('${{', at)
    const end = start < 0 ? -1 : script.indexOf('}}', start + 3)
    if (end < 0) break
    const expression = script.slice(start, end + 2)
    expressions.push(expression.replace(/\s+/g, ' '))
    // Lines are counted, so those inside of an expression stay.
    const lines = '\\\n'.repeat(expression.split('\n').length - 1)
    text += script.slice(at, start) + String.fromCharCode(first + expressions.length - 1) + lines
    at = end + 2
  }
  if (expressions.length > mostExpressions) return null
  return { text: text + script.slice(at), expressions }
}

/** A part of the marked text with its expressions, each on one line. */
export function restoreExpressions(text: string, expressions: readonly string[]): string {
  return text.replace(/[\ue000-\uf8ff]/g, (mark) => expressions[mark.charCodeAt(0) - first] ?? '')
}

/** Expressions of the runner, `${{ … }}`, in a text of a workflow. Both functions take time in proportion to the text. */

/** The text with each expression, from `${{` to the next `}}`, replaced by what `by` gives for it. */
export function replaceExpressions(text: string, by: (expression: string) => string): string {
  const pieces: string[] = []
  let at = 0
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', at)) {
    const end = text.indexOf('}}', start)
    if (end < 0) break
    pieces.push(text.slice(at, start), by(text.slice(start, end + 2)))
    at = end + 2
  }
  return pieces.join('') + text.slice(at)
}

/** The text with each expression hidden behind as many letters: what a sign inside of one means is nobody's to say. */
export function hideExpressions(text: string): string {
  return replaceExpressions(text, ({ length }) => 'x'.repeat(length))
}

const longestSource = 200

/** One expression that only names a context, such as `${{ secrets.SSH_KEY }}` or `${{ matrix.host || vars.HOST }}`. */
const reference = /^["']?\$\{\{[\w\s.\-[\]|&]*\}\}["']?$/

const isEmpty = /^(''|"")?$/

/** The other way to write `secrets.SSH_KEY`. */
const index = /(?<=\b(?:secrets|vars|env|inputs|matrix))\['[\w-]{1,100}'\]/g

/**
 * The source text of a value in a workflow file as facts may keep it: on one line, clipped, and for what holds a secret
 * only when it is a reference, as a password may be in the file in plain text.
 */
export function redactedSource(source: string, isSecret: boolean): string {
  const line = source.replace(/\s+/g, ' ')
  if (isSecret && !reference.test(line.replace(index, '')))
    return isEmpty.test(line) ? line : '(not shown)'
  return line.length > longestSource ? `${line.slice(0, longestSource - 1)}…` : line
}

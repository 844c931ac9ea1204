const longestSource = 200

/** One expression that only names a context, such as `${{ secrets.SSH_KEY }}` or `${{ matrix.host || vars.HOST }}`. */
const reference = /^["']?\$\{\{[\w\s.\-[\]|&]*\}\}["']?$/

/**
 * The source text of a value in a workflow file as facts may keep it: clipped, and for what holds a secret only when it
 * is a reference, as a password may stand in the file in plain.
 */
export function shownSource(source: string, isSecret: boolean): string {
  if (isSecret && !reference.test(source)) return source === '' ? '' : '(not shown)'
  return source.length > longestSource ? `${source.slice(0, longestSource - 1)}…` : source
}

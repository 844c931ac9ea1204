import { secretInputs } from '../inputs/names'

const longestSource = 200

/** One expression that only names a context, such as `${{ secrets.SSH_KEY }}` or `${{ matrix.host || vars.HOST }}`. */
const reference = /^["']?\$\{\{[\w\s.\-[\]|&]*\}\}["']?$/

/**
 * The source text of a `with:` value as facts may keep it: clipped, and for the inputs that hold secrets only when it is
 * a reference, as a password may stand in the file in plain.
 */
export function shownSource(input: string, source: string): string {
  const isSecret = secretInputs.some((name) => name === input)
  if (isSecret && !reference.test(source)) return source === '' ? '' : '(not shown)'
  return source.length > longestSource ? `${source.slice(0, longestSource - 1)}…` : source
}

import type { Candidate, Fix } from '../causes/finding'

/** Where the same text to copy was printed already: `The commands are those above.`; null when it was not. */
export function repeats(
  candidates: readonly Candidate[],
  index: number,
  primary: Fix | undefined,
): string | null {
  const text = candidates[index]?.fix.paste?.text
  if (text === undefined) return null
  if (text === primary?.paste?.text) return 'What to copy is above, under the first fix.'
  const earlier = candidates.findIndex(({ fix }) => fix.paste?.text === text)
  return earlier < index ? `What to copy is the same as for ${String(earlier + 1)}.` : null
}

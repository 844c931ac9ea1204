import type { Candidate } from '../causes/finding'

/**
 * One block to paste on the server: the commands of the candidates in their order, each identified in the output by its number,
 * counted from `first`. Every command only reads; a command that several candidates share is run once.
 */
export function serverCheck(candidates: readonly Candidate[], first = 1): string {
  const [only] = candidates
  if (only !== undefined && candidates.length === 1 && first === 1) return only.command
  const numbers = new Map<string, string[]>()
  candidates.forEach(({ command }, index) => {
    numbers.set(command, [...(numbers.get(command) ?? []), String(index + first)])
  })
  return [...numbers]
    .flatMap(([command, at]) => [`echo '--- ${at.join(', ')}'`, command])
    .join('\n')
}

import { toPlain } from '../text/escape'
import type { Candidate } from '../causes/finding'

/**
 * One block to paste on the server: the commands of all candidates in their order, each identified in the output by its
 * number. Every command only reads; a command that several candidates share is run once.
 */
export function serverCheck(candidates: readonly Candidate[]): string {
  const numbers = new Map<string, number[]>()
  candidates.forEach(({ command }, index) => {
    numbers.set(command, [...(numbers.get(command) ?? []), index + 1])
  })
  return [...numbers]
    .flatMap(([command, at]) => [
      `echo '--- ${at.map((n) => heading(candidates, n)).join('; ')}'`,
      command,
    ])
    .join('\n')
}

/** `1 SSH service stopped`, with nothing in it that a shell would read. */
function heading(candidates: readonly Candidate[], number: number): string {
  const title = toPlain(candidates[number - 1]?.title ?? [])
  return `${String(number)} ${title.replace(/[^\w .,/()-]/g, '')}`
}

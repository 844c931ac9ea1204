import type { Masker } from './masker'

/** FileCommandManager.cs: a summary over 1 MiB is dropped whole. */
const largestSummary = 1024 * 1024

/** The summary as uploaded: masked line by line; empty when it was too large. */
export function uploadedSummary(text: string, masker: Masker): string {
  if (Buffer.byteLength(text) > largestSummary) return ''
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => masker.mask(line))
    .join('\n')
}

/** Reads a GITHUB_OUTPUT file: `name=value` lines and heredocs `name<<DELIMITER`. Throws where the runner would fail the step. */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2)
      const end = lines.indexOf(delimiter, index + 1)
      if (end < 0) throw new Error(`Matching delimiter not found '${delimiter}'`)
      outputs[line.slice(0, heredoc)] = lines.slice(index + 1, end).join('\n')
      index = end
    } else if (equals >= 0) outputs[line.slice(0, equals)] = line.slice(equals + 1)
    else throw new Error(`Invalid format '${line}'`)
  }
  return outputs
}

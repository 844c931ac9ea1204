/**
 * What a tool said, without what differs from run to run and from deploy to deploy: addresses, ports, users, times,
 * fingerprints.
 */
export function normalized(text: string): string {
  return text
    .replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, '')
    .replace(/SHA256:[\w+/]+=?/g, 'FINGERPRINT')
    .replace(/\[?\b(?:[\da-f]{1,4}:){2,7}(?::|[\da-f]{1,4})(?::?[\da-f]{1,4})*\]?/gi, 'ADDRESS')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'ADDRESS')
    .replace(/ADDRESS(?:%\w+)?:\d+/g, 'ADDRESS:PORT')
    .replace(/\bHOST:\d+/g, 'HOST:PORT')
    .replace(/\bport:? \d+/gi, 'port PORT')
    .replace(/^\d+\/tcp/, 'PORT/tcp')
    .replace(/^[\w.-]+@(?=[\w.:]+: )/, 'USER@')
    .replace(/\b\d+(?:\.\d+)? ?(?:ms|s|seconds?)\b/g, 'TIME')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** One fault and what was said of it. */
export interface ToolLine {
  readonly cause: string
  readonly line: string
}

/** How many of the faults have a line that is said of no other cause: only such a line shows which of these causes it is. */
export function countDistinct(faults: readonly ToolLine[]): number {
  const causes = new Map<string, Set<string>>()
  for (const { cause, line } of faults) {
    causes.set(line, (causes.get(line) ?? new Set()).add(cause))
  }
  return faults.filter(({ line }) => causes.get(line)?.size === 1).length
}

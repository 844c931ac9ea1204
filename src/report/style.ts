/** What a piece of a log line is, so that a palette can color it. Meaning never depends on color only. */
export type Tone = 'good' | 'warn' | 'bad' | 'faint' | 'strong'

/** How plain text is laid out. */
export interface Style {
  /** Columns. */
  readonly width: number
  readonly paint: (tone: Tone, text: string) => string
  /** Only the verdict and the first fix are printed: `-v` of the terminal prints the rest. */
  readonly isBrief?: boolean
}

/** For logs, pipes and `NO_COLOR`. */
export const plainStyle: Style = { width: 80, paint: (_tone, text) => text }

/** SGR codes of ECMA-48 (ISO 6429) that every terminal of today knows: green, yellow, red, faint, bold. */
const codes: Readonly<Record<Tone, number>> = { good: 32, warn: 33, bad: 31, faint: 2, strong: 1 }

/** For a terminal that shows colors. */
export const colorStyle: Style = {
  width: 80,
  paint: (tone, text) => `\u001b[${String(codes[tone])}m${text}\u001b[0m`,
}

/**
 * Breaks one line at spaces so that it fits the width; a word longer than that stays whole (a link, a fingerprint).
 * The first line starts with the indent, the others with that of a list's text (`hang`).
 */
export function wrap(
  text: string,
  width: number,
  indent = '',
  hangingIndent = indent,
): readonly string[] {
  const lines: string[] = []
  const margin = () => (lines.length === 0 ? indent : hangingIndent)
  let line = ''
  for (const word of text.split(/ +/).filter((each) => each !== '')) {
    if (line !== '' && margin().length + line.length + 1 + word.length > width) {
      lines.push(margin() + line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return line === '' ? lines : [...lines, margin() + line]
}

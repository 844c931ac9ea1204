import { withoutMarks } from './pasted-lines'

/** Most characters of one object; those of the script have some thousands. */
const objectLimit = 200_000

/** Most objects of one paste that are read: the last ones. */
const objectsLimit = 50

/**
 * The texts of the objects that server-check.sh prints with `--json`, from the line where each begins to its end, or to the next
 * one where it has no end. A line that a terminal cut at its width is put together again.
 */
export function bareObjects(lines: readonly string[]): readonly string[] {
  const starts = lines.flatMap((line, at) => (isStart(line, lines[at + 1]) ? [at] : []))
  return starts.slice(-objectsLimit).map((start, index, kept) => {
    const own = lines.slice(start, kept[index + 1])
    const mark = own[0]?.slice(0, own[0].indexOf('{')) ?? ''
    const text = own.map((line) => (line.startsWith(mark) ? line.slice(mark.length) : line))
    return upToItsEnd(text.join('').slice(0, objectLimit))
  })
}

function isStart(line: string, next = ''): boolean {
  const text = withoutMarks(line)
  return (
    /^\{ *"serverCheck"/.test(text) ||
    (text === '{' && withoutMarks(next).startsWith('"serverCheck"'))
  )
}

/** The text without what follows the object that begins it. */
function upToItsEnd(text: string): string {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return text.slice(0, at + 1)
    }
  }
  return text
}

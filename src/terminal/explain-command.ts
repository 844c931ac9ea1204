/** The command `explain`: a cause by its id, or what a message of a client means. */
import { statSync } from 'node:fs'
import { lookUp } from '../causes/find-by-name'
import { readAtMost } from '../inputs/bounded-file'
import { expandHome } from '../private-key/home-path'
import { readLog } from '../knowledge/messages/read-log'
import { explainedLines, listedLines, messageLines, unknownLines } from '../report/explained'
import type { Style } from '../report/style'
import { decodeText } from '../text/decode-text'
import { logLine } from '../text/escape'
import { readText, systemSays, textLimit } from './usage-error'

/**
 * What the words after `explain` ask for: an id, the file of a log, `-` for the standard input, or the text of a message. `known` is
 * false when no message of ours is in it. Throws a UsageError for a file that cannot be read.
 */
export function explain(
  words: readonly string[],
  style: Style,
): { readonly lines: readonly string[]; readonly known: boolean } {
  const [first = ''] = words
  const asked = words.join(' ')
  const found = lookUp(asked)
  if (found.kind === 'one') return { lines: explainedLines(found.cause, style), known: true }
  if (found.kind === 'several') return { lines: listedLines(found.causes, style), known: true }
  const message = readLog(words.length === 1 ? textOf(first) : asked)
  if (message !== null) return { lines: messageLines(message, style), known: true }
  const isPath = words.length === 1 && /^[.~]?\/|\.(?:log|txt|out)$/.test(first) && !isFile(first)
  if (isPath) return { lines: [`There is no file ${logLine(first)}.`], known: false }
  return { lines: unknownLines(found.near, style), known: false }
}

function textOf(word: string): string {
  if (word === '-') return systemSays(() => decodeText(readAtMost(0, textLimit)))
  return isFile(word) ? readText(word) : word
}

function isFile(word: string): boolean {
  // What is too long for a path, or has a zero byte, is no file.
  try {
    return statSync(expandHome(word), { throwIfNoEntry: false })?.isDirectory() === false
  } catch {
    return false
  }
}

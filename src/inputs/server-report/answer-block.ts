/**
 * The block in which server-check.sh hands its answer over: JSON in base64 (RFC 4648 section 4), a line with its Adler-32
 * (RFC 1950 section 8.2), and a line before and after. Whatever happened to the text around it, the checksum says whether it is whole.
 */
import { withoutMarks } from './pasted-lines'

/** A block with the JSON inside it, or why there is none. */
export type AnswerBlock =
  { readonly json: string } | { readonly corruption: 'cut-off' | 'masked' | 'changed' }

/** Most blocks of one paste that are read: the last ones. */
const blocksLimit = 50

/** Most characters of one block: the script writes 42,000 at most, and wraps and marks add to it. */
const blockLimit = 200_000

/** Matches `-BEGIN SSH PREFLIGHT ANSWER-`, in which a line may end anywhere, in the place of a space too. */
function frameLine(words: string): RegExp {
  const letters = `-${words} SSH PREFLIGHT ANSWER-`.replace(/[A-Z-]/g, '$&\\n?')
  return new RegExp(letters.replaceAll(' ', ' ?'), 'g')
}

/** The blocks in the lines of a paste, in their order, including those that are corrupt or cut off. Never throws. */
export function answerBlocks(lines: readonly string[]): readonly AnswerBlock[] {
  return lines
    .map(withoutMarks)
    .join('\n')
    .split(frameLine('BEGIN'))
    .slice(1)
    .slice(-blocksLimit)
    .map(readBlock)
}

/** Whether the first or the last line of a block is in a paste. */
export function hasFrameLine(lines: readonly string[]): boolean {
  const text = lines.map(withoutMarks).join('\n')
  return frameLine('BEGIN').test(text) || frameLine('END').test(text)
}

function readBlock(text: string): AnswerBlock {
  const end = text.slice(0, blockLimit).search(frameLine('END'))
  if (end === -1) return { corruption: 'cut-off' }
  const inside = text.slice(0, end)
  const json = decoded(inside) ?? decoded(withoutFirstWords(inside))
  if (json !== null) return { json }
  return { corruption: inside.includes('***') ? 'masked' : 'changed' }
}

/** The last word of each line: what something in front of all lines (a number, the name of a container) leaves. */
function withoutFirstWords(text: string): string {
  return text
    .replaceAll('Checksum: ', 'Checksum:')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf(' ') + 1))
    .join('\n')
}

/** The JSON, if its checksum is right. It is printable ASCII, so that each byte is a character. */
function decoded(text: string): string | null {
  const packed = text.replace(/[^A-Za-z0-9+/=:]/g, '')
  const [base64 = '', checksum = ''] = packed.split('Checksum:')
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length > 0 && checksum === adler32(bytes) ? bytes.toString('latin1') : null
}

/** Adler-32 in eight hex digits. */
function adler32(bytes: Uint8Array): string {
  let low = 1
  let high = 0
  for (const byte of bytes) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  return ((high * 65_536 + low) >>> 0).toString(16).padStart(8, '0')
}

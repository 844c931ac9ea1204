/** Text of files and inputs, which PowerShell writes in UTF-16 and Windows editors begin with a byte order mark. */

/** Characters that are looked at: a text is of one encoding from its start. */
const sample = 64

/** UTF-8, or UTF-16 of either byte order, with and without its mark. A byte order mark of UTF-8 stays. */
export function decodeText(bytes: Buffer): string {
  const start = bytes.subarray(0, sample)
  const [first, second] = start
  if ((first === 0xfe && second === 0xff) || hasNulsAt(start, 0))
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  if ((first === 0xff && second === 0xfe) || hasNulsAt(start, 1)) return bytes.toString('utf16le')
  return bytes.toString('utf8')
}

/** Whether nearly every second byte is zero, from the first or the second one on. */
function hasNulsAt(bytes: Buffer, offset: 0 | 1): boolean {
  const zeros = (from: number) => bytes.filter((byte, at) => at % 2 === from && byte === 0).length
  return bytes.length >= 8 && zeros(offset) >= bytes.length * 0.4 && zeros(1 - offset) === 0
}

/**
 * A text that was read as UTF-8 and is UTF-16: every second character is a NUL, or the replacement character in its place.
 * A value of the environment ends at its first NUL, so that only the mark and one character are left (`\ufffd\ufffd-`). Gives
 * the text, empty where it was cut; null for a text that is no UTF-16.
 */
export function decodeWide(text: string): string | null {
  if (/^\ufffd\ufffd[^\0\ufffd]?$/.test(text)) return ''
  const bare = text.replace(/^(?:\ufffd{2}|\ufeff)(?!\0?\ufffd)/, '')
  const start = bare.slice(0, sample)
  if (start.length < 6) return null
  const fillers = (from: number) =>
    Array.from(start).filter((each, at) => at % 2 === from && /[\0\ufffd]/.test(each)).length
  const offset = fillers(1) > fillers(0) ? 1 : 0
  if (fillers(offset) < start.length * 0.4 || fillers(1 - offset) > start.length * 0.05) return null
  return bare.replace(/[\0\ufffd]/g, '')
}

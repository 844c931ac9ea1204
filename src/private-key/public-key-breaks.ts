/**
 * Where a runner's masks would spoil the public key line. A runner masks every line of a secret, and lines of a private key
 * file can be pieces of its public half: a file holds both.
 */

/**
 * The positions at which the line must be broken so that no mask fits into a piece: ascending, none when nothing fits. Null
 * when breaking does not help, because a single character is masked. `secrets` are values that the runner masks by itself or
 * was asked to mask; it does so in these forms (actions/runner, Worker.cs and ValueEncoders.cs).
 */
export function publicKeyBreaks(
  line: string,
  secrets: readonly string[],
): readonly number[] | null {
  const masks = new Set(secrets.flatMap(maskedLines).filter((mask) => mask.length <= line.length))
  const found = [...masks].flatMap((mask) =>
    [...formsOf(mask)].flatMap((form) => places(line, form)),
  )
  if (found.some(({ start, end }) => end - start < 2)) return null
  const breaks: number[] = []
  for (const { start, end } of found.sort((a, b) => a.end - b.end)) {
    const last = breaks.at(-1) ?? 0
    // In the middle where that is free: a mask that begins a character later does not fit either.
    if (last <= start) breaks.push(Math.max(start + 1, Math.ceil((start + end) / 2)))
  }
  return breaks
}

/** A secret is masked whole, and each of its lines on its own. */
function maskedLines(secret: string): readonly string[] {
  return [secret, ...secret.split(/[\r\n]+/).map((line) => line.trim())].filter(
    (each) => each !== '',
  )
}

/** As it is, in base64 at the three offsets, without double quotes, and the pieces around `&`. Other forms add characters. */
function formsOf(mask: string): ReadonlySet<string> {
  const bytes = Buffer.from(mask)
  const shifted = [0, 1, 2].map((shift) => bytes.subarray(shift).toString('base64'))
  const unquoted = mask.length > 8 && /^".*"$/s.test(mask) ? [mask.slice(1, -1)] : []
  const longPieces = mask.split(/&(?:\+.)?/s).filter((piece) => piece.length > 5)
  const forms = [mask, ...shifted, ...unquoted, ...longPieces]
  return new Set(forms.filter((form) => form !== ''))
}

function places(line: string, piece: string): readonly { start: number; end: number }[] {
  const found = []
  for (let start = line.indexOf(piece); start >= 0; start = line.indexOf(piece, start + 1))
    found.push({ start, end: start + piece.length })
  return found
}

/** Finds private halves in what is said. */

/** Eight bytes in a row: 16 hex digits, and in base64 at least ten characters that no neighbor changes. */
const runs = { raw: 8, hex: 16, base64: 10 }

/** Every run of eight bytes of these numbers, big-endian: as it is (Latin-1), in hex, and in base64 at each offset. */
export function privateRuns(numbers: readonly Buffer[]): ReadonlySet<string> {
  return new Set(numbers.flatMap(runsOf))
}

/** The pieces of texts (facts, reports) that are eight bytes in a row of a private half. */
export function privateBytesIn(texts: readonly string[], forbidden: ReadonlySet<string>): string[] {
  return texts.flatMap((text) =>
    Object.values(runs).flatMap((size) =>
      windows(size === runs.hex ? text.toLowerCase() : text, size).filter((window) =>
        forbidden.has(window),
      ),
    ),
  )
}

function runsOf(number: Buffer): readonly string[] {
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), number]).toString('base64')
    return windows(text.slice(2, -4), runs.base64)
  })
  return [
    ...windows(number.toString('latin1'), runs.raw),
    ...windows(number.toString('hex'), runs.hex),
    ...base64,
  ]
}

const windows = (text: string, size: number) =>
  Array.from({ length: Math.max(0, text.length - size + 1) }, (_, start) =>
    text.slice(start, start + size),
  )

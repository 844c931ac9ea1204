import fc from 'fast-check'

/** Characters that break lines, move a terminal, or are no characters. */
const oddities = [
  ...[' ', '\t', '\n', '\r', '\r\n', '\u0000', '\u001b[31m', '\u007f', '\u0085', '\u00a0'],
  ...['\u200b', '\u2028', '\u202e', '\ufeff', '\ufffd', '\ud800', '\udfff', 'é', '😀', 'İ'],
  ...['"', "'", '`', '\\', '=', '*', '#', ':', '::', '-', '$', '__proto__', 'constructor'],
]

/** The longest input, in characters, about. */
const longest = 65_536

/**
 * Texts for a reader: its own samples damaged, its own words in any order, any characters, and long texts that repeat a few
 * words, on which a reader shows that it is not linear.
 */
export function textInputs(
  words: readonly string[],
  samples: readonly string[] = [],
): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...oddities) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  )
  const joined = (maxLength: number) =>
    fc.array(piece, { maxLength }).map((pieces) => pieces.join(''))
  return fc.oneof(
    { weight: 10, arbitrary: joined(24) },
    { weight: samples.length === 0 ? 0 : 10, arbitrary: corrupt(samples, piece) },
    { weight: 1, arbitrary: long(joined(3)) },
  )
}

/** Samples of which parts are cut and doubled, with pieces put in. */
function corrupt(samples: readonly string[], piece: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(0xffff),
    drop: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(0xffff)),
    add: piece,
    double: fc.boolean(),
  })
  return fc
    .tuple(fc.constantFrom('', ...samples), fc.array(change, { maxLength: 5 }))
    .map(([sample, changes]) =>
      changes.reduce((text, { at, drop, add, double }) => {
        const start = Math.floor((at * text.length) / 0x1_0000)
        const rest = text.slice(double ? Math.max(0, start - drop) : start + drop)
        return text.slice(0, start) + add + rest
      }, sample),
    )
}

function long(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(part, part, part, fc.integer({ min: 1, max: longest }))
    .map(([before, repeated, after, length]) => {
      const times = Math.ceil(length / Math.max(1, repeated.length))
      return before + repeated.repeat(times) + after
    })
}

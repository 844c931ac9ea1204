import fc from 'fast-check'

/** Lengths and counts on which readers of binary formats stumble. */
const numbers = [
  0, 1, 4, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 35_000, 0x4_0001, 0x7fff_ffff, 0xffff_ffff,
]

type Mutation =
  | { readonly kind: 'set' | 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut' | 'double'; readonly at: number; readonly length: number }
  | { readonly kind: 'end'; readonly at: number }

/** Places are parts of 2^16 of the length, so that they fit samples of every length. */
const at = fc.nat(0xffff)

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('set' as const, 'insert' as const),
    at,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant('number' as const),
    at,
    value: fc.oneof(fc.constantFrom(...numbers), fc.nat(0xffff_ffff)),
  }),
  fc.record({
    kind: fc.constantFrom('cut' as const, 'double' as const),
    at,
    length: fc.integer({ min: 1, max: 64 }),
  }),
  fc.record({ kind: fc.constant('end' as const), at }),
)

/** Samples with a few bytes changed, inserted, cut and repeated, and bytes at random. */
export function byteInputs(...samples: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const corrupt = fc
    .tuple(fc.constantFrom(...samples), fc.array(mutation, { maxLength: 6 }))
    .map(([sample, mutations]) => mutations.reduce(mutated, sample))
  return fc.oneof(
    { weight: 9, arbitrary: corrupt },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  )
}

/** The same bytes as they may come from a socket: the lengths of the chunks, repeated until all is sent. */
export const chunkLengths = fc.array(
  fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 40_000 })),
  { minLength: 1, maxLength: 6 },
)

/** Cuts bytes into chunks of these lengths, over and over. */
export function* chunks(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  let turn = 0
  for (let start = 0; start < bytes.length; turn++) {
    const end = start + (lengths[turn % lengths.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}

function mutated(bytes: Buffer, change: Mutation): Buffer {
  const start = Math.floor((change.at * bytes.length) / 0x1_0000)
  const before = bytes.subarray(0, start)
  switch (change.kind) {
    case 'insert':
      return Buffer.concat([before, change.bytes, bytes.subarray(start)])
    case 'set':
      return Buffer.concat([before, change.bytes, bytes.subarray(start + change.bytes.length)])
    case 'number': {
      const number = Buffer.alloc(4)
      number.writeUInt32BE(change.value)
      return Buffer.concat([before, number, bytes.subarray(start + 4)])
    }
    case 'cut':
      return Buffer.concat([before, bytes.subarray(start + change.length)])
    case 'double':
      return Buffer.concat([bytes.subarray(0, start + change.length), bytes.subarray(start)])
    case 'end':
      return before
  }
}

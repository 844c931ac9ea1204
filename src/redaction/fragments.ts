/** Where something is in a text: characters from `start` up to `end`. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** Every fragment of this length counts, so a longer secret is found by its fragments. */
export const fragmentLength = 12

const base = 0x01000193
/** What the first of the characters counts in the hash of all, modulo 2^32. */
const firstFactor = Array.from({ length: fragmentLength - 1 }).reduce<number>(
  (factor) => Math.imul(factor, base),
  1,
)
const buckets = 2 ** 17

/**
 * Every run of twelve characters of some texts. A rolling hash (Rabin and Karp) keeps the search linear: what is kept of a run is
 * where it begins, by its hash.
 */
export class Fragments {
  readonly #texts: string
  /** By hash, the first run with it, plus one; 0 for none. */
  readonly #first = new Int32Array(buckets)
  /** By run, the next one with the same hash, plus one. */
  readonly #next: Int32Array

  constructor(texts: readonly string[]) {
    // No canonical text has the separator, so no run of another text equals one that lies across it.
    this.#texts = texts.join('\n')
    this.#next = new Int32Array(this.#texts.length)
    if (texts.length === 0) return
    eachHash(this.#texts, (hash, at) => {
      if (this.#find(hash, this.#texts, at)) return
      this.#next[at] = this.#first[hash] ?? 0
      this.#first[hash] = at + 1
    })
  }

  /** Every place that is made of runs, in order. */
  rangesIn(text: string): readonly TextRange[] {
    const ranges: { start: number; end: number }[] = []
    eachHash(text, (hash, at) => {
      if (this.#first[hash] === 0 || !this.#find(hash, text, at)) return
      const last = ranges.at(-1)
      if (last && at <= last.end) last.end = at + fragmentLength
      else ranges.push({ start: at, end: at + fragmentLength })
    })
    return ranges
  }

  #find(hash: number, text: string, at: number): boolean {
    for (let run = this.#first[hash] ?? 0; run > 0; run = this.#next[run - 1] ?? 0)
      if (isSame(this.#texts, run - 1, text, at)) return true
    return false
  }
}

function isSame(one: string, from: number, other: string, at: number): boolean {
  for (let index = 0; index < fragmentLength; index++)
    if (one.charCodeAt(from + index) !== other.charCodeAt(at + index)) return false
  return true
}

/** Calls `take` with the hash of every run of twelve characters, and where it begins. */
function eachHash(text: string, take: (hash: number, at: number) => void): void {
  let hash = 0
  for (let end = 0; end < text.length; end++) {
    const left = end - fragmentLength
    if (left >= 0) hash = (hash - Math.imul(text.charCodeAt(left), firstFactor)) | 0
    hash = (Math.imul(hash, base) + text.charCodeAt(end)) | 0
    if (left >= -1) take((hash ^ (hash >>> 15)) & (buckets - 1), left + 1)
  }
}

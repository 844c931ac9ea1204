import { fragmentLength, type TextRange } from './fragments'

/** A shorter secret is found by chance in what bytes decode to. */
const shortestSecret = 4

/** Runs that may be base64 (both alphabets of RFC 4648) or hex. */
const runs = /[A-Za-z0-9+/_-]{6,}={0,2}/g
const hexRuns = /[0-9a-f]{8,}/gi

/**
 * Finds short secrets inside base64 and hex, whatever bytes are around them. The others are long enough to be found by the encoding of their
 * bytes.
 */
export class EncodedSecrets {
  readonly #secrets: readonly string[]

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets
      .map((secret) => Buffer.from(secret).toString('latin1'))
      .filter(({ length }) => length >= shortestSecret && length < fragmentLength)
  }

  /** Every run with a secret in it. Linear in the length of the text. */
  rangesIn(text: string): readonly TextRange[] {
    if (this.#secrets.length === 0) return []
    return [
      ...this.#inRuns(text, runs, 'base64', [0, 1, 2, 3]),
      ...this.#inRuns(text, hexRuns, 'hex', [0, 1]),
    ]
  }

  #inRuns(
    text: string,
    pattern: RegExp,
    encoding: 'base64' | 'hex',
    offsets: readonly number[],
  ): readonly TextRange[] {
    return [...text.matchAll(pattern)]
      .filter(({ 0: run }) =>
        offsets.some((offset) => this.#isIn(Buffer.from(run.slice(offset), encoding))),
      )
      .map(({ index, 0: run }) => ({ start: index, end: index + run.length }))
  }

  #isIn(bytes: Buffer): boolean {
    const text = bytes.toString('latin1')
    return this.#secrets.some((secret) => text.includes(secret))
  }
}

const smallestBlock = 256

/**
 * Bytes that come in pieces, kept in one growing block. Each byte is copied a few times at most, however small the pieces are.
 */
export class CollectedBytes {
  #block: Buffer = Buffer.alloc(0)
  #start = 0
  #end = 0

  /** How many bytes there are. */
  get length(): number {
    return this.#end - this.#start
  }

  /** All bytes so far, without a copy. What was given once is never changed by a later piece. */
  get bytes(): Buffer {
    return this.#block.subarray(this.#start, this.#end)
  }

  /** Adds a piece at the end. */
  add(piece: Buffer): void {
    if (this.#end + piece.length > this.#block.length) this.#move(this.length + piece.length)
    piece.copy(this.#block, this.#end)
    this.#end += piece.length
  }

  /** Removes so many bytes from the front. */
  drop(count: number): void {
    this.#start = Math.min(this.#end, this.#start + count)
  }

  #move(needed: number): void {
    const block = Buffer.allocUnsafe(Math.max(smallestBlock, 2 * needed))
    this.#block.copy(block, 0, this.#start, this.#end)
    this.#end -= this.#start
    this.#start = 0
    this.#block = block
  }
}

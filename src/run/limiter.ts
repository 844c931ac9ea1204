/** Limits how many hosts are checked at a time. */
export interface Limiter {
  /**
   * Resolves when a place is free and nobody else holds one of these addresses; gives what ends the turn. Who came first
   * goes first, except past somebody who waits for another address.
   */
  take(addresses: readonly string[]): Promise<() => void>
}

interface Waiting {
  readonly addresses: readonly string[]
  readonly start: () => void
}

/** At most `places` at once, and never two at one address: a server never sees two connections of one run together. */
export function createLimiter(limit: number): Limiter {
  const held = new Set<string>()
  let queue: readonly Waiting[] = []
  let free = limit
  const startNext = () => {
    // Whoever waits longer keeps a claim on its addresses, so that many small turns can't starve a large one.
    const claimed = new Set(held)
    const left: Waiting[] = []
    for (const waiting of queue) {
      if (free > 0 && !waiting.addresses.some((address) => claimed.has(address))) {
        free -= 1
        for (const address of waiting.addresses) held.add(address)
        waiting.start()
      } else {
        left.push(waiting)
      }
      for (const address of waiting.addresses) claimed.add(address)
    }
    queue = left
  }
  return {
    take: (addresses) =>
      new Promise((resolve) => {
        const end = () => {
          free += 1
          for (const address of addresses) held.delete(address)
          startNext()
        }
        const start = () => {
          resolve(end)
        }
        queue = [...queue, { addresses, start }]
        startNext()
      }),
  }
}

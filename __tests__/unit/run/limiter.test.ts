import { describe, expect, it } from '@jest/globals'
import { createLimiter } from '../../../src/run/limiter'

/** Takes turns by name, and tells whose began in which order. */
function started(limit: number) {
  const limiter = createLimiter(limit)
  const order: string[] = []
  const ends = new Map<string, () => void>()
  return {
    order,
    take: (name: string, ...addresses: string[]) => {
      void limiter.take(addresses).then((end) => {
        order.push(name)
        ends.set(name, end)
      })
    },
    end: async (name: string) => {
      ends.get(name)?.()
      await settled()
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('has no more at once than there are places', async () => {
    const { order, take, end } = started(2)
    for (const name of ['a', 'b', 'c', 'd']) take(name, name)
    await settled()
    expect(order).toEqual(['a', 'b'])
    await end('b')
    expect(order).toEqual(['a', 'b', 'c'])
  })

  it('never has two at one address, and lets others pass meanwhile', async () => {
    const { order, take, end } = started(4)
    take('first', '192.0.2.1', '2001:db8::1')
    take('second', '2001:db8::1')
    take('third', '192.0.2.3')
    await settled()
    expect(order).toEqual(['first', 'third'])
    await end('first')
    expect(order).toEqual(['first', 'third', 'second'])
  })

  it('lets nobody overtake who waits for the same address', async () => {
    const { order, take, end } = started(4)
    take('first', 'x')
    take('both', 'x', 'y')
    take('late', 'y')
    await settled()
    expect(order).toEqual(['first'])
    await end('first')
    expect(order).toEqual(['first', 'both'])
    await end('both')
    expect(order).toEqual(['first', 'both', 'late'])
  })

  it('gives a turn to who needs no address', async () => {
    const { order, take } = started(1)
    take('nowhere')
    await settled()
    expect(order).toEqual(['nowhere'])
  })
})

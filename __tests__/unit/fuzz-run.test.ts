import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkInput } from '../fuzz/harness/check-input'
import { decode, encode } from '../fuzz/harness/corpus'
import { fuzz, inputAt } from '../fuzz/harness/fuzz-run'
import { type FuzzTarget, must } from '../fuzz/harness/fuzz-target'

const plan = { name: 'none', seed: 1, seconds: 5, path: null }

/** A reader that breaks at texts with `!`. */
const faulty: FuzzTarget<string, string> = {
  inputs: fc.string({ maxLength: 40 }),
  run: (text) => text,
  verify(_, text) {
    must(!text.includes('!'), 'it holds a !')
  },
}

describe('a run of random inputs', () => {
  it('finds an input that breaks a promise, makes it small, and makes it again from its path', async () => {
    const { failures, runs } = await fuzz(faulty, plan)
    expect(failures).toMatchObject([
      { input: '!', message: expect.stringContaining('it holds a !') },
    ])
    expect(runs).toBeGreaterThan(0)
    const [failure] = failures
    const path = failure && 'path' in failure.from ? failure.from.path : ''
    expect(inputAt(faulty, plan.seed, path)).toBe('!')
    const again = await fuzz(faulty, { ...plan, path })
    expect(again.failures).toMatchObject([{ input: '!' }])
  })

  it('ends when its time is over', async () => {
    const harmless = { ...faulty, verify: () => undefined }
    const { failures, seconds } = await fuzz(harmless, { ...plan, seconds: 0.2 })
    expect(failures).toEqual([])
    expect(seconds).toBeLessThan(5)
  })

  it('fails an exception, and more CPU time than is allowed', async () => {
    const throwing = {
      ...faulty,
      run: () => {
        throw new Error('broken')
      },
    }
    await expect(checkInput(throwing, 'x')).rejects.toThrow('broken')
    const slow = {
      ...faulty,
      run: (text: string) => {
        const { user } = process.cpuUsage()
        while (process.cpuUsage().user - user < 130_000);
        return text
      },
    }
    await expect(checkInput(slow, 'x')).rejects.toThrow('ms of CPU time')
    await expect(checkInput(slow, 'x'.repeat(1_000_000))).resolves.toBeGreaterThan(100)
  })

  it('writes an input as JSON and reads it back, bytes too', () => {
    const input = { bytes: Buffer.from([0, 255]), text: '\ud800\n', lengths: [1, null] }
    expect(decode(JSON.parse(JSON.stringify(encode(input))))).toEqual(input)
    expect(decode({ joined: ['a', { repeat: 'bc', times: 2 }] })).toBe('abcbc')
  })
})

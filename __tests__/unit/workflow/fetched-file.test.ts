import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fetchedText } from '../../../src/workflow/fetched-file'

const never = new AbortController().signal
const read = (answer: unknown) => fetchedText(() => Promise.resolve(answer), never)

const answerOf = (text: string) => {
  const bytes = Buffer.from(text)
  // The API breaks the lines of its base64.
  const content = bytes.toString('base64').replace(/.{60}/g, '$&\n')
  return { type: 'file', encoding: 'base64', size: bytes.length, content }
}

describe('the answer of the contents API', () => {
  it('is read whatever the file says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
        expect(await read(answerOf(text))).toEqual({ text })
      }),
    )
  })

  it.each([
    ['a folder', [{ type: 'file', name: 'a.yml' }], 'no file'],
    ['a submodule', { type: 'submodule', size: 0 }, 'no file'],
    [
      'a file over 1 MB',
      { type: 'file', encoding: 'none', size: 2 << 20, content: '' },
      'too large',
    ],
    ['a file without content', { type: 'file', size: 3 }, 'did not come'],
    ['half of a file', { ...answerOf('jobs: {}'), content: 'am9i' }, 'incomplete'],
    ['no base64', { ...answerOf('jobs: {}'), content: '::error::x' }, 'incomplete'],
    ['a page', '<html>', 'no file'],
    ['nothing', null, 'no file'],
  ])('is refused: %s', async (_what, answer, why) => {
    expect(await read(answer)).toEqual({ why: expect.stringContaining(why) })
  })

  it('is never repeated in a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (answer) => {
        const got = await read(answer)
        expect('why' in got && got.why).toMatch(/^[a-zA-Z ]+$/)
      }),
    )
  })
})

import { describe, expect, it } from '@jest/globals'
import { processOutput } from '../../fake-runner/log'
import { masker } from '../../fake-runner/masker'

const run = (text: string, secrets: readonly string[] = []) => {
  const mask = masker()
  for (const secret of secrets) mask.addLines(secret)
  return processOutput(text, mask, '/workspace')
}

describe('the output of a step', () => {
  it('keeps ten annotations of each level', () => {
    const lines = ['error', 'warning', 'notice'].flatMap((level) =>
      Array.from({ length: 12 }, (_, index) => `::${level}::${index}\n`),
    )
    const { annotations, log } = run(lines.join(''))
    expect(annotations).toHaveLength(30)
    expect(annotations.filter(({ level }) => level === 'error').at(-1)?.message).toBe('9')
    expect(log).toContain('##[error]11')
  })

  it('masks a message and then cuts it, and masks no title', () => {
    const { annotations } = run(`::error title=about hunter2::hunter2 ${'x'.repeat(5000)}`, [
      'hunter2',
    ])
    const [{ message, title } = { message: '', title: null }] = annotations
    expect(message).toHaveLength(4096)
    expect(message.startsWith('*** xxx')).toBe(true)
    expect(title).toBe('about hunter2')
  })

  it('makes files relative to the workspace', () => {
    const { annotations } = run('::error file=/workspace/a.yml,line=7::m\n::error::n')
    expect(annotations.map(({ file, line }) => [file, line])).toEqual([
      ['a.yml', 7],
      [null, null],
    ])
  })

  it('masks what was said before in no way, and all that comes after add-mask', () => {
    const { log } = run('one two\n::add-mask::one%0Atwo\none two\n')
    expect(log).toBe('one two\n::add-mask::***\n*** ***')
  })

  it('obeys no command between stop-commands and its token', () => {
    const { annotations, log } = run('::stop-commands::t0k3n\n::error::x\n::t0k3n::\n::error::y\n')
    expect(annotations.map(({ message }) => message)).toEqual(['y'])
    expect(log).toContain('::error::x')
  })

  it('does not accept commands that the action never issues', () => {
    expect(() => run('::set-env name=PATH::x')).toThrow('set-env')
  })
})

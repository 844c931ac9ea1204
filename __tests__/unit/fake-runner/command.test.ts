import { describe, expect, it } from '@jest/globals'
import { dotnetLines, parseCommand } from '../../fake-runner/command'

const parse = (line: string) => parseCommand(line, null)

describe('workflow commands as the runner reads them', () => {
  it('reads the second form at the start of a line, after spaces', () => {
    expect(parse('  ::error file=a%2Cb.yml,line=3,title=T%3A::50%25%0Anext%3A::more')).toEqual({
      name: 'error',
      properties: { file: 'a,b.yml', line: '3', title: 'T:' },
      data: '50%\nnext%3A::more',
    })
  })

  it('reads the first form anywhere in a line', () => {
    expect(parse('banner: hi ##[error code=1;]x%0Ay')).toEqual({
      name: 'error',
      properties: { code: '1' },
      data: 'x\ny',
    })
  })

  it('takes names in any case, and drops properties without a value', () => {
    expect(parse('::Error Line=3,title=::m')).toEqual({
      name: 'error',
      properties: { line: '3' },
      data: 'm',
    })
  })

  it.each([
    'text ::error::x',
    '::nothing::x',
    '::error',
    '##[error',
    '##[nothing]x',
    '\u001b[31m::error::x',
  ])('leaves %j alone', (line) => {
    expect(parse(line)).toBeNull()
  })

  it('knows the token of stop-commands as a command', () => {
    expect(parseCommand('::token::', 'token')).toMatchObject({ name: 'token' })
  })

  it('ends lines at CR, LF and CRLF', () => {
    expect(dotnetLines('a\rb\nc\r\nd')).toEqual(['a', 'b', 'c', 'd'])
    expect(dotnetLines('a\n\n')).toEqual(['a', ''])
  })
})

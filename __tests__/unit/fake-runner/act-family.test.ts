import { describe, expect, it } from '@jest/globals'
import { actLog } from '../../fake-runner/act-family'

describe('the log of act and its descendants', () => {
  it.each(['act', 'gitea-exec'] as const)(
    '%s prints a command that it does not know: one that it split at the last ::',
    (runner) => {
      expect(actLog(runner, '::add-mask::Hunter::two\n', [])).toContain('Hunter::two')
      expect(actLog(runner, '::add-mask:::hunter\n', [])).toContain(':hunter')
    },
  )

  it('masks what add-mask registered, and not what was said before', () => {
    expect(actLog('act', 'two\n::add-mask::two\ntwo\n', [])).toBe('two\n  \u2699  ***\n***')
    expect(actLog('gitea', 'two\n::add-mask::two\ntwo\n', [])).toBe('***\n  \u2699  ***\n***')
  })

  it('Forgejo registers a value as it is in the command, escapes and all', () => {
    expect(actLog('forgejo', '::add-mask::a%25bcd\na%bcd a%25bcd', [])).toContain('a%bcd ***')
    expect(actLog('gitea', '::add-mask::a%25bcd\na%bcd', [])).toContain('***')
  })
})

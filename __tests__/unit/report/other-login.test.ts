import { type Changes, change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { type OtherLoginFacts, type ServerCheckFacts } from '../../../src/facts'
import { toPlain } from '../../../src/text/escape'
import { otherLoginWords } from '../../../src/report/other-login'
import { healthy } from '../../fixtures/healthy'
import { notChecked } from '../../../src/facts/fact'

const login: OtherLoginFacts = {
  by: 'admin',
  user: 'maria',
  connection: 'second',
  outcome: 'accepted',
  authentication: null,
  said: '',
}

const check = (root: boolean | null): ServerCheckFacts => ({
  by: 'login',
  asked: { port: 22, user: 'deploy', from: null, keyFingerprint: null },
  system: { name: null, init: null, server: null, root },
  verdicts: [],
  evidence: [],
  notSeen: [],
  whole: true,
})

function words(facts: Changes): string | null {
  const found = otherLoginWords(change(healthy, { ...facts }))
  return found && toPlain(found)
}

const observed = (root: boolean | null) =>
  ({ state: 'observed', value: check(root), ms: 1 }) as const

describe('how the server was asked', () => {
  it('is not reported where nobody wanted it, nor for an answer that was pasted', () => {
    expect(words({})).toBeNull()
    expect(words({ serverCheck: observed(true) })).toBeNull()
  })

  it('names who came in, over which connection, and with what rights', () => {
    expect(words({ serverCheck: observed(true), otherLogin: login })).toBe(
      'run with the rights of root: maria came in over one more connection',
    )
    const first = { ...login, by: 'password', connection: 'first' } as const
    expect(words({ serverCheck: observed(null), otherLogin: first })).toBe(
      'run without the rights of root: the password of maria came in over the same connection',
    )
  })

  it.each([
    [{ outcome: 'refused' }, /refused too, over one more connection/],
    [{ outcome: 'ended' }, /ended before an answer/],
    [{ outcome: 'host-key-changed' }, /another host key, so nothing was sent/],
    [{ outcome: 'no-credential' }, /the key of maria cannot be used/],
    [{ outcome: 'accepted' }, /gave no answer: .* and nothing followed/],
    [{ outcome: 'accepted', said: 'Go away' }, /this followed: "Go away"/],
  ] as const)('says why it was not, for %j', (change, pattern) => {
    const otherLogin: OtherLoginFacts = { ...login, ...change }
    expect(words({ serverCheck: notChecked('unavailable'), otherLogin })).toMatch(pattern)
  })

  it('says that nothing was left to try, or no time', () => {
    expect(words({ serverCheck: notChecked('unavailable') })).toMatch(/no other login was left/)
    expect(words({ serverCheck: notChecked('out-of-time') })).toMatch(/no time was left/)
  })
})

import { describe, expect, it } from '@jest/globals'
import type { AuthenticationFacts } from '../../../src/facts'
import { failedLoginsOf } from '../../../src/preflight/failed-logins'
import { attempt, loginEnded, passwordAttempt, session } from '../../fixtures/login'
import { valueOf } from '../../fixtures/value-of'

const failedLogins = (changes: Partial<AuthenticationFacts>) =>
  failedLoginsOf(valueOf(loginEnded(changes).hops.target.auth), null)

describe('the failed logins that one login may count as', () => {
  it('allow for a user whom the server does not know, until it has accepted something', () => {
    expect(failedLogins({ attempts: [attempt()] })).toBe(1)
    expect(failedLogins({ attempts: [attempt(), attempt(), attempt()] })).toBe(1)
    expect(failedLogins({ attempts: [attempt({ pkOk: true, answer: 'closed' })] })).toBe(0)
    expect(failedLogins({ attempts: [attempt({ pkOk: true })] })).toBe(1)
    expect(failedLogins({ attempts: [attempt({ answer: 'partial-success' })] })).toBe(0)
  })

  it('count each password that was refused', () => {
    expect(failedLogins({ attempts: [attempt(), passwordAttempt()] })).toBe(2)
  })

  it('count what sshd logs of root, whose key it accepts and whom it refuses', () => {
    const root = (answer: 'failure' | 'closed') =>
      failedLogins({ user: 'root', attempts: [attempt({ pkOk: true, answer })] })
    expect([root('failure'), root('closed')]).toEqual([3, 1])
  })

  it('count a root who is let in and dropped at the first request', () => {
    const {
      hops: {
        target: { auth, session: dropped },
      },
    } = session({ outcome: 'closed', tokenSeen: false })
    const exec = valueOf(valueOf(dropped).exec)
    const root = { ...valueOf(auth), user: 'root' }
    expect(failedLoginsOf(root, exec)).toBe(2)
    expect(failedLoginsOf(valueOf(auth), exec)).toBe(0)
  })

  it('count a password that was refused before the key was accepted', () => {
    const attempts = [passwordAttempt(), attempt({ pkOk: true, answer: 'success' })]
    expect(failedLogins({ outcome: 'accepted', attempts })).toBe(1)
  })

  it('are none after a success, and none where nobody tried', () => {
    expect(failedLogins({ outcome: 'accepted', attempts: [attempt()] })).toBe(0)
    expect(failedLoginsOf(null, null)).toBe(0)
  })
})

import { describe, expect, it } from '@jest/globals'
import type { AuthenticationFacts } from '../../../src/facts'
import { loginStrikes } from '../../../src/preflight/failed-logins'
import { attempt, loginEnded, passwordAttempt, session } from '../../fixtures/login'
import { valueOf } from '../../fixtures/value-of'

const strikesOf = (changes: Partial<AuthenticationFacts>) =>
  loginStrikes(valueOf(loginEnded(changes).hops.target.auth), null)

describe('the strikes of a login that failed', () => {
  it('allow for a user whom the server does not know, until it has accepted something', () => {
    expect(strikesOf({ attempts: [attempt()] })).toBe(1)
    expect(strikesOf({ attempts: [attempt({ pkOk: true })] })).toBe(0)
    expect(strikesOf({ attempts: [attempt({ answer: 'partial-success' })] })).toBe(0)
  })

  it('count each password that was refused', () => {
    expect(strikesOf({ attempts: [attempt(), passwordAttempt()] })).toBe(2)
  })

  it('count what sshd logs of root, whose key it accepts and whom it refuses', () => {
    const root = (answer: 'failure' | 'closed') =>
      strikesOf({ user: 'root', attempts: [attempt({ pkOk: true, answer })] })
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
    expect(loginStrikes(root, exec)).toBe(2)
    expect(loginStrikes(valueOf(auth), exec)).toBe(0)
  })

  it('are none after a success, and none where nobody tried', () => {
    expect(strikesOf({ outcome: 'accepted', attempts: [attempt()] })).toBe(0)
    expect(loginStrikes(null, null)).toBe(0)
  })
})

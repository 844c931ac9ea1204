import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { healthy, observed } from '../../../fixtures/healthy'
import { attempt, withBanner, loginEnded } from '../../../fixtures/login'
import { valueOf } from '../../../fixtures/value-of'

const ids = (facts: Facts) => diagnose(facts).findings.map(({ id }) => id)
const first = (facts: Facts) => {
  const finding = firstFinding(diagnose(facts))
  if (!finding) throw new Error('nothing found')
  return finding
}

describe('auth/key-type-refused', () => {
  const rsa = observed({ ...valueOf(healthy.hops.target.key), type: 'ssh-rsa' })
  const sha1 = attempt({ algorithm: 'ssh-rsa' })

  it.each([
    ['OpenSSH_9.6p1', 'proved'],
    ['OpenSSH_9.2p1', 'likely'],
  ])('from %s it is %s', (software, certainty) => {
    const facts = loginEnded({ serverSigAlgs: ['ssh-ed25519'], attempts: [sha1] }, { key: rsa })
    expect(first(withBanner(facts, software))).toMatchObject({
      id: 'auth/key-type-refused',
      certainty,
    })
  })

  it('warns where the server accepted the key only with SHA-1, which OpenSSH no longer uses', () => {
    const bySha1 = { ...sha1, pkOk: true, answer: 'success' } as const
    const bySha2 = { ...bySha1, algorithm: 'rsa-sha2-512' }
    const loggedIn = (by: typeof bySha1 | typeof bySha2): Facts =>
      change(healthy, {
        key: rsa,
        auth: observed({
          ...valueOf(healthy.hops.target.auth),
          serverSigAlgs: null,
          attempts: [by],
        }),
      })
    expect(first(loggedIn(bySha1))).toMatchObject({
      id: 'auth/key-type-refused',
      severity: 'warning',
      certainty: 'likely',
    })
    expect(ids(loggedIn(bySha2))).not.toContain('auth/key-type-refused')
  })

  it('says nothing when the server did not announce its list', () => {
    const facts = loginEnded({ serverSigAlgs: null, attempts: [sha1] }, { key: rsa })
    expect(first(facts).id).toBe('auth/key-rejected')
  })
})

describe('auth/closed', () => {
  const closed = { outcome: 'closed', methods: null, attempts: [] } as const

  it('only warns where it was this check that could not read on', () => {
    const finding = first(loginEnded({ ...closed, error: 'packet-length' }))
    expect(finding).toMatchObject({ id: 'auth/closed', severity: 'warning', certainty: 'possible' })
    expect(plain(finding.explanation.verdict)).toContain('This check could not read')
  })

  it('is proved where the server ended the connection', () => {
    expect(first(loginEnded({ ...closed, error: null }))).toMatchObject({
      id: 'auth/closed',
      severity: 'error',
      certainty: 'proved',
    })
  })
})

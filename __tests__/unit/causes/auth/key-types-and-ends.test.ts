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

  it.each([
    ['packet-length', 'warning', 'possible', 'This check could not read'],
    ['message', 'warning', 'possible', 'This check could not read'],
    ['limit', 'warning', 'possible', 'This check could not read'],
    ['mac', 'error', 'likely', 'A packet of the server was corrupt'],
  ] as const)('after packets that were read, %s is a %s', (error, severity, certainty, words) => {
    const began = { ...closed, attempts: [attempt({ method: 'none', answer: 'closed' })] }
    const finding = first(loginEnded({ ...began, error }))
    expect(finding).toMatchObject({ id: 'auth/closed', severity, certainty })
    expect(plain(finding.explanation.verdict)).toContain(words)
  })

  it.each(['mac', 'packet-length'] as const)('a first packet with %s is kex/malformed', (error) => {
    const facts = loginEnded({ ...closed, serverSigAlgs: null, error })
    expect(first(facts)).toMatchObject({
      id: 'kex/malformed',
      severity: 'error',
      certainty: 'likely',
      evidence: { reached: 'keys' },
    })
    expect(first(loginEnded({ ...closed, serverSigAlgs: [], error })).id).toBe('auth/closed')
  })

  const before = (text: string) => [{ text, when: 'before-answer' }] as const

  it('quotes what the server said before it closed, and leaves out what that rules out', () => {
    const text = 'tailscale: tailnet policy does not permit you to SSH to this node\r\n'
    const finding = first(withBanner(loginEnded({ ...closed, banners: before(text) }), 'Tailscale'))
    expect(finding).toMatchObject({
      id: 'auth/closed',
      candidates: [],
      evidence: { saysWhy: true },
    })
    expect(plain(finding.explanation.verdict)).toContain('policy does not permit you to SSH')
    expect(plain(finding.explanation.fixes[0]?.what ?? [])).toContain('tailnet')
  })

  it.each([
    ['a text before an answer', { methods: ['publickey'] }],
    ['a legal notice', { banners: before('Unauthorized access is denied and monitored') }],
  ])('takes %s for no reason', (_name, changes) => {
    const banners = before('Access from your network is denied')
    const { candidates, evidence } = first(loginEnded({ ...closed, banners, ...changes }))
    expect(evidence['saysWhy']).toBe(false)
    expect(candidates).not.toEqual([])
  })

  it('names the rule of an account that the server speaks of after the key', () => {
    const banners = [{ text: 'You are not in group ssh-users', when: 'after-answer' }] as const
    const facts = loginEnded({
      ...closed,
      attempts: [attempt({ pkOk: true, answer: 'closed' })],
      banners,
      disconnect: { reason: 2, text: 'bye' },
    })
    expect(first(facts)).toMatchObject({
      evidence: { text: 'You are not in group ssh-users\nbye' },
    })
    expect(first(facts).candidates.map(({ id }) => id)).toEqual([
      'server/user-not-allowed',
      'server/account-locked',
    ])
  })

  it.each(['stalled', 'closed'] as const)(
    'an address to visit is a second factor: %s',
    (outcome) => {
      const text =
        '# Tailscale SSH requires an additional check.\n# To authenticate, visit: https://login.tailscale.com/a/1'
      const facts = loginEnded({ outcome, methods: null, attempts: [], banners: before(text) })
      expect(first(facts)).toMatchObject({
        id: 'auth/second-factor',
        certainty: 'likely',
        evidence: { visit: 'https://login.tailscale.com/a/1' },
      })
    },
  )

  it('quotes a server that stalls after it said something', () => {
    const stalled = { outcome: 'stalled', methods: null, attempts: [] } as const
    const finding = first(loginEnded({ ...stalled, banners: before('Please hold the line') }))
    expect(finding).toMatchObject({
      id: 'auth/stalled',
      evidence: { text: 'Please hold the line' },
    })
  })

  it('is an error, and likely, where the connection ended without a word', () => {
    expect(first(loginEnded({ ...closed, error: null }))).toMatchObject({
      id: 'auth/closed',
      severity: 'error',
      certainty: 'likely',
    })
  })
})

describe('a key that a server may refuse for its type or length', () => {
  const rsa = (bits: number) =>
    observed({ ...valueOf(healthy.hops.target.key), type: 'ssh-rsa', bits })
  const indexIn = (facts: Facts) =>
    first(facts).candidates.findIndex(({ id }) => id === 'server/key-type-refused')

  it('is suspected early for a short RSA key, late for a long one, and not where the type is accepted', () => {
    const short = indexIn(loginEnded({}, { key: rsa(2014) }))
    const long = indexIn(loginEnded({}, { key: rsa(4096) }))
    expect(short).toBeGreaterThan(0)
    expect(long).toBeGreaterThan(short)
    expect(indexIn(withBanner(loginEnded({}), 'OpenSSH_9.6p1'))).toBe(-1)
    expect(indexIn(withBanner(loginEnded({}), 'OpenSSH_9.2p1'))).toBeGreaterThan(0)
  })
})

import { type Changes, change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { outputs } from '../../../src/report/outputs'
import { readableOutputs } from '../../../src/report/outputs-to-read'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { exact as noisyShell } from '../../fixtures/facts/session/noisy-shell'
import { healthy, observed, stoppedAfter } from '../../fixtures/healthy'

const reportOf = (facts: Facts) => ({ version: '1.0.0', facts, diagnosis: diagnose(facts) })

const badPort: Facts = stoppedAfter('input', {
  input: {
    ...healthy.hops.target.input,
    problems: [{ kind: 'port-invalid', input: 'port', shown: 'x' }],
  },
})

const pinned = (verdict: 'match' | 'mismatch' | 'revoked', changes: Changes = {}): Facts => {
  if (healthy.hops.target.hostkey.state !== 'observed')
    throw new Error('the healthy host has no host key')
  const hostKey = healthy.hops.target.hostkey.value
  return change(healthy, {
    hostkey: observed({ ...hostKey, pin: { ...hostKey.pin, verdict } }),
    ...changes,
  })
}

describe('outputs', () => {
  it('of a healthy host', () => {
    expect(outputs([reportOf(healthy)], '/tmp/r.json')).toMatchObject({
      result: 'pass',
      cause: '',
      causes: '[]',
      stage: 'session',
      certainty: '',
      host_key: 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE',
      connections: '1',
      duration_ms: '310',
      report: '/tmp/r.json',
    })
  })

  it('are those of the worst host, and sums and lists of all', () => {
    const all = outputs([reportOf(healthy), reportOf(badPort)], '')
    expect(all).toMatchObject({
      result: 'fail',
      host_key: '',
      connections: '1',
      duration_ms: '620',
    })
    expect(JSON.parse(all.causes)).toContain(all.cause)
    expect(all.cause).toMatch(/^input\//)
    expect(all.known_hosts).toContain('shop.example.com ssh-ed25519 ')
  })

  it('pin a host with its port, and none whose key contradicts the pin', () => {
    const lines = (facts: Facts) => outputs([reportOf(facts)], '').known_hosts
    expect(lines(pinned('match', { input: { ...healthy.hops.target.input, port: 2222 } }))).toMatch(
      /^\[shop\.example\.com\]:2222 ssh-ed25519 \S+$/,
    )
    expect(lines(pinned('mismatch'))).toBe('')
    expect(lines(pinned('revoked'))).toBe('')
  })

  it('of a run that looked at no host are no pass', () => {
    expect(outputs([], '').result).toBe('error')
  })
})

it('a failed check always has a cause, also where the time ran out', () => {
  const late = change(healthy, { deploy: { state: 'not-checked', why: 'out-of-time' } })
  expect(outputs([reportOf(late)], '')).toMatchObject({
    result: 'fail',
    cause: expect.stringMatching(/^[a-z]+\/unexplained$/),
  })
})

describe('the outputs that are sentences', () => {
  const values = { host: 'shop.example.com', username: 'deploy' }

  it('say what is wrong, what to do, and whether to deploy', () => {
    const given = readableOutputs([reportOf(healthy), reportOf(keyRejected)], {})
    expect(given).toMatchObject({
      ready: 'false',
      verdict: 'The server rejected the key for the user deploy',
      docs_url: expect.stringMatching(/\/docs\/causes\/auth\/key-rejected\.md$/),
      markdown: expect.stringMatching(/^## ❌ 1 of 2 hosts is not ready/),
    })
    expect(given.fix).toMatch(/^In your hosting panel: Add this public key for the user deploy/)
    expect(JSON.parse(given.results)).toMatchObject([
      { host: 'deploy@*** port 22', result: 'pass', cause: '' },
      { result: 'fail', cause: 'auth/key-rejected' },
    ])
  })

  it('are ready on a warning, and not without a host', () => {
    expect(readableOutputs([reportOf(noisyShell)], {}).ready).toBe('true')
    expect(readableOutputs([], {})).toMatchObject({ ready: 'false', verdict: '', results: '[]' })
  })

  it('have no value that the workflow file does not show', () => {
    const given = JSON.stringify(readableOutputs([reportOf(keyRejected)], values))
    expect(given).not.toMatch(/shop\.example\.com|198\.51\.100\.7/)
    expect(given).toContain('***')
  })

  it('can be put between quotes, whatever a server says', () => {
    const named = `a"b'c$(id)\`id\`\n::error::x`
    const facts = change(healthy, { input: { ...healthy.hops.target.input, user: named } })
    const { verdict, fix, results } = readableOutputs([reportOf(facts)], {})
    for (const text of [
      verdict,
      fix,
      ...(JSON.parse(results) as { host: string }[]).map(({ host }) => host),
    ])
      expect(text).not.toMatch(/["'`$\\\n]/)
  })
})

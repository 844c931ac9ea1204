import { describe, expect, it } from '@jest/globals'
import type {
  DnsFacts,
  Facts,
  InputProblem,
  KeyFacts,
  KeyForm,
  TcpFacts,
  TcpOutcome,
} from '../../../src/facts'
import { healthy, observed, stoppedAfter } from '../../fixtures/healthy'
import { valueOf } from '../../fixtures/value-of'
import { type Failures, headline, rows } from './table'

describe('input', () => {
  const problem = (one: InputProblem): Facts =>
    stoppedAfter('input', {
      input: {
        ...healthy.hops.target.input,
        ...(one.kind === 'empty' && one.input === 'host' ? { host: null } : {}),
        given: ['port'],
        problems: [one],
      },
    })
  const problems: Readonly<Record<InputProblem['kind'], InputProblem>> = {
    empty: { kind: 'empty', input: 'host' },
    'no-credentials': { kind: 'no-credentials', input: 'key' },
    'host-malformed': {
      kind: 'host-malformed',
      input: 'host',
      form: 'path',
      shown: 'a/b',
      suggestion: null,
    },
    'port-invalid': { kind: 'port-invalid', input: 'port', shown: '0' },
    'username-malformed': {
      kind: 'username-malformed',
      input: 'username',
      form: 'too-long',
      shown: 'x',
    },
    'fingerprint-malformed': {
      kind: 'fingerprint-malformed',
      input: 'fingerprint',
      form: 'not-base64',
      shown: 'x',
    },
    'known-hosts-malformed': {
      kind: 'known-hosts-malformed',
      input: 'known_hosts',
      line: 1,
      form: 'no-lines',
      shown: '',
    },
    'option-invalid': { kind: 'option-invalid', input: 'sftp', shown: 'x', expected: 'auto' },
  }
  it.each(Object.values(problems))('$kind', (one) => {
    expect(headline(problem(one))).toBe('error')
  })

  it.each([true, false])('an empty username, workflow at hand: %s', (atHand) => {
    const facts = problem({ kind: 'empty', input: 'username' })
    expect(
      headline(
        atHand ? facts : { ...facts, workflow: { state: 'not-checked', why: 'not-needed' } },
      ),
    ).toBe('error')
  })
})

describe('key', () => {
  const unusable = (form: KeyForm, changes: Partial<KeyFacts> = {}): Facts =>
    stoppedAfter('key', {
      key: observed<KeyFacts>({
        ...valueOf(healthy.hops.target.key),
        form,
        usable: false,
        type: null,
        bits: null,
        fingerprint: null,
        publicKey: null,
        publicKeyMatches: null,
        passphrase: 'unknown',
        readBy: { openssh: null, go: null, ssh2: null },
        ...changes,
      }),
    })
  const forms: Readonly<Record<KeyForm, true>> = {
    openssh: true,
    pkcs1: true,
    sec1: true,
    'dsa-pem': true,
    pkcs8: true,
    'pkcs8-encrypted': true,
    'ppk-2': true,
    'ppk-3': true,
    ssh1: true,
    'ssh-com': true,
    'public-openssh': true,
    'public-rfc4716': true,
    'public-pem': true,
    'openssh-certificate': true,
    'known-hosts-line': true,
    'x509-certificate': true,
    'certificate-request': true,
    pgp: true,
    age: true,
    jwk: true,
    path: true,
    'password-like': true,
    unexpanded: true,
    masked: true,
    empty: true,
    'unreadable-file': true,
    unknown: true,
  }
  const reasons: readonly Partial<KeyFacts>[] = [
    { corruption: ['truncated'] },
    { passphrase: 'missing' },
    { passphrase: 'wrong' },
    { unsupported: 'DSA' },
    { unsupported: 'FIDO sk' },
  ]
  it.each(reasons)('a private key with %j', (changes) => {
    expect(headline(unusable('openssh', changes))).toBe('error')
  })

  it.each(Object.keys(forms) as KeyForm[])('a key of the form %s that is not usable', (form) => {
    // A private key that cannot be used always has a reason with it.
    expect(headline(unusable(form, { corruption: ['body-corrupt'] }))).toBe('error')
  })
})

describe('dns', () => {
  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_NODATA',
    'EAI_FAIL',
    'EAI_ADDRFAMILY',
    'EMFILE',
    'EOTHER',
  ])('%s', (code) => {
    const dns = { ...valueOf(healthy.hops.target.dns), addresses: [], error: { code, errno: null } }
    expect(headline(stoppedAfter('dns', { dns: observed<DnsFacts>(dns) }))).toBe('error')
  })
})

describe('tcp', () => {
  const closed = (outcome: TcpOutcome): Facts => {
    const attempts = valueOf(healthy.hops.target.tcp).attempts.map((one) => ({ ...one, outcome }))
    const tcp = {
      ...valueOf(healthy.hops.target.tcp),
      attempts,
      connected: null,
      portProbesWhy: 'made' as const,
    }
    return stoppedAfter('tcp', { tcp: observed<TcpFacts>(tcp) })
  }
  const outcomes: Failures<TcpOutcome, 'connected'> = {
    refused: closed('refused'),
    silent: closed('silent'),
    unreachable: closed('unreachable'),
    prohibited: closed('prohibited'),
    'no-route': closed('no-route'),
    reset: closed('reset'),
    abandoned: closed('abandoned'),
    'local-error': closed('local-error'),
  }
  it.each(rows(outcomes))('%s', (_name, facts) => {
    expect(headline(facts)).toBe('error')
  })
})

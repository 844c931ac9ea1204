import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { AuthenticationFacts, Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { healthy, observed } from '../../../fixtures/healthy'
import {
  attempt,
  withBanner,
  loginEnded,
  passwordAttempt,
  session,
  withPassword,
} from '../../../fixtures/login'
import { valueOf } from '../../../fixtures/value-of'

const ids = (facts: Facts) => diagnose(facts).findings.map(({ id }) => id)
const first = (facts: Facts) => {
  const finding = firstFinding(diagnose(facts))
  if (!finding) throw new Error('nothing found')
  return finding
}
const candidatesOf = (facts: Facts) => first(facts).candidates.map(({ id }) => id)

const asRoot = { input: { ...healthy.hops.target.input, user: 'root' } }
const keyAndPassword = {
  input: { ...healthy.hops.target.input, given: ['host', 'username', 'key', 'password'] },
} as const
const accepted = (changes: Partial<AuthenticationFacts>): Facts =>
  change(healthy, {
    ...keyAndPassword,
    auth: observed({ ...valueOf(healthy.hops.target.auth), ...changes }),
  })

describe('auth/key-rejected', () => {
  it('gives the fingerprint to look for and the line to add', () => {
    const finding = first(loginEnded({}))
    const { fingerprint, publicKey } = valueOf(healthy.hops.target.key)
    expect(finding).toMatchObject({ id: 'auth/key-rejected', certainty: 'proved' })
    expect(finding.evidence['fingerprint']).toBe(fingerprint)
    expect(finding.explanation.fixes[0]?.paste?.text).toContain(publicKey)
    expect(plain(finding.candidates[0]?.prints ?? [])).toContain(fingerprint)
  })

  it('suspects the key first, then the user', () => {
    expect(candidatesOf(loginEnded({})).slice(0, 2)).toEqual([
      'server/key-not-listed',
      'server/user-missing',
    ])
  })

  it('suspects the switch for root, who is on every server', () => {
    const ofRoot = candidatesOf(loginEnded({ user: 'root' }, asRoot))
    expect(ofRoot.slice(0, 2)).toEqual(['server/key-not-listed', 'server/root-login-off'])
    expect(ofRoot).not.toContain('server/user-missing')
    expect(candidatesOf(loginEnded({}))).not.toContain('server/root-login-off')
  })

  it('suspects the user first when the password fails as well, in one finding', () => {
    const facts = loginEnded(
      { methods: ['publickey', 'password'], attempts: [attempt(), passwordAttempt()] },
      keyAndPassword,
    )
    expect(ids(facts)).toEqual(['auth/key-rejected'])
    expect(candidatesOf(facts)[0]).toBe('server/user-missing')
    expect(plain(first(facts).explanation.verdict)).toContain('Neither the key nor the password')
  })

  it('offers SELinux only where it can be', () => {
    const facts = loginEnded({})
    expect(candidatesOf(facts)).not.toContain('server/selinux-context')
    expect(candidatesOf(withBanner(facts, 'OpenSSH_8.7'))).toContain('server/selinux-context')
  })

  it('is a warning when the password was accepted', () => {
    const facts = accepted({
      acceptedBy: 'password',
      methods: ['publickey', 'password'],
      attempts: [attempt(), passwordAttempt({ answer: 'success' })],
    })
    expect(diagnose(facts)).toMatchObject({ result: 'warn' })
    expect(ids(facts)).toEqual(['auth/key-rejected'])
  })

  it('says that names such as ubuntu belong to one image', () => {
    const observedOf = (user: string) =>
      first(loginEnded({ user }, { input: { ...healthy.hops.target.input, user } }))
        .explanation.observed.map(plain)
        .join('\n')
    expect(observedOf('ubuntu')).toContain('first user of some system images')
    expect(observedOf('deploy')).not.toContain('first user')
  })

  it('quotes a user who would break a command', () => {
    const user = "x'; reboot; '"
    const facts = loginEnded({ user }, { input: { ...healthy.hops.target.input, user } })
    const commands = first(facts).candidates.map(({ command }) => command)
    expect(commands).toContain(`id -- 'x'\\''; reboot; '\\'''`)
  })
})

describe('auth/password-rejected', () => {
  it('suspects all that is about the account, the shell among it', () => {
    const facts = withPassword(loginEnded({ attempts: [passwordAttempt()] }))
    expect(candidatesOf(facts)).toEqual(
      expect.arrayContaining([
        ...(['server/user-missing', 'server/user-not-allowed'] as const),
        ...(['server/account-locked', 'server/shell-missing', 'server/pam-broken'] as const),
      ]),
    )
  })
})

describe('auth/login-refused', () => {
  const refused = loginEnded({ user: 'root', attempts: [attempt({ pkOk: true })] }, asRoot)

  it.each([
    ['OpenSSH_9.6p1', 'auth/login-refused', 'proved'],
    ['dropbear_2022.83', 'auth/login-refused', 'proved'],
    ['Go', 'auth/login-refused', 'likely'],
    ['tinyssh_20230101', 'auth/key-rejected', 'proved'],
  ])('from %s it is %s, %s', (software, id, certainty) => {
    expect(first(withBanner(refused, software))).toMatchObject({ id, certainty })
  })

  it('blames the switch for root, and the account of others', () => {
    expect(candidatesOf(refused)[0]).toBe('server/root-login-off')
    expect(candidatesOf(loginEnded({ attempts: [attempt({ pkOk: true })] }))[0]).toBe(
      'server/account-locked',
    )
  })
})

describe('methods', () => {
  it('says that only a password is missing from the list when no key was given', () => {
    const facts = withPassword(
      loginEnded({ outcome: 'unavailable', methods: ['publickey'], attempts: [] }),
    )
    expect(ids(facts)).toEqual(['auth/password-disabled'])
  })

  it('lets the rejected key explain that passwords are disabled', () => {
    const facts = loginEnded({ methods: ['publickey'] }, keyAndPassword)
    expect(ids(facts)).toEqual(['auth/key-rejected'])
  })

  it('only warns that keys are disabled when the password was accepted', () => {
    const facts = accepted({
      acceptedBy: 'password',
      methods: ['password'],
      attempts: [passwordAttempt({ answer: 'success' })],
    })
    expect(diagnose(facts)).toMatchObject({ result: 'warn' })
    expect(ids(facts)).toEqual(['auth/publickey-disabled'])
  })
})

describe('auth/second-factor', () => {
  it.each([
    ['Verification code: ', 'auth/second-factor'],
    ['Duo two-factor login for deploy', 'auth/second-factor'],
    ['Enter PIN for token: ', 'auth/second-factor'],
    ['New password: ', 'auth/password-expired'],
    ['(current) UNIX password: ', 'auth/password-expired'],
    ['Password: ', 'auth/password-rejected'],
    ['Passwort für deploy: ', 'auth/password-rejected'],
    ['(deploy@shop) Password for deploy@shop:', 'auth/password-rejected'],
  ])('reads the prompt %j as %s', (prompt, id) => {
    const keyboard = passwordAttempt({ method: 'keyboard-interactive', prompts: [prompt] })
    const facts = withPassword(
      loginEnded({ methods: ['keyboard-interactive'], attempts: [keyboard] }),
    )
    expect(first(facts).id).toBe(id)
  })

  it('names a question that we left unanswered, without calling it a code', () => {
    const keyboard = passwordAttempt({
      method: 'keyboard-interactive',
      prompts: ['Password: ', 'What is your quest? '],
      answer: 'not-sent',
    })
    const facts = withPassword(
      loginEnded({ outcome: 'partial', methods: ['keyboard-interactive'], attempts: [keyboard] }),
    )
    expect(first(facts)).toMatchObject({ id: 'auth/second-factor', certainty: 'likely' })
    expect(plain(first(facts).explanation.verdict)).not.toContain('code')
  })

  it('asks for the password where that is the second step', () => {
    const partial = attempt({
      pkOk: true,
      answer: 'partial-success',
      methodsAfter: ['password'],
    })
    const facts = loginEnded({ outcome: 'partial', attempts: [partial] })
    expect(first(facts).explanation.fixes[0]?.paste?.text).toContain('password:')
  })

  it('blames the password that fails as the second step', () => {
    const partial = attempt({ pkOk: true, answer: 'partial-success', methodsAfter: ['password'] })
    const attempts = [partial, passwordAttempt()]
    const facts = loginEnded({ outcome: 'partial', attempts }, keyAndPassword)
    expect(first(facts).id).toBe('auth/password-rejected')
    expect(plain(first(facts).explanation.verdict)).toContain('The key is right')
  })

  it('blames the key that fails as the second step', () => {
    const partial = passwordAttempt({ answer: 'partial-success', methodsAfter: ['publickey'] })
    const facts = loginEnded({ outcome: 'partial', attempts: [partial, attempt()] }, keyAndPassword)
    expect(first(facts).id).toBe('auth/key-rejected')
  })
})

describe('what the server says as it ends the login', () => {
  const closed = attempt({ pkOk: true, answer: 'closed' })

  it('is most likely a nologin file when it speaks of nothing that PAM speaks of', () => {
    const text = 'Go away, it is Sunday'
    const ended = { outcome: 'closed', banners: [{ text, when: 'after-answer' }] } as const
    const facts = loginEnded({ ...ended, attempts: [closed] })
    expect(first(facts)).toMatchObject({
      id: 'auth/maintenance',
      certainty: 'likely',
      evidence: { message: text, saysSo: false },
    })
    const refused = attempt({ pkOk: false, answer: 'closed' })
    expect(first(loginEnded({ ...ended, attempts: [refused] })).id).toBe('auth/closed')
    const root = loginEnded({ ...ended, user: 'root', attempts: [closed] }, asRoot)
    expect(first(root).id).toBe('auth/closed')
  })

  it.each([
    'Access denied for this host',
    'The account is locked due to 3 failed logins.',
    'You are not in the group ssh-users',
  ])('is quoted when it speaks of a rule: %s', (text) => {
    const facts = loginEnded({
      outcome: 'closed',
      attempts: [closed],
      banners: [{ text, when: 'after-answer' }],
    })
    expect(first(facts)).toMatchObject({ id: 'auth/closed', evidence: { text, afterKey: true } })
  })

  it('suspects the switch for root whose key is for forced commands only', () => {
    const facts = loginEnded({ user: 'root', outcome: 'closed', attempts: [closed] }, asRoot)
    expect(candidatesOf(facts)[0]).toBe('server/root-login-off')
  })

  it('reads a nologin file off the session of an sshd without PAM', () => {
    const facts = session({
      tokenSeen: false,
      exitCode: 254,
      stderr: 'Back at noon.\n',
    })
    expect(first(facts)).toMatchObject({ id: 'auth/maintenance', certainty: 'likely' })
  })

  it('gives too many failures the candidates of the rejected key', () => {
    const facts = loginEnded({
      outcome: 'disconnected',
      attempts: [attempt(), passwordAttempt({ answer: 'disconnected' })],
      disconnect: { reason: 2, text: 'Too many authentication failures' },
    })
    expect(ids(facts)).toEqual(['auth/too-many-failures'])
    expect(candidatesOf(facts)).toContain('server/key-not-listed')
  })
})

describe('a password that is asked for again', () => {
  const again = (...prompts: string[]) =>
    withPassword(
      loginEnded({
        outcome: 'partial',
        methods: ['keyboard-interactive'],
        attempts: [
          passwordAttempt({ method: 'keyboard-interactive', answer: 'not-sent', prompts }),
        ],
      }),
    )

  it('is likely a wrong one', () => {
    expect(first(again('Password: ', 'Password: '))).toMatchObject({
      id: 'auth/password-rejected',
      certainty: 'likely',
    })
  })

  it('is a second factor when the second question is another', () => {
    expect(first(again('Password: ', 'Verification code: ')).id).toBe('auth/second-factor')
  })
})

import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import type { AuthenticationFacts, ExecFacts, SftpFacts, TargetFacts } from '../../../src/facts'
import { healthy, observed } from '../../fixtures/healthy'
import { attempt, loginEnded, passwordAttempt, session, withPassword } from '../../fixtures/login'
import { lost, needs, target } from '../../fixtures/needs'
import { type Failures, headline, rows } from './table'

describe('auth', () => {
  const ended = (
    outcome: AuthenticationFacts['outcome'],
    answer: 'closed' | 'reset' | 'stalled',
  ) => [
    loginEnded({ outcome, methods: null, attempts: [] }),
    loginEnded({ outcome, attempts: [attempt({ answer, pkOk: null })] }),
    loginEnded({ outcome, attempts: [attempt({ answer, pkOk: true })] }),
    loginEnded({ outcome, attempts: [attempt({ answer: 'failure' })] }),
    withPassword(loginEnded({ outcome, attempts: [passwordAttempt({ answer })] })),
  ]
  const methodLists = [
    null,
    [],
    ['publickey'],
    ['password'],
    ['keyboard-interactive'],
    ['hostbased'],
  ]
  const outcomes: Failures<AuthenticationFacts['outcome'], 'accepted'> = {
    rejected: [
      loginEnded({}),
      loginEnded({ attempts: [attempt({ pkOk: true })] }),
      loginEnded({ attempts: [attempt(), passwordAttempt()] }),
      loginEnded({ attempts: [attempt({ pkOk: true }), passwordAttempt()] }),
      loginEnded({ attempts: [attempt({ answer: 'not-sent' })] }),
      withPassword(loginEnded({ attempts: [passwordAttempt()] })),
      withPassword(loginEnded({ attempts: [passwordAttempt({ changeRequested: true })] })),
      ...['Password: ', 'Verification code: ', 'What is your quest?', ''].map((prompt) =>
        withPassword(
          loginEnded({
            attempts: [passwordAttempt({ method: 'keyboard-interactive', prompts: [prompt] })],
          }),
        ),
      ),
    ],
    partial: [
      loginEnded({ outcome: 'partial', attempts: [attempt({ answer: 'partial-success' })] }),
      loginEnded({ outcome: 'partial', attempts: [] }),
      loginEnded({
        outcome: 'partial',
        attempts: [attempt({ answer: 'partial-success' }), passwordAttempt()],
      }),
      loginEnded({
        outcome: 'partial',
        attempts: [passwordAttempt({ answer: 'partial-success' }), attempt()],
      }),
    ],
    unavailable: methodLists.flatMap((methods) => {
      const facts = loginEnded({ outcome: 'unavailable', methods, attempts: [] })
      const ofKey = methods?.includes('publickey')
        ? loginEnded({
            outcome: 'unavailable',
            methods,
            attempts: [attempt({ answer: 'not-sent' })],
          })
        : facts
      const takesPassword = methods?.some((method) => /password|keyboard/.test(method)) ?? false
      return takesPassword ? [ofKey] : [ofKey, withPassword(facts)]
    }),
    closed: ended('closed', 'closed'),
    reset: ended('reset', 'reset'),
    disconnected: [
      'Too many authentication failures',
      'no authentication methods enabled',
      'Change of username or service not allowed: (a,b) -> (c,d)',
      '',
    ].map((text) =>
      loginEnded({
        outcome: 'disconnected',
        attempts: [attempt({ answer: 'disconnected' })],
        disconnect: { reason: 2, text },
      }),
    ),
    stalled: ended('stalled', 'stalled'),
  }
  it.each(rows(outcomes))('%s', (_name, facts) => {
    expect(headline(facts)).toBe('error')
  })
})

describe('session', () => {
  const nothing = { tokenSeen: false, exitCode: null }
  const exec: Failures<ExecFacts['outcome']> = {
    ran: [0, 1, 2, 126, 127, 142, 254, 255, null].flatMap((exitCode) => [
      session({ tokenSeen: false, exitCode }),
      session({ tokenSeen: false, exitCode }, { outcome: 'exited', exitCode: 1 }),
      session({ tokenSeen: false, exitCode, before: 'Hello\n' }),
      session({ tokenSeen: false, exitCode, stderr: 'sh: not found\n' }),
    ]),
    'channel-refused': session({ outcome: 'channel-refused', ...nothing }),
    'request-refused': session({ outcome: 'request-refused', ...nothing }),
    closed: session({ outcome: 'closed', ...nothing }, { outcome: 'closed' }),
    reset: session({ outcome: 'reset', ...nothing }, { outcome: 'reset' }),
    stalled: session({ outcome: 'stalled', ...nothing }, { outcome: 'stalled' }),
  }
  const sftp: Failures<SftpFacts['outcome'], 'works'> = {
    'channel-refused': change(session({}, { outcome: 'channel-refused' }), {
      input: { ...healthy.hops.target.input, sftp: 'required' },
    }),
    'subsystem-refused': session({}, { outcome: 'subsystem-refused' }),
    exited: session({}, { outcome: 'exited', exitCode: 127 }),
    'text-instead': session({}, { outcome: 'text-instead', text: 'Hello' }),
    closed: session({}, { outcome: 'closed' }),
    reset: session({}, { outcome: 'reset' }),
    stalled: session({}, { outcome: 'stalled' }),
  }
  it.each([...rows(exec), ...rows(sftp)])('%s', (_name, facts) => {
    expect(headline(facts)).not.toBeNull()
  })
})

describe('deploy', () => {
  const kinds: Failures<TargetFacts['kind'], 'directory'> = {
    file: needs({ target: observed(target({ kind: 'file' })) }),
    'dangling-link': needs({ target: observed(target({ kind: 'dangling-link' })) }),
    missing: [true, false, null].map((writable) =>
      needs({ target: observed(target({ kind: 'missing', nearest: '/var', writable })) }),
    ),
    hidden: [true, false, null].map((writable) =>
      needs({ target: observed(target({ kind: 'hidden', nearest: '/root', writable })) }),
    ),
  }
  const others = {
    'not writable': needs({ target: observed(target({ writable: false })) }),
    'read-only': [true, false, null].map((writable) =>
      needs({ target: observed(target({ writable, readOnly: true })) }),
    ),
    lost: [true, false].map((loginAsked) =>
      needs({
        commands: observed({
          commands: [lost('git', { inShell: loginAsked ? false : null })],
          loginAsked,
        }),
      }),
    ),
  }
  it.each([...rows(kinds), ...rows(others)])('%s', (_name, facts) => {
    expect(headline(facts)).not.toBeNull()
  })
})

import { describe, expect, it } from '@jest/globals'
import { clientAlgorithms } from '../../../../src/causes/deploy/client-algorithms'
import { loginMethod } from '../../../../src/causes/deploy/login-method'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { change } from '../../../fixtures/change'
import { followedBy, laterStep, same } from '../../../fixtures/following'
import { healthy, observed } from '../../../fixtures/healthy'
import { laterSsh } from '../../../fixtures/runner-ssh'
import { valueOf } from '../../../fixtures/value-of'

const ids = (facts: Facts) =>
  diagnose(facts, [clientAlgorithms, loginMethod]).findings.map(({ id }) => id)

describe('a login that requires a key and a password', () => {
  const healthyAuth = valueOf(healthy.hops.target.auth)
  const [attempt] = healthyAuth.attempts
  const took = (method: 'publickey' | 'password', answer: 'partial-success' | 'success') =>
    attempt ? [{ ...attempt, method, answer }] : []
  const auth = observed({
    ...healthyAuth,
    acceptedBy: 'password',
    attempts: [...took('publickey', 'partial-success'), ...took('password', 'success')],
  })
  const password = '${{ secrets.SSH_PASSWORD }}'
  const { host, username, key } = same
  it.each([
    ['a key', laterStep('appleboy/ssh-action', same), ['deploy/login-method']],
    ['both', laterStep('appleboy/ssh-action', { ...same, password }), []],
    [
      'a password',
      laterStep('appleboy/ssh-action', { host, username, password, key: '""' }),
      ['deploy/login-method'],
    ],
    [
      'no input for one',
      laterStep('easingthemes/ssh-deploy', {
        remote_host: host,
        remote_user: username,
        ssh_private_key: key,
      }),
      ['deploy/login-method'],
    ],
    [
      'a command that nobody answers for',
      laterSsh({ openssh: { isAssisted: false } }),
      ['deploy/login-method'],
    ],
    ['a command that a program answers for', laterSsh({ openssh: { isAssisted: true } }), []],
  ])('fails a step with %s only where it lacks one', (_case, given, expected) => {
    const facts = 'hops' in given ? change(given, { auth }) : followedBy([given], { auth })
    expect(ids(facts)).toEqual(expected)
  })
})

it.each([
  ['hmac-sha2-256-etm@openssh.com', ['deploy/client-algorithms']],
  ['hmac-sha2-256', []],
])('Go reads no packet with a cipher in CBC mode and %s', (mac, expected) => {
  const kex = valueOf(healthy.hops.target.kex)
  const cipher = 'aes128-cbc'
  const server = kex.server && {
    ...kex.server,
    cipherToServer: [cipher],
    cipherToClient: [cipher],
    macToServer: [mac],
    macToClient: [mac],
  }
  const step = laterStep('appleboy/ssh-action', { ...same, use_insecure_cipher: 'true' })
  expect(ids(followedBy([step], { kex: observed({ ...kex, server }) }))).toEqual(expected)
})

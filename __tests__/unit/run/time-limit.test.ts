import { describe, expect, it } from '@jest/globals'
import { loadInputs } from '../../../src/inputs'
import { withTimeOfDeploy } from '../../../src/run/time-limit'
import { followedBy, laterStep, same } from '../../fixtures/following'

const limit = (timeout: string, clients: readonly string[], deploySteps = 'auto') => {
  const given: Readonly<Record<string, string>> = { host: 'h', timeout, deploy_steps: deploySteps }
  const [target] = loadInputs((name) => given[name] ?? '').targets
  if (!target) throw new Error('no target')
  const { workflow } = followedBy(clients.map((client) => laterStep(client, same)))
  return withTimeOfDeploy(target, workflow).timeoutMs
}

describe('the time for one host', () => {
  it.each([
    ['a client that waits on after its timeout', 10_000, '2s', ['appleboy/ssh-action'], 'auto'],
    [
      'with a step that only loads a key',
      10_000,
      '2s',
      ['webfactory/ssh-agent', 'appleboy/ssh-action'],
      'auto',
    ],
    ['a longer timeout', 20_000, '20s', ['appleboy/ssh-action'], 'auto'],
    ['a client that ends then', 2_000, '2s', ['appleboy/ssh-action', 'ssh'], 'auto'],
    ['no later step', 2_000, '2s', [], 'auto'],
    ['later steps that are not to be read', 2_000, '2s', ['appleboy/ssh-action'], 'off'],
  ])('with %s is %d ms', (_name, expected, timeout, clients, mode) => {
    expect(limit(timeout, clients, mode)).toBe(expected)
  })
})

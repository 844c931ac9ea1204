import { uses } from '../../fixtures/following'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { DeployStep, WorkflowFacts } from '../../../src/facts'
import { observed } from '../../fixtures/healthy'
import { check } from './check'
import { keyLogin, startSshServer } from './servers'

const step = (client: string, ...inputs: readonly string[]): DeployStep => ({
  client,
  version: 'v1',
  line: 20,
  entries: inputs.map((input) => ({ input, line: 21, text: `\${{ secrets.${input} }}` })),
  env: [],
  runs: 'always',
  mayFail: false,
  needs: uses({}),
})
const workflow = (...deploySteps: readonly DeployStep[]): WorkflowFacts => ({
  path: '.github/workflows/deploy.yml',
  usesLine: 10,
  with: [],
  called: false,
  deploySteps,
})

const keyFirst = ['none', 'publickey', 'publickey']
const passwordFirst = ['none', 'password', 'publickey', 'publickey']

describe('with a password that is wrong and a key that is right', () => {
  it.each([
    [
      'ssh-action sends the password first',
      passwordFirst,
      [step('appleboy/ssh-action', 'username', 'password')],
    ],
    ['ssh-action without a password', keyFirst, [step('appleboy/ssh-action', 'key')]],
    ['OpenSSH begins with the key', keyFirst, [step('rsync', 'host')]],
    [
      'a step that only loads the key does not count',
      passwordFirst,
      [
        step('webfactory/ssh-agent', 'ssh-private-key'),
        step('appleboy/scp-action', 'username', 'password'),
      ],
    ],
    ['no later step is known', keyFirst, []],
  ])('%s', async (_name, methods, steps) => {
    const server = await startSshServer({
      login: (context) => {
        if (context.method === 'publickey') keyLogin(context)
        else context.reject(['publickey', 'password'])
      },
    })
    const { port, asked } = server
    const facts = await check({ port, password: 'old', workflow: observed(workflow(...steps)) })
    await server.close()
    expect(asked.map(({ method }) => method)).toEqual(methods)
    const costs = methods === passwordFirst
    expect(facts.cost.failedLogins).toBe(costs ? 1 : 0)
    const { findings } = diagnose(facts)
    const found = findings.find(({ id }) => id === 'auth/password-rejected')
    expect(found?.severity).toBe(costs ? 'notice' : undefined)
  })
})

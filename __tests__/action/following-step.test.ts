import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { createHash, generateKeyPairSync } from 'node:crypto'
import ssh2 from 'ssh2'
import { newKeyPair } from '../fixtures/key-pair'
import { runAction } from '../fake-runner/run-action'
import { expectNoSecret } from './no-secret'
import { ed25519Key, type Listening, sshServer } from './servers'

jest.setTimeout(60_000)

const key = ed25519Key()
const ed25519 = newKeyPair().private
const ecdsa = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString()

/** A deploy of which everything stands in the file; our own step is on line 10, the deploy's on line 17. */
const text = (deploy: string, env = '') => `name: Deploy
on: push
env:
  REGION: eu
${env || '  STAGE: live'}
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - uses: ssh-preflight/ssh-preflight@v1
        with:
          host: \${{ secrets.SSH_HOST }}
          port: \${{ vars.SSH_PORT }}
          username: deploy
          key: \${{ secrets.SSH_KEY }}
          fingerprint: \${{ secrets.PIN }}
${deploy}`

const action = `      - uses: appleboy/ssh-action@v1
        with:
          host: \${{ secrets.SSH_HOST }}
          port: \${{ vars.SSH_PORT }}
          username: deploy
          key: \${{ secrets.SSH_KEY }}
`

let server: Listening
let hardened: Listening
beforeAll(async () => {
  const hostKeys = [ed25519, ecdsa]
  server = await sshServer({ authorized: key, config: { hostKeys } })
  const kex = ['diffie-hellman-group15-sha512'] as const
  hardened = await sshServer({
    authorized: key,
    config: { hostKeys, algorithms: { kex: [...kex] } },
  })
})
afterAll(async () => {
  await server.close()
  await hardened.close()
})

const fingerprint = (privateKey: string) => {
  const parsed = ssh2.utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

const run = (deploy: string, options: { readonly env?: string; readonly port?: number } = {}) =>
  runAction({
    inputs: {
      host: '127.0.0.1',
      port: String(options.port ?? server.port),
      username: 'deploy',
      key,
      fingerprint: fingerprint(ed25519),
    },
    secrets: [key],
    workflow: {
      path: '.github/workflows/deploy.yml',
      text: text(deploy, options.env),
      job: 'deploy',
      action: '__ssh-preflight_ssh-preflight',
    },
  })

describe('the deploy step that follows', () => {
  it('is nothing to speak of when it does as this check does', async () => {
    const step = await run(action)
    expect(step.outputs).toMatchObject({ result: 'pass', cause: '', connections: '1' })
    expectNoSecret(step, [key])
  })

  it('pins a key that its client will not compare: a warning on the line of its fingerprint', async () => {
    const step = await run(`${action}          fingerprint: \${{ secrets.PIN }}\n`)
    expect(step.outputs).toMatchObject({ result: 'warn', cause: 'deploy/pin-type' })
    expect(step.annotations[0]).toMatchObject({
      level: 'warning',
      file: '.github/workflows/deploy.yml',
      line: 23,
    })
    expect(step.exitCode).toBe(0)
  })

  it('takes a variable of the workflow in place of its host', async () => {
    const step = await run(action, { env: '  SSH_HOST: old.example.com' })
    expect(step.outputs['cause']).toBe('deploy/env-shadowing')
    expect(step.annotations[0]).toMatchObject({ level: 'warning', line: 19 })
    expect(step.summary).toContain('line 5')
  })

  it('sets an input that its action ignores, and a port that nobody checked', async () => {
    const step = await run(
      `${action.replace('${{ vars.SSH_PORT }}', '22')}          cipher: aes128-cbc\n`,
    )
    expect(JSON.parse(step.outputs['causes'] ?? '')).toEqual([
      'deploy/inputs-differ',
      'deploy/dead-input',
    ])
    expect(step.annotations.map(({ line }) => line)).toEqual([20, 23])
  })

  it('uses a client that shares no key exchange with the server: an error on its line', async () => {
    const step = await run(action, { port: hardened.port })
    expect(step.outputs).toMatchObject({
      result: 'fail',
      cause: 'deploy/client-algorithms',
      certainty: 'likely',
      connections: '1',
    })
    expect(step.annotations[0]).toMatchObject({ level: 'error', line: 17 })
    expect(step.log).toContain('diffie-hellman-group15-sha512')
  })

  it('leaks nothing that is in it in plain', async () => {
    const secret = 'correct-horse-battery'
    const step = await run(
      `${action}          password: ${secret}\n          script: mysql -p${secret}\n      - run: sshpass -p ${secret} ssh root@127.0.0.1\n`,
      { env: `  SSH_PASSWORD: ${secret}` },
    )
    expect(JSON.parse(step.outputs['causes'] ?? '')).toContain('deploy/env-shadowing')
    expectNoSecret(step, [secret])
  })
})

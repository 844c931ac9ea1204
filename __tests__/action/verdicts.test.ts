import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import ssh2 from 'ssh2'
import { runAction } from '../fake-runner/run-action'
import { expectMaskedFirst, expectNoSecret } from './no-secret'
import { nodes } from './nodes'
import { ed25519Key, freePort, hostKey, type Listening, sshServer } from './servers'

jest.setTimeout(60_000)

const key = ed25519Key()
const password = 'correct horse battery'

function fingerprintOf(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

const pin = fingerprintOf(hostKey)

let server: Listening
beforeAll(async () => {
  server = await sshServer({ authorized: key, password })
})
afterAll(() => server.close())

const inputs = (changes: Readonly<Record<string, string>> = {}) => ({
  host: '127.0.0.1',
  port: String(server.port),
  username: 'deploy',
  key,
  fingerprint: pin,
  ...changes,
})

describe.each(nodes)('the action on node %s', (_name, node) => {
  it('passes a healthy server with one connection', async () => {
    const before = server.connections()
    const run = await runAction({ node, inputs: inputs(), secrets: [key] })
    expect(run.annotations).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({
      result: 'pass',
      cause: '',
      causes: '[]',
      stage: 'session',
      certainty: '',
      host_key: pin,
      connections: '1',
    })
    expect(run.outputs['known_hosts']).toContain(`[127.0.0.1]:${server.port} ssh-ed25519 `)
    expect(server.connections() - before).toBe(1)
    expect(run.raw.stderr).toBe('')
    expect(run.summary).toContain('Ready to deploy')
    expect(run.log).toContain('Ready to deploy')
    expectNoSecret(run, [key])
    expectMaskedFirst(run, [key])
  })

  it('explains a port on which nothing listens', async () => {
    const port = await freePort()
    const run = await runAction({ node, inputs: inputs({ port: String(port) }), secrets: [key] })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'fail', cause: 'tcp/not-listening', stage: 'tcp' })
    expect(JSON.parse(run.outputs['causes'] ?? '')).toContain('server/service-stopped')
    expect(run.annotations).toMatchObject([{ level: 'error' }])
    expectNoSecret(run, [key])
  })

  it('explains a key that the server does not take', async () => {
    const other = ed25519Key()
    const run = await runAction({ node, inputs: inputs({ key: other }), secrets: [other] })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'fail', cause: 'auth/key-rejected', stage: 'auth' })
    expect(run.log).toContain(fingerprintOf(other))
    expectNoSecret(run, [other])
  })

  it('stops at a host key that is not the pinned one', async () => {
    const fingerprint = fingerprintOf(ed25519Key())
    const run = await runAction({
      node,
      inputs: inputs({ fingerprint, password }),
      secrets: [key, password],
    })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'fail', cause: 'hostkey/mismatch' })
    expect(run.outputs['known_hosts']).toBe('')
    expectNoSecret(run, [key, password])
  })
})

describe('how the step ends', () => {
  it('does not fail with fail_on: never', async () => {
    const port = String(await freePort())
    const run = await runAction({ inputs: inputs({ port, fail_on: 'never' }) })
    expect(run.exitCode).toBe(0)
    expect(run.outputs['result']).toBe('fail')
  })

  it('looks at every host, and tells the worst', async () => {
    const host = `127.0.0.1:${server.port},127.0.0.1:${await freePort()}`
    const run = await runAction({ inputs: inputs({ host, port: '' }) })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({
      result: 'fail',
      cause: 'tcp/not-listening',
      connections: '1',
    })
    expect(run.log).toContain('Ready to deploy')
  })

  it('waits until the server is up', async () => {
    const port = await freePort()
    const [run, late] = await Promise.all([
      runAction({
        inputs: inputs({ port: String(port), wait: '30s', probe: 'off', fingerprint: '' }),
      }),
      setTimeout(6000).then(() => sshServer({ authorized: key }, port)),
    ])
    await late.close()
    expect(run.log).toContain('not ready yet')
    expect(run.outputs['result']).not.toBe('fail')
    expect(run.exitCode).toBe(0)
  })

  it('fails where the outputs cannot be written, and calls it no fault of the program', async () => {
    const run = await runAction({ inputs: inputs(), env: { GITHUB_OUTPUT: '/does/not/exist' } })
    expect(run.exitCode).toBe(1)
    expect(run.annotations).toMatchObject([
      { level: 'error', title: 'The outputs could not be written' },
    ])
    expect(run.log).toContain('/does/not/exist')
    expectNoSecret(run, [key])
  })

  it('goes on without a place for the report or the summary', async () => {
    const env = { RUNNER_TEMP: '/dev/null/nowhere', GITHUB_STEP_SUMMARY: '' }
    const run = await runAction({ inputs: inputs(), env })
    expect(run.exitCode).toBe(0)
    expect(run.annotations).toMatchObject([
      { level: 'warning', title: 'The JSON report could not be written' },
    ])
    expect(run.outputs).toMatchObject({ result: 'pass', report: '' })
  })
})

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '../fake-runner/run-action'
import { expectNoSecret } from './no-secret'
import { ed25519Key, hostKey, type Listening, sshServer } from './servers'
import ssh2 from 'ssh2'

jest.setTimeout(60_000)

const key = ed25519Key()

let server: Listening
beforeAll(async () => {
  server = await sshServer({ authorized: key })
})
afterAll(() => server.close())

const fingerprint = (() => {
  const parsed = ssh2.utils.parseKey(hostKey)
  if (parsed instanceof Error) throw parsed
  return `ssh-ed25519 ${parsed.getPublicSSH().toString('base64')}`
})()

const run = (
  env: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, string>> = {},
) =>
  runAction({
    inputs: {
      host: '127.0.0.1',
      port: String(server.port),
      username: 'deploy',
      key,
      fingerprint,
      ...changes,
    },
    secrets: [key],
    env,
  })

/** What tells a step of GitHub's runner from any other program. */
const noRunner = {
  CI: undefined,
  GITHUB_ACTIONS: undefined,
  GITHUB_ACTION: undefined,
  GITHUB_EVENT_NAME: undefined,
  GITHUB_EVENT_PATH: undefined,
  GITHUB_REPOSITORY: undefined,
  GITHUB_SHA: undefined,
  GITHUB_WORKFLOW_REF: undefined,
  GITHUB_WORKFLOW_SHA: undefined,
  GITHUB_WORKSPACE: undefined,
  RUNNER_ENVIRONMENT: undefined,
  RUNNER_TEMP: undefined,
}

describe('a runner that sets little', () => {
  it('gets the action when it sets inputs, and not the terminal tool', async () => {
    const step = await run(noRunner)
    expect(step.outputs).toMatchObject({ result: 'pass', stage: 'session', connections: '1' })
    expect(step.log).not.toContain('Usage:')
    expectNoSecret(step, [key])
  })

  it('gets a verdict even when all that it sets is empty', async () => {
    const step = await run(noRunner, { host: '', port: '', username: '', key: '', fingerprint: '' })
    expect(step.outputs['cause']).toBe('input/secret-empty')
  })

  it('gets the report in the temporary folder when it names none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'temp-'))
    const step = await run({ RUNNER_TEMP: '', TMPDIR: folder })
    expect(step.outputs['report']).toBe(join(folder, 'ssh-preflight-report.json'))
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['is no JSON', 'action.yml'],
    ['is a folder', '.'],
    ['is not there', 'no-such-file'],
  ])('may give an event that %s', async (_what, path) => {
    const step = await run({ GITHUB_EVENT_PATH: join(process.cwd(), path) })
    expect(step.outputs['result']).toBe('pass')
    expect(step.raw.stderr).toBe('')
    expect(step.raw.stdout).not.toContain('GITHUB_EVENT_PATH')
  })
})

const onLinux = process.platform === 'linux' ? describe : describe.skip
onLinux('a place for the report where no folder can be made', () => {
  it('is given up, without end', async () => {
    const step = await run({}, { report: '/proc/no/such/report.json' })
    expect(step.outputs).toMatchObject({ result: 'pass', report: '' })
    expect(step.annotations).toMatchObject([{ title: 'The JSON report could not be written' }])
  })
})

describe('the place of the report', () => {
  it('may begin with the home folder', async () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'))
    const step = await run({ HOME: home }, { report: '~/reports/ssh.json' })
    expect(step.outputs['report']).toBe(join(home, 'reports', 'ssh.json'))
    expect(readFileSync(join(home, 'reports', 'ssh.json'), 'utf8')).toContain('"result": "pass"')
    rmSync(home, { recursive: true })
  })
})

it('says its verdict, and fails for want of a place for the outputs', async () => {
  const step = await run({ GITHUB_OUTPUT: '/does/not/exist' }, { port: 'ssh' })
  expect(step.exitCode).toBe(1)
  expect(step.annotations.map(({ title }) => title)).toEqual([
    'Invalid port number',
    'The outputs could not be written',
  ])
  expect(step.summary).toContain('The port is not a number')
})

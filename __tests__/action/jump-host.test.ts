import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runAction } from '../fake-runner/run-action'
import { expectMaskedFirst, expectNoSecret } from './no-secret'
import { ed25519Key, type Listening, sshServer } from './servers'

jest.setTimeout(60_000)

const passphrase = 'open the bastion'
const password = 'p4ss of the bastion'
const key = ed25519Key()
const jumpKey = ed25519Key(passphrase)

let target: Listening
let jump: Listening
beforeAll(async () => {
  target = await sshServer({ authorized: key })
  jump = await sshServer({ authorized: jumpKey, passphrase, password, forwards: true })
})
afterAll(async () => {
  await target.close()
  await jump.close()
})

const inputs = (changes: Readonly<Record<string, string>> = {}) => ({
  host: '127.0.0.1',
  port: String(target.port),
  username: 'deploy',
  key,
  proxy_host: '127.0.0.1',
  proxy_port: String(jump.port),
  proxy_username: 'jump',
  proxy_key: jumpKey,
  proxy_passphrase: passphrase,
  ...changes,
})

const workflow = (entries: Readonly<Record<string, string>>) => ({
  path: '.github/workflows/deploy.yml',
  text: [
    ...['on: push', 'jobs:', '  deploy:', '    runs-on: ubuntu-latest', '    steps:'],
    ...['      - uses: ssh-preflight/ssh-preflight@v1', '        with:'],
    ...Object.entries(entries).map(([name, text]) => `          ${name}: ${text}`),
  ].join('\n'),
  job: 'deploy',
  action: '__ssh-preflight_ssh-preflight',
})

describe('the action through a jump host', () => {
  it('passes with one connection to each, and shows the stages of both', async () => {
    const before = [jump.connections(), target.connections()]
    const run = await runAction({ inputs: inputs(), secrets: [key, jumpKey, passphrase] })
    expect(run.outputs).toMatchObject({ result: 'pass', cause: '', connections: '2' })
    expect(
      [jump.connections(), target.connections()].map((n, at) => n - (before[at] ?? 0)),
    ).toEqual([1, 1])
    expect(run.log).toContain(`jump host jump@127.0.0.1 port ${jump.port}`)
    expect(run.log).toContain(`target deploy@127.0.0.1 port ${target.port}`)
    expect(run.log.indexOf('jump host jump')).toBeLessThan(run.log.indexOf('target deploy'))
    expect(run.summary).toContain('Jump host')
    expectNoSecret(run, [key, jumpKey, passphrase])
    expectMaskedFirst(run, [key, jumpKey, passphrase])
  })

  it('never shows the password of the jump host, right or wrong', async () => {
    const given = { proxy_key: '', proxy_passphrase: '', proxy_password: password }
    const right = await runAction({ inputs: inputs(given), secrets: [key, password] })
    expect(right.outputs['result']).toBe('pass')
    expectNoSecret(right, [key, password])
    expectMaskedFirst(right, [password])
    const wrong = 'another one of the bastion'
    const run = await runAction({ inputs: inputs({ ...given, proxy_password: wrong }) })
    expect(run.outputs).toMatchObject({ cause: 'auth/password-rejected', stage: 'auth' })
    expectNoSecret(run, [wrong])
  })

  it('puts the annotation of the jump host on its own line', async () => {
    const given = inputs({ proxy_key: ed25519Key(), proxy_passphrase: '' })
    const run = await runAction({
      inputs: given,
      workflow: workflow({ key: '${{ secrets.KEY }}', proxy_key: '${{ secrets.JUMP_KEY }}' }),
    })
    expect(run.outputs['cause']).toBe('auth/key-rejected')
    expect(run.annotations).toMatchObject([
      { level: 'error', file: '.github/workflows/deploy.yml', line: 9 },
    ])
    expect(run.annotations[0]?.message).toContain('On the jump host')
  })

  it('says that the jump host forwards nothing', async () => {
    const closed = await sshServer({ authorized: key })
    const given = { proxy_port: String(closed.port), proxy_key: key, proxy_passphrase: '' }
    const run = await runAction({ inputs: inputs(given) })
    await closed.close()
    expect(run.outputs).toMatchObject({ result: 'fail', stage: 'proxy', connections: '1' })
    expect(run.outputs['cause']).toMatch(/^proxy\//)
  })

  it('explains a proxy_username that is missing', async () => {
    const before = jump.connections()
    const run = await runAction({ inputs: inputs({ proxy_username: '' }) })
    expect(run.outputs['cause']).toMatch(/^input\/(secret-empty|username-missing)$/)
    expect(run.log).toContain('proxy_username')
    expect(jump.connections()).toBe(before)
  })
})

describe('ssh-preflight -J', () => {
  it('goes through the jump host with the same key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jump-'))
    const file = join(folder, 'key')
    writeFileSync(file, key, { mode: 0o600 })
    const open = await sshServer({ authorized: key, forwards: true })
    const words = [
      '-J',
      `jump@127.0.0.1:${open.port}`,
      '-i',
      file,
      `deploy@127.0.0.1:${target.port}`,
    ]
    const code = await new Promise((done) => {
      const env = { PATH: process.env['PATH'], HOME: folder }
      execFile(process.execPath, [resolve('dist/index.js'), ...words], { env }, (error) => {
        done(error?.code ?? 0)
      })
    })
    expect(code).toBe(0)
    expect(open.connections()).toBe(1)
    await open.close()
    rmSync(folder, { recursive: true })
  })
})

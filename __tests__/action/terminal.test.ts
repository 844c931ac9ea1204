import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { version } from '../../src/version'
import { runAction } from '../fake-runner/run-action'
import { ed25519Key, freePort, type Listening, rawServer, sshServer } from './servers'

jest.setTimeout(60_000)

const bundle = resolve('dist/index.js')
const key = ed25519Key()
const folder = mkdtempSync(join(tmpdir(), 'terminal-'))
const keyFile = join(folder, 'key')
const reportFile = join(folder, 'report.json')

let server: Listening
beforeAll(async () => {
  writeFileSync(keyFile, key)
  chmodSync(keyFile, 0o600)
  server = await sshServer({ authorized: key, password: 'correct horse' })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<Ended>((resolve_) => {
    const environment = { PATH: process.env['PATH'], HOME: folder, ...env }
    const child = execFile(
      process.execPath,
      [bundle, ...words],
      { env: environment },
      (_error, stdout, stderr) => {
        resolve_({ code: child.exitCode ?? -1, stdout, stderr })
      },
    )
  })

const target = () => ['deploy@127.0.0.1', '-p', String(server.port)]

describe('the terminal', () => {
  it('passes a healthy server, without colors in a pipe', async () => {
    const { code, stdout, stderr } = await run([...target(), '-i', keyFile])
    expect(stdout).toContain('Ready to deploy')
    expect(stdout).not.toContain('\u001b')
    expect([code, stderr]).toEqual([0, ''])
  })

  it('reads a password from the environment', async () => {
    const words = [...target(), '--password-env', 'SECRET']
    expect(await run(words, { SECRET: 'correct horse' })).toMatchObject({ code: 0 })
    const { code, stderr } = await run(words)
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'The environment variable SECRET is not set'])
  })

  it('is the same engine inside a step, when it is called with words', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: join(folder, 'output') }
    const { code, stdout } = await run([...target(), '-i', keyFile], env)
    expect(code).toBe(0)
    expect(stdout).not.toContain('::')
  })

  it('writes a report that replays to the same diagnosis, offline', async () => {
    const port = String(await freePort())
    const live = await run(['deploy@127.0.0.1', '-p', port, '-i', keyFile, '--report', reportFile])
    expect(live.code).toBe(1)
    const replayed = await run(['replay', reportFile])
    expect(replayed.code).toBe(1)
    expect(replayed.stdout).toBe(live.stdout)
    const json = await run(['replay', reportFile, '--json'])
    expect(json.stdout).toBe(readFileSync(reportFile, 'utf8'))
  })

  it('says in one sentence that the report cannot be written, after the verdict', async () => {
    const words = [...target(), '-i', keyFile, '--report', join(keyFile, 'report.json')]
    const { code, stdout, stderr } = await run(words)
    expect(stdout).toContain('Ready to deploy')
    expect(stderr).toMatch(/^The report could not be written: .*ENOTDIR.*\n$/)
    expect(code).toBe(2)
  })

  it('replays the report of the action', async () => {
    const report = join(folder, 'action.json')
    const inputs = {
      host: '127.0.0.1',
      port: String(server.port),
      username: 'root',
      key: ed25519Key(),
    }
    const step = await runAction({ inputs: { ...inputs, report } })
    expect(step.outputs['cause']).toBe('auth/key-rejected')
    const { code, stdout } = await run(['replay', report, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual(step.report)
  })

  it('prints nothing but the report with --json', async () => {
    const { code, stdout } = await run([...target(), '-i', keyFile, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ hosts: [{ result: 'pass' }] })
  })

  it('tells its version, its usage and its causes', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
    const help = await run(['--help'])
    expect(help.code).toBe(0)
    expect(help.stdout).toContain('Exit status')
    for (const id of ['auth/key-rejected', 'server/banned']) {
      const { code, stdout } = await run(['explain', id])
      expect([code, stdout.split('\n')[1]?.split(',')[0]]).toEqual([0, id])
    }
    const found = await run(['explain', 'deploy@example.com:', 'Permission denied (publickey).'])
    expect(found.stdout).toContain('auth/key-rejected')
    const wrong = await run(['explain', 'auth/key-refused'])
    expect([wrong.code, wrong.stderr]).toEqual([1, ''])
    expect(wrong.stdout).toMatch(/^No message .*Did you mean auth\/key-rejected/s)
    expect(wrong.stdout).not.toContain('Usage:')
    const log = join(folder, 'deploy.log')
    writeFileSync(log, 'Run deploy\nPermission denied (publickey).\nexit code 255\n')
    expect((await run(['explain', log])).stdout).toMatch(/^Line 2: Permission denied/)
    expect((await run(['explain', `${log}.txt`])).stdout).toMatch(/^There is no file /)
  })

  it.each([
    [[]],
    [['host', '--nonsense']],
    [['host', '--timeout', 'soon']],
    [['replay', '/does/not/exist']],
    [['replay', 'package.json']],
    [['explain']],
  ])('tells wrong usage: %j', async (words) => {
    const { code, stdout, stderr } = await run(words)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Usage:')
  })
})

/** A terminal of util-linux' script(1). */
const inTerminal = (term: string, words: readonly string[]) =>
  new Promise<string>((resolve_) => {
    const command = [process.execPath, bundle, ...words].map((word) => `'${word}'`).join(' ')
    const env = { PATH: process.env['PATH'], HOME: folder, TERM: term }
    execFile('script', ['-qec', command, '/dev/null'], { env }, (_error, stdout) => {
      resolve_(stdout)
    }).stdin?.end()
  })

// CI must have script(1), and fails without it.
const hasScript = existsSync('/usr/bin/script') || process.env['CI'] === 'true'
const withScript = hasScript ? describe : describe.skip
withScript('a terminal', () => {
  it.each([
    ['xterm', true],
    ['dumb', false],
  ])('with TERM=%s gets escape sequences: %s', async (term, expected) => {
    const stdout = await inTerminal(term, [...target(), '-i', keyFile])
    expect(stdout).toContain('Ready to deploy')
    expect(stdout.includes('\u001b')).toBe(expected)
  })
})

describe('an interrupted run', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('still reports on %s, and ends', async (name, code) => {
    let pid = 0
    let signalledAt = 0
    // Once it has connected, it waits for a banner that never comes.
    const silent = await rawServer(() => {
      setTimeout(() => {
        signalledAt = performance.now()
        process.kill(pid, name)
      }, 300)
    })
    const inputs = { host: '127.0.0.1', port: String(silent.port), username: 'deploy', key }
    const step = await runAction({ inputs, onStart: (started) => (pid = started) })
    const tookMs = performance.now() - signalledAt
    await silent.close()
    expect(step.exitCode).toBe(code)
    expect(tookMs).toBeLessThan(2000)
    expect(step.outputs['stage']).toBe('tcp')
    expect(step.outputs['result']).not.toBe('pass')
    expect(step.report).not.toBeNull()
  })
})

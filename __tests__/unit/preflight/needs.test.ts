import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { type DeployNeeds, nothingAsked } from '../../../src/inputs/deploy-needs'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { run, type SshServer, startSshServer } from './servers'

let server: SshServer | null = null
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'target-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})
afterEach(async () => {
  await server?.close()
  server = null
})

const asked = (changes: Partial<DeployNeeds> = {}): DeployNeeds => ({
  ...nothingAsked,
  target: folder,
  commands: ['sed', 'no-such-program'],
  ...changes,
})

async function lookAt(
  session: (session: ssh2.Session) => void,
  needs: DeployNeeds,
  options: { readonly timeoutMs?: number; readonly password?: string } = {},
): Promise<Facts> {
  server = await startSshServer({ session })
  const facts = await check({ port: server.port, needs, timeoutMs: 6000, ...options })
  expect(facts.cost.connections).toBe(1)
  return facts
}

/** Runs a command in a real shell, as sshd does. */
function runForReal(channel: ssh2.ServerChannel, command: string): void {
  const child = spawn('/bin/sh', ['-c', command])
  child.stdout.on('data', (chunk: Buffer) => channel.write(chunk))
  child.stderr.on('data', (chunk: Buffer) => channel.stderr.write(chunk))
  channel.on('data', (chunk: Buffer) => child.stdin.write(chunk))
  channel.on('end', () => child.stdin.end())
  child.stdin.on('error', () => undefined)
  child.on('close', (code) => {
    channel.exit(code ?? 1)
    channel.end()
  })
}

const realShell = (session: ssh2.Session) => {
  session.on('exec', (accept, _reject, { command }) => {
    runForReal(accept(), command)
  })
}

/** Answers the harmless command, and gives the other one to `script` with what was sent to it. */
const scripted =
  (script: (channel: ssh2.ServerChannel, token: string) => void) => (session: ssh2.Session) => {
    session.on('exec', (accept, _reject, { command }) => {
      const channel = accept()
      if (command.startsWith('echo ')) {
        run(channel, { stdout: `${command.slice(5)}\n` })
        return
      }
      let sent = ''
      channel.on('data', (chunk: Buffer) => (sent += chunk.toString()))
      channel.on('end', () => {
        script(channel, /^t=(\w+)/m.exec(sent)?.[1] ?? '')
      })
    })
  }

describe('what the deploy needs', () => {
  it('is looked at by one more command of the same connection', async () => {
    const commands: string[] = []
    const facts = await lookAt((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        commands.push(command)
        runForReal(accept(), command)
      })
    }, asked())
    expect(commands).toEqual([expect.stringMatching(/^echo /), '/bin/sh -s'])
    const deploy = valueOf(facts.hops.target.deploy)
    expect(deploy.by).toBe('shell')
    expect(valueOf(deploy.target)).toMatchObject({
      path: folder,
      kind: 'directory',
      writable: true,
    })
    expect(valueOf(deploy.commands).commands).toMatchObject([
      { name: 'sed' },
      { name: 'no-such-program', path: null },
    ])
    expect(Math.abs(valueOf(deploy.clock).offsetMs)).toBeLessThan(5000)
  })

  it('is only the clock when nothing is asked for', async () => {
    const facts = await lookAt(realShell, nothingAsked)
    const deploy = valueOf(facts.hops.target.deploy)
    expect(deploy.clock.state).toBe('observed')
    expect(deploy.target).toEqual({ state: 'not-checked', why: 'not-needed' })
    expect(deploy.commands).toEqual({ state: 'not-checked', why: 'not-needed' })
  })

  it('is not looked at by a command where none runs', async () => {
    let count = 0
    const facts = await lookAt((session) => {
      session.on('exec', (accept) => {
        count += 1
        run(accept(), { stdout: 'This account is currently not available.\n', exitCode: 1 })
      })
    }, asked())
    expect(count).toBe(1)
    expect(facts.hops.target.deploy).toEqual({ state: 'not-checked', why: 'unavailable' })
  })

  it('is not checked where there is no POSIX shell, and nobody is accused', async () => {
    const facts = await lookAt(
      scripted((channel) => {
        run(channel, { stderr: 'The system cannot find the path specified.\r\n', exitCode: 1 })
      }),
      asked(),
    )
    expect(facts.hops.target.deploy).toEqual({ state: 'not-checked', why: 'unavailable' })
    expect(diagnose(facts).findings.filter(({ stage }) => stage === 'deploy')).toEqual([])
  })

  it('keeps what was answered before the server hung', async () => {
    const seconds = Math.round(Date.now() / 1000)
    const facts = await lookAt(
      scripted((channel, token) => {
        const lines = [`time ${seconds}`, 'uid 1000', 'found 1 /bin/sed', 'lost 2', 'searched']
        channel.write(lines.map((line) => `${token} ${line}\n`).join(''))
      }),
      asked(),
      { timeoutMs: 4000 },
    )
    const deploy = valueOf(facts.hops.target.deploy)
    expect(valueOf(deploy.commands).commands).toHaveLength(2)
    expect(deploy.target).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(facts.cost.ms).toBeLessThan(6000)
    expect(diagnose(facts).finished).toBe(false)
  })

  it('waits for no clock that nobody asked for', async () => {
    const facts = await lookAt(
      scripted(() => undefined),
      nothingAsked,
      { timeoutMs: 20_000 },
    )
    expect(facts.hops.target.deploy).toEqual({ state: 'not-checked', why: 'not-needed' })
    expect(facts.cost.ms).toBeLessThan(8000)
  })

  it('survives a flood and a lie, and repeats no password', async () => {
    const facts = await lookAt(
      scripted((channel, token) => {
        channel.write('x'.repeat(200_000) + '\n')
        const lines = ['uid 0', 'user hunter2-secret', 'nearest /hunter2-secret', 'kind missing']
        channel.write(lines.map((line) => `${token} ${line}\n`).join(''))
        run(channel, { stdout: `${token} time 99\n`.repeat(9), exitCode: 0 })
      }),
      asked({ commands: [] }),
      { password: 'hunter2-secret' },
    )
    expect(JSON.stringify(facts)).not.toContain('hunter2-secret')
    expect(valueOf(valueOf(facts.hops.target.deploy).target)).toMatchObject({
      kind: 'missing',
      nearest: '/***',
    })
    expect(valueOf(facts.hops.target.deploy).clock.state).toBe('not-checked')
  })
})

describe('by SFTP only', () => {
  type Entry = { readonly mode: number; readonly uid: number } | 'missing' | 'denied'

  const sftpOnly = (entries: Readonly<Record<string, Entry>>) => (session: ssh2.Session) => {
    session.on('exec', (accept) => {
      run(accept(), { stdout: 'This service allows sftp connections only.\n', exitCode: 1 })
    })
    session.on('sftp', (accept) => {
      const sftp = accept()
      const attrs = { size: 0, atime: 0, mtime: 0, gid: 100 }
      sftp.on('REALPATH', (id, path) => {
        sftp.name(id, [{ filename: path, longname: '', attrs: { ...attrs, mode: 0, uid: 0 } }])
      })
      sftp.on('STAT', (id, path) => {
        const entry = entries[path] ?? 'missing'
        if (typeof entry === 'string') sftp.status(id, entry === 'missing' ? 2 : 3)
        else sftp.attrs(id, { ...attrs, ...entry })
      })
    })
  }
  const own = { mode: 0o040755, uid: 1000 }
  const root = { mode: 0o040755, uid: 0 }

  it.each<[string, Readonly<Record<string, Entry>>, object]>([
    ['the user’s own', { '.': own, '/srv/site': own }, { kind: 'directory', writable: true }],
    ['root’s', { '.': own, '/srv/site': root }, { kind: 'directory', writable: false }],
    ['a file', { '.': own, '/srv/site': { ...own, mode: 0o100644 } }, { kind: 'file' }],
    [
      'missing',
      { '.': own, '/srv': own },
      { kind: 'missing', nearest: '/srv', nearestIsDirectory: true, writable: true },
    ],
    ['hidden', { '.': own, '/srv/site': 'denied', '/srv': root }, { kind: 'hidden' }],
  ])('the target is %s', async (_what, entries, expected) => {
    const facts = await lookAt(
      sftpOnly(entries),
      asked({
        target: '/srv/site',
        commands: [],
      }),
    )
    const deploy = valueOf(facts.hops.target.deploy)
    expect(deploy).toMatchObject({ by: 'sftp', account: null })
    expect(valueOf(deploy.target)).toMatchObject({ ...expected, judgedBy: 'mode', disk: null })
  })

  it('begins where the login does', async () => {
    const facts = await lookAt(
      sftpOnly({ '.': own, 'www/site': own }),
      asked({
        target: '~/www/site/',
        commands: [],
      }),
    )
    expect(valueOf(valueOf(facts.hops.target.deploy).target)).toMatchObject({
      kind: 'directory',
      writable: true,
    })
  })

  it('says nothing of a server that tells no types, nor of a path with a variable', async () => {
    const unclear = { '.': own, '/srv/site': { ...own, mode: 0o755 } }
    const facts = await lookAt(
      sftpOnly(unclear),
      asked({
        target: '/srv/site',
        commands: [],
      }),
    )
    expect(facts.hops.target.deploy).toEqual({ state: 'not-checked', why: 'unavailable' })
    await server?.close()
    const variable = await lookAt(
      sftpOnly({ '.': own }),
      asked({
        target: '/srv/$X',
        commands: [],
      }),
    )
    expect(variable.hops.target.deploy).toEqual({ state: 'not-checked', why: 'unavailable' })
  })
})

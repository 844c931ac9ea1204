/**
 * npm run bench: what a preflight costs compared to what people use instead, against one real OpenSSH server on this machine.
 * Every tool runs once per round, so that a slow moment affects all of them. Ratios are to `ssh … true`.
 * Needs sshd, ssh and ssh-keyscan; nmap and drone-ssh are measured where they are on the PATH, and drone-ssh's SSH library
 * (__tests__/lab/go-client) where Go is.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const rounds = 15

interface Tool {
  readonly name: string
  readonly command: readonly string[]
  /** What one learns from it when everything works. */
  readonly verdictOf: string
}

interface Sample {
  readonly ms: number
  /** TCP connections that sshd logged. */
  readonly connections: number
}

interface Server {
  readonly port: number
  readonly key: string
  readonly log: string
  readonly process: ChildProcess
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ssh-preflight-bench-'))
  const server = await startServer(folder)
  try {
    const goClient = buildGoClient(folder)
    const tools = toolsFor(server, goClient).filter(({ command }) => isInstalled(command[0] ?? ''))
    const samples = new Map<string, Sample[]>(tools.map(({ name }) => [name, []]))
    // One more round than counted: the first one warms the page cache.
    for (let round = 0; round <= rounds; round++) {
      for (const tool of tools) {
        const sample = await measure(tool, server)
        if (round > 0) samples.get(tool.name)?.push(sample)
      }
    }
    print(tools, samples)
  } finally {
    server.process.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

function toolsFor({ port, key }: Server, goClient: string): readonly Tool[] {
  const user = userInfo().username
  const p = String(port)
  const quiet = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null']
  return [
    {
      name: 'ssh … true',
      command: [
        'ssh',
        ...quiet,
        '-o',
        'BatchMode=yes',
        '-i',
        key,
        '-p',
        p,
        `${user}@127.0.0.1`,
        'true',
      ],
      verdictOf: 'login works',
    },
    {
      name: 'SSH Preflight',
      command: [
        process.execPath,
        join('dist', 'index.js'),
        `${user}@127.0.0.1`,
        '-p',
        p,
        '-i',
        key,
      ],
      verdictOf: 'every stage',
    },
    { name: 'ssh-keyscan', command: ['ssh-keyscan', '-p', p, '127.0.0.1'], verdictOf: 'host keys' },
    {
      name: 'nmap, three SSH scripts',
      command: [
        ...[
          'nmap',
          '-Pn',
          '-sV',
          '-p',
          p,
          '--script',
          'ssh-hostkey,ssh2-enum-algos,ssh-auth-methods',
        ],
        '127.0.0.1',
      ],
      verdictOf: 'host keys, algorithms, methods',
    },
    {
      name: 'drone-ssh',
      command: [
        ...['drone-ssh', '--host', '127.0.0.1', '--port', p, '--username', user],
        ...['--key-path', key, '--script', 'true'],
      ],
      verdictOf: 'login works',
    },
    {
      name: 'golang.org/x/crypto/ssh, as drone-ssh uses it',
      command: [
        ...[goClient, '-host', '127.0.0.1', '-port', p, '-username', user],
        ...['-key-path', key, '-script', 'true'],
      ],
      verdictOf: 'login works',
    },
  ]
}

/** The path of the program, which does not exist without Go. */
function buildGoClient(folder: string): string {
  const program = join(folder, 'go-client')
  spawnSync('go', ['build', '-C', '__tests__/lab/go-client', '-o', program, '.'])
  return program
}

const isInstalled = (program: string) =>
  program === process.execPath || spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

async function measure({ name, command }: Tool, { log }: Server): Promise<Sample> {
  const before = connectionsIn(log)
  const started = process.hrtime.bigint()
  const [program = '', ...rest] = command
  const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' })
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (status !== 0) throw new Error(`${name} ended with ${String(status)}:\n${stderr}`)
  // sshd writes the last lines of a connection after the client has gone.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { ms, connections: connectionsIn(log) - before }
}

const connectionsIn = (log: string) =>
  readFileSync(log, 'utf8').split('Connection from ').length - 1

async function startServer(folder: string): Promise<Server> {
  const [hostKey, key, log] = ['host', 'id', 'log'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const file of [hostKey, key]) {
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  }
  writeFileSync(join(folder, 'authorized'), readFileSync(`${key}.pub`), { mode: 0o600 })
  const port = await freePort()
  const options = {
    Port: port,
    ListenAddress: '127.0.0.1',
    HostKey: hostKey,
    AuthorizedKeysFile: join(folder, 'authorized'),
    LogLevel: 'VERBOSE',
    StrictModes: 'no',
    UsePAM: 'no',
    PidFile: 'none',
    Subsystem: 'sftp internal-sftp',
  }
  const config = join(folder, 'config')
  writeFileSync(
    config,
    Object.entries(options)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  )
  writeFileSync(log, '')
  const sshd = ['/usr/sbin/sshd', '/usr/bin/sshd'].find((path) => isInstalled(path))
  if (sshd === undefined) throw new Error('sshd is not installed: apt install openssh-server')
  const server = spawn(sshd, ['-D', '-f', config, '-E', log], { stdio: 'ignore' })
  await untilOpen(port)
  return { port, key, log, process: server }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => {
        resolve(false)
      })
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('sshd did not start')
}

function print(tools: readonly Tool[], samples: ReadonlyMap<string, readonly Sample[]>): void {
  const rows = tools.map(({ name, verdictOf }) => {
    const all = samples.get(name) ?? []
    return {
      name,
      tells: verdictOf,
      ms: median(all.map((each) => each.ms)),
      connections: median(all.map((each) => each.connections)),
    }
  })
  const base = rows[0]?.ms ?? 1
  console.log(`Median of ${rounds} rounds, each tool once a round, one OpenSSH on loopback.\n`)
  console.log(
    '| tool | ms | compared to ssh | connections | what you learn |\n| --- | ---: | ---: | ---: | --- |',
  )
  for (const { name, ms, connections, tells: verdictOf } of rows) {
    console.log(
      `| ${name} | ${ms.toFixed(0)} | ${(ms / base).toFixed(2)} × | ${connections} | ${verdictOf} |`,
    )
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

void bench()

import { describe, expect, it, jest } from '@jest/globals'
import { marked } from 'marked'
import type { Socket } from 'node:net'
import { runAction } from '../fake-runner/run-action'
import { expectNoSecret } from './no-secret'
import { algorithmServer, byteServer, disconnectingServer, hostileServer } from './hostile-server'
import { ed25519Key, type Listening, rawServer, sshServer } from './servers'

jest.setTimeout(60_000)

const key = ed25519Key()

const injections = [
  '::error title=injected::injected',
  '  ::warning::injected',
  'text ##[error]injected',
  '##[group]injected',
  '::add-mask::injected',
  '::stop-commands::injected-token',
  '::set-env name=NODE_OPTIONS::injected',
  '\u001b[2J\u001b]8;;https://injected.example\u0007injected',
  '\u202e<script>injected</script> | `injected` ``` injected',
]

/** Runs the action against a server that does with each connection what it is told. */
async function against(serve: (socket: Socket) => void, timeout = '10s') {
  const server = await rawServer(serve)
  try {
    return await runAction({
      inputs: {
        host: '127.0.0.1',
        port: String(server.port),
        username: 'deploy',
        key,
        timeout,
        probe: 'off',
      },
      secrets: [key],
      timeoutMs: 30_000,
    })
  } finally {
    await server.close()
  }
}

/** Nothing of the remote text was obeyed: the fake runner itself throws at commands that the action never issues. */
function expectUnharmed(run: Awaited<ReturnType<typeof against>>): void {
  for (const { title, message } of run.annotations) {
    expect(title).not.toBe('injected')
    expect(message).not.toBe('injected')
  }
  expect(run.log).not.toMatch(/^##\[(group|error|warning)\]injected/m)
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(run.log).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/)
  expect(marked.parse(run.summary, { async: false })).not.toMatch(/<script/i)
  expectNoSecret(run, [key])
}

describe('remote text is shown and never obeyed', () => {
  it.each([...injections.entries()])('before the banner: %s', async (_index, text) => {
    const run = await against((socket) => socket.end(`${text}\r\n${text}\rx${text}\n`))
    expectUnharmed(run)
    expect(run.exitCode).toBe(1)
    expect(run.log).toContain('injected')
  })

  it('in the identification line', async () => {
    const run = await against((socket) =>
      socket.end(`SSH-2.0-x ##[error]injected\u001b[31m ::error::injected\r\n`),
    )
    expectUnharmed(run)
    expect(run.exitCode).toBe(1)
  })

  it('in the banner of the login and the noise of the shell', async () => {
    const server = await sshServer({
      authorized: key,
      banner: `${injections.join('\r\n')}\r\n`,
      noise: `${injections.join('\n')}\n`,
    })
    const run = await runAction({
      inputs: { host: '127.0.0.1', port: String(server.port), username: 'deploy', key },
      secrets: [key],
    })
    await server.close()
    expectUnharmed(run)
    expect(run.outputs).toMatchObject({ result: 'warn', cause: 'session/noisy-shell' })
  })
})

describe('remote text is never obeyed, wherever it is said', () => {
  const all = `injected ${injections.join('\r\n')}\rinjected\u2028::error::injected\u0085##[error]injected`
  const login = { username: 'deploy', password: 'a poor password', probe: 'off' }

  const at = async (start: Promise<Listening>, inputs: Readonly<Record<string, string>> = {}) => {
    const server = await start
    try {
      const port = String(server.port)
      const run = await runAction({
        inputs: { host: '127.0.0.1', port, timeout: '8s', ...login, ...inputs },
        secrets: [login.password],
      })
      expectUnharmed(run)
      expect(run.outputs['result']).not.toBe('error')
      return run
    } finally {
      await server.close()
    }
  }

  /** The names under which the report holds what the server said. */
  const heard = (run: Awaited<ReturnType<typeof at>>) => {
    const names = new Set<string>()
    JSON.stringify(run.report, function (this: unknown, name: string, value: unknown) {
      if (typeof value === 'string' && value.includes('injected')) names.add(name)
      return value
    })
    return names
  }

  it('in lines before the banner, the banner, output, stderr, a signal and errors of SFTP', async () => {
    const run = await at(hostileServer(all, 'password'), { target: '/srv/app', programs: 'git' })
    expect([...heard(run)]).toEqual(
      expect.arrayContaining(['textBefore', 'text', 'before', 'stderr']),
    )
    expect(run.log).toContain('injected')
  })

  it('in a prompt, its title and its instruction', async () => {
    const run = await at(hostileServer(all, 'keyboard-interactive'))
    expect(run.outputs['cause']).toMatch(/^auth\//)
    expect(JSON.stringify(run.report)).toMatch(/"prompts":\["[^"]*Password injected/)
  })

  it('in a text of disconnection', async () => {
    const run = await at(disconnectingServer(all))
    expect(run.outputs['cause']).toMatch(/^(kex|banner)\//)
    expect(run.log).toContain('injected')
  })

  it.each(['::error::injected,##[error]injected', '::error::injected\u001b[31m,injected'])(
    'in names of algorithms: %j',
    async (names) => {
      const run = await at(algorithmServer(names))
      expect(run.outputs['cause']).toMatch(/^kex\//)
      // Names of other than visible letters are no SSH (RFC 4251 section 6), and are not repeated.
      expect(run.log.includes('injected')).toBe(!names.includes('\u001b'))
    },
  )

  it.each<readonly [string, Buffer]>([
    ['invalid UTF-8', Buffer.from('\xff\xfe\x80\xc3(\xf0(\x8c\xbc::error::injected\r\n', 'latin1')],
    [
      'half a letter of three bytes before a command',
      Buffer.from('\xe2\x82\n::error::injected\n', 'latin1'),
    ],
    ['a letter in too many bytes', Buffer.from('\xc0\xba\xc0\xbaerror::injected\r\n', 'latin1')],
    ['UTF-16', Buffer.from('\ufeff::error::injected\r\n', 'utf16le')],
    ['a line of a megabyte', Buffer.from(`${'::error::injected '.repeat(60_000)}\r\n`)],
    ['a megabyte of lines', Buffer.from('##[error]injected\r\n'.repeat(60_000))],
  ])('in bytes: %s', async (_what, bytes) => {
    const run = await at(byteServer(bytes))
    expect(run.exitCode).toBe(1)
    expect(run.log.length).toBeLessThan(100_000)
  })

  it('in names that the workflow hands over', async () => {
    for (const host of injections) {
      const run = await runAction({ inputs: { host, port: host, ...login }, timeoutMs: 30_000 })
      expectUnharmed(run)
      expect(run.exitCode).toBe(1)
    }
  })

  it('in the workflow file', async () => {
    const quoted = JSON.stringify(all)
    const workflow = {
      path: '.github/workflows/deploy.yml',
      job: 'deploy',
      action: '__ssh-preflight_ssh-preflight',
      text: `on: push
jobs:
  deploy:
    environment: ${quoted}
    runs-on: ${quoted}
    steps:
      - uses: ssh-preflight/ssh-preflight@v1
        with:
          host: ${JSON.stringify(`\${{ secrets.SSH_HOST || '${all}' }}`)}
          key: \${{ secrets.SSH_KEY }}
      - uses: appleboy/ssh-action@v1
        with: { host: ${quoted}, port: ${quoted}, fingerprint: ${quoted} }
      - run: ${JSON.stringify(`ssh ${all}`)}
`,
    }
    for (const inputs of [
      { host: '', key: '' },
      { host: '127.0.0.1', key: 'no key' },
    ]) {
      const run = await runAction({ inputs: { ...inputs, username: 'deploy' }, workflow })
      expectUnharmed(run)
      expect(run.annotations[0]).toMatchObject({ level: 'error', file: workflow.path })
      expect(run.summary).toContain('injected')
    }
  })
})

describe('a packet that is longer than this program reads', () => {
  it('is no fault of the server', async () => {
    const server = await sshServer({
      authorized: key,
      banner: 'No entry but for staff.\r\n'.repeat(2_600),
    })
    const run = await runAction({
      inputs: { host: '127.0.0.1', port: String(server.port), username: 'deploy', key },
      secrets: [key],
    })
    await server.close()
    expect(run.outputs).toMatchObject({
      result: 'warn',
      cause: 'auth/closed',
      certainty: 'possible',
    })
    expect(run.log).toContain('more than 35,000 bytes')
  })
})

describe('every server gets an answer in time', () => {
  const chatter = (socket: Socket, text: string, everyMs: number) => {
    const timer = setInterval(() => socket.write(text), everyMs)
    socket.on('close', () => {
      clearInterval(timer)
    })
  }

  it.each<readonly [string, (socket: Socket) => void]>([
    ['silence', () => undefined],
    [
      'one byte a second',
      (socket) => {
        chatter(socket, 'x', 1000)
      },
    ],
    [
      'lines without end',
      (socket) => {
        chatter(socket, 'not the greeting\r\n', 5)
      },
    ],
    ['a megabyte at once', (socket) => socket.write('x'.repeat(1024 * 1024))],
    ['a greeting and then silence', (socket) => socket.write('SSH-2.0-x\r\n')],
    [
      'a packet of 4 GiB',
      (socket) => socket.write('SSH-2.0-x\r\n\u00ff\u00ff\u00ff\u00ff\u0000', 'latin1'),
    ],
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')],
  ])('%s', async (_name, serve) => {
    const run = await against(serve, '4s')
    expect(run.ms).toBeLessThan(4000 + 2000)
    expect(run.exitCode).toBe(1)
    expect(run.outputs['result']).toBe('fail')
    expect(run.outputs['cause']).not.toBe('')
    expectNoSecret(run, [key])
  })
})

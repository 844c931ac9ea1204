import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { keyLogin, run, shellSession, type SshServer, startSshServer } from './servers'

let server: SshServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

/** Logs in to a server with this session and gives what was seen of it. */
async function sessionOf(
  session: (session: ssh2.Session) => void,
  options: { readonly sftp?: 'off' } = {},
) {
  server = await startSshServer({ session })
  const { port } = server
  const facts = await check({ port, timeoutMs: 6000, input: { sftp: options.sftp ?? 'auto' } })
  expect(facts.cost.connections).toBe(1)
  return { facts, ...valueOf(facts.hops.target.session) }
}
const answer = (output: Parameters<typeof run>[1]) => (session: ssh2.Session) => {
  session.on('exec', (accept) => {
    run(accept(), output)
  })
}

describe('the command', () => {
  it('sees noise before and after the token, and on stderr', async () => {
    const { exec } = await sessionOf((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        const token = command.replace(/^echo /, '')
        run(accept(), { stdout: `Welcome\n${token}\nBye\n`, stderr: 'warning\n' })
      })
    })
    expect(valueOf(exec)).toMatchObject({
      outcome: 'ran',
      tokenSeen: true,
      before: 'Welcome\n',
      after: 'Bye\n',
      stderr: 'warning\n',
    })
  })

  it.each([
    ['nologin', { stdout: 'This account is currently not available.\n', exitCode: 1 }],
    ['/bin/false', { stdout: '', exitCode: 1 }],
    ['a login script that exits', { stdout: '', exitCode: 7 }],
  ])('sees that %s ran something else', async (_what, output) => {
    const { exec } = await sessionOf(answer(output))
    expect(valueOf(exec)).toMatchObject({
      outcome: 'ran',
      tokenSeen: false,
      before: output.stdout,
      exitCode: output.exitCode,
    })
  })

  it('is not fooled by a forced command that quotes ours', async () => {
    const { exec } = await sessionOf((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        run(accept(), { stdout: `refused: ${command}\n`, exitCode: 1 })
      })
    })
    expect(valueOf(exec).tokenSeen).toBe(false)
  })

  it('waits for a slow login script most of the time that there is', async () => {
    const { exec, sftp } = await sessionOf((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        setTimeout(() => {
          run(accept(), { stdout: `${command.replace(/^echo /, '')}\n` })
        }, 3000)
      })
    })
    expect(valueOf(exec)).toMatchObject({ outcome: 'ran', tokenSeen: true })
    expect(sftp.state).toBe('observed')
  }, 15_000)

  it('keeps what the server says as it disconnects', async () => {
    server = await startSshServer({
      login: (context, connection) => {
        keyLogin(context)
        if (context.method !== 'none') return
        connection.on('session', () => {
          const protocol: unknown = Reflect.get(connection, '_protocol')
          const say: unknown = protocol instanceof Object && Reflect.get(protocol, 'disconnect')
          if (typeof say === 'function') Reflect.apply(say, protocol, [12])
        })
      },
    })
    const facts = await check({ port: server.port })
    expect(valueOf(valueOf(facts.hops.target.session).exec)).toMatchObject({
      outcome: 'closed',
      refusal: { reason: 12 },
    })
  })

  it('sees a signal', async () => {
    const { exec } = await sessionOf((session) => {
      session.on('exec', (accept) => {
        const channel = accept()
        channel.exit('KILL', false, '')
        channel.end()
      })
    })
    expect(valueOf(exec)).toMatchObject({ outcome: 'ran', exitCode: null, signal: 'SIGKILL' })
  })

  it('sees a request that is refused', async () => {
    const { exec, sftp } = await sessionOf((session) => {
      session.on('exec', (_accept, reject) => {
        reject()
      })
      session.on('sftp', (_accept, reject) => {
        reject()
      })
    })
    expect(valueOf(exec).outcome).toBe('request-refused')
    expect(valueOf(sftp).outcome).toBe('subsystem-refused')
  })

  it('sees a channel that is refused, with its reason', async () => {
    server = await startSshServer({
      onConnection: (connection) => {
        connection.on('ready', () => {
          connection.removeAllListeners('session')
        })
      },
    })
    const { exec, sftp } = valueOf((await check({ port: server.port })).hops.target.session)
    expect(valueOf(exec)).toMatchObject({ outcome: 'channel-refused', refusal: { reason: 1 } })
    expect(valueOf(sftp).outcome).toBe('channel-refused')
  })

  it('sees a connection that ends at the first channel, and does not come back for SFTP', async () => {
    const ssh = await startSshServer({
      onConnection: (connection) => {
        connection.on('session', () => {
          connection.end()
        })
      },
    })
    server = ssh
    const { exec, sftp } = valueOf((await check({ port: ssh.port })).hops.target.session)
    expect(valueOf(exec).outcome).toBe('closed')
    expect(sftp).toStrictEqual({ state: 'not-checked', why: 'not-needed' })
    expect(ssh.connections()).toBe(1)
  })

  it('does not wait for a channel that stays open after the exit status', async () => {
    const { exec, facts } = await sessionOf((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        const channel = accept()
        channel.write(`${command.replace(/^echo /, '')}\n`)
        channel.exit(0)
      })
    })
    expect(valueOf(exec)).toMatchObject({ outcome: 'ran', tokenSeen: true, exitCode: 0 })
    expect(facts.cost.ms).toBeLessThan(5000)
  })

  it('finds its word behind megabytes of noise', async () => {
    const { exec } = await sessionOf((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        run(accept(), { stdout: `${'x'.repeat(3_000_000)}\n${command.slice(5)}\n` })
      })
    })
    expect(valueOf(exec)).toMatchObject({ tokenSeen: true, after: '' })
  })

  it('keeps little of a flood', async () => {
    const { exec } = await sessionOf(answer({ stdout: 'x'.repeat(3_000_000) }))
    expect(valueOf(exec).before).toHaveLength(4096)
  })
})

describe('SFTP', () => {
  it('is left alone when it is switched off', async () => {
    const { sftp } = await sessionOf(shellSession, { sftp: 'off' })
    expect(sftp).toStrictEqual({ state: 'not-checked', why: 'switched-off' })
  })

  it('shows the text of a login script instead of packets', async () => {
    const { sftp } = await sessionOf((session) => {
      session.on('subsystem', (accept) => {
        run(accept(), { stdout: 'Welcome to the server\n', exitCode: 3 })
      })
    })
    expect(valueOf(sftp)).toMatchObject({
      outcome: 'text-instead',
      text: 'Welcome to the server\n',
      exitCode: 3,
    })
  })

  it('sees a subsystem that is not there', async () => {
    const { sftp } = await sessionOf((session) => {
      session.on('subsystem', (accept) => {
        run(accept(), { stderr: 'sftp-server: not found', exitCode: 127 })
      })
    })
    expect(valueOf(sftp)).toMatchObject({
      outcome: 'exited',
      exitCode: 127,
      text: 'sftp-server: not found',
    })
  })
})

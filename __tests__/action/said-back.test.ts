import { describe, expect, it, jest } from '@jest/globals'
import { runAction } from '../fake-runner/run-action'
import { forms } from '../fixtures/written-forms'
import { algorithmServer, byteServer, disconnectingServer, hostileServer } from './hostile-server'
import { expectNoSecret } from './no-secret'
import { type Listening, sshServer } from './servers'
import {
  bannerServer,
  debugServer,
  keyServer,
  posingServer,
  refusingServer,
  rekeyingServer,
  signatureServer,
} from './telling-servers'

jest.setTimeout(120_000)

const password = 'W1nd&mill/Canary+2026'
const written = new Map(forms)
const formOf = (name: string) => written.get(name)?.(password) ?? password

/** Runs the action against a server that was told the password, and holds that nothing of it is shown. */
async function against(
  start: Promise<Listening>,
  inputs: (port: string) => Readonly<Record<string, string>> = () => ({}),
) {
  const server = await start
  try {
    const run = await runAction({
      inputs: {
        ...{ host: '127.0.0.1', port: String(server.port), username: 'deploy', password },
        ...{ probe: 'off', timeout: '6s', target: '/srv/app', commands: 'git' },
        ...inputs(String(server.port)),
      },
      secrets: [password],
    })
    expectNoSecret(run, [password])
    // Without the masks of a runner, and in the fragments that a cut would leave.
    const everything = JSON.stringify([run.raw.summary, run.annotations, run.outputs, run.report])
    for (let at = 0; at + 12 <= password.length; at++)
      expect(everything).not.toContain(password.slice(at, at + 12))
    expect(run.outputs['result']).toMatch(/^(pass|warn|fail)$/)
    return run
  } finally {
    await server.close()
  }
}

describe('a password that a server says back', () => {
  it.each(['plain', 'base64, one byte later', 'capital hex', 'URI of .NET', 'JSON'])(
    'wherever the protocol lets it: %s',
    async (form) => {
      await against(hostileServer(`a ${formOf(form)} b`, 'password'))
      await against(hostileServer(`a ${formOf(form)} b`, 'keyboard-interactive'))
    },
  )

  it('in server-sig-algs', async () => {
    const run = await against(signatureServer(`ssh-ed25519,${password},rsa-sha2-512`))
    expect(JSON.stringify(run.report)).toContain('"***"')
    await against(signatureServer(`ssh-ed25519,${formOf('base64')}`))
  })

  it('in algorithms and texts of a key exchange, the first and the second', async () => {
    await against(algorithmServer(password))
    await against(disconnectingServer(password))
    await against(rekeyingServer(password))
    await against(byteServer(Buffer.from(`SSH-2.0-x\r\n${password} is no packet\r\n`)))
  })

  it.each([4075, 4085, 4090, 1010, 1020])(
    'in a banner, cut after %i characters',
    async (before) => {
      await against(bannerServer(`${'x'.repeat(before)}${password}`))
    },
  )

  it('in a message for debugging, and as the reason of a refusal', async () => {
    await against(debugServer(`${password} key options: ${formOf('hex')}`))
    await against(refusingServer(password))
  })

  it('as the modulus of its host key, which then is no line of known_hosts', async () => {
    const run = await against(keyServer(password))
    expect(run.outputs).toMatchObject({ known_hosts: '', host_key: '' })
    const other = await against(keyServer('something that is no secret'))
    expect(other.outputs['known_hosts']).toContain('ssh-rsa')
  })

  it('as the jump host that poses as the target, or refuses it', async () => {
    const proxy = (port: string) => ({
      ...{ host: 'target.example', port: '22', password: 'another one 1234' },
      ...{ proxy_host: '127.0.0.1', proxy_port: port },
      ...{ proxy_username: 'jump', proxy_password: password },
    })
    const run = await against(posingServer(password), proxy)
    expect(JSON.stringify(run.report)).toContain('***')
    await against(posingServer(formOf('hex')), proxy)
    await against(refusingServer(password), proxy)
  })

  it('as another host of the run, or with the password of another account', async () => {
    const admin = 'the Admin-s 0wn word'
    const server = await sshServer({ password: 'x', banner: `${admin} and ${password}` })
    const run = await runAction({
      inputs: {
        host: `127.0.0.1:${String(server.port)}\nlocalhost:${String(server.port)}`,
        ...{ username: 'deploy', password, admin_password: admin, admin_username: 'root' },
        ...{ probe: 'off', timeout: '6s', protocol: 'tcp4' },
      },
      secrets: [password, admin],
    })
    await server.close()
    expectNoSecret(run, [password, admin])
    expect(JSON.stringify(run.report)).toContain('*** and ***')
  })
})

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
} from './echoing-servers'

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
        ...{ probe: 'off', timeout: '6s', target: '/srv/app', programs: 'git' },
        ...inputs(String(server.port)),
      },
      secrets: [password],
    })
    expectNoSecret(run, [password])
    // Without the masks of a runner, and in the fragments that a cut would leave.
    const everything = JSON.stringify([run.raw.summary, run.annotations, run.outputs, run.report])
    for (let at = 0; at + 12 <= password.length; at++)
      expect(everything).not.toContain(password.slice(at, at + 12))
    return run
  } finally {
    await server.close()
  }
}

/** The same, for servers of which only that is asked: whatever is found, it is no fault of this program. */
const resultOf = async (...server: Parameters<typeof against>) =>
  (await against(...server)).outputs['result']

const found = /^(pass|warn|fail)$/

describe('a password that a server says back', () => {
  it.each(['plain', 'base64, one byte later', 'capital hex', 'URI of .NET', 'JSON'])(
    'wherever the protocol lets it: %s',
    async (form) => {
      expect(await resultOf(hostileServer(`a ${formOf(form)} b`, 'password'))).toMatch(found)
      expect(await resultOf(hostileServer(`a ${formOf(form)} b`, 'keyboard-interactive'))).toMatch(
        found,
      )
    },
  )

  it('in server-sig-algs', async () => {
    const run = await against(signatureServer(`ssh-ed25519,${password},rsa-sha2-512`))
    expect(JSON.stringify(run.report)).toContain('"***"')
    expect(await resultOf(signatureServer(`ssh-ed25519,${formOf('base64')}`))).toMatch(found)
  })

  it('in algorithms and texts of a key exchange, the first and the second', async () => {
    expect(await resultOf(algorithmServer(password))).toMatch(found)
    expect(await resultOf(disconnectingServer(password))).toMatch(found)
    expect(await resultOf(rekeyingServer(password))).toMatch(found)
    expect(
      await resultOf(byteServer(Buffer.from(`SSH-2.0-x\r\n${password} is no packet\r\n`))),
    ).toMatch(found)
  })

  it.each([4075, 4085, 4090, 1010, 1020])(
    'in a banner, cut after %i characters',
    async (before) => {
      expect(await resultOf(bannerServer(`${'x'.repeat(before)}${password}`))).toMatch(found)
    },
  )

  it('in a message for debugging, and as the reason of a refusal', async () => {
    expect(await resultOf(debugServer(`${password} key options: ${formOf('hex')}`))).toMatch(found)
    expect(await resultOf(refusingServer(password))).toMatch(found)
  })

  it('as the modulus of its host key, which then is no line of known_hosts', async () => {
    const run = await against(keyServer(password))
    expect(run.outputs).toMatchObject({ known_hosts: '', host_key: '' })
    const other = await against(keyServer('something that is no secret'))
    expect(other.outputs['known_hosts']).toContain('ssh-rsa')
  })

  it('as the jump host that impersonates the target, or refuses it', async () => {
    const proxy = (port: string) => ({
      ...{ host: 'target.example', port: '22', password: 'another one 1234' },
      ...{ proxy_host: '127.0.0.1', proxy_port: port },
      ...{ proxy_username: 'jump', proxy_password: password },
    })
    const run = await against(posingServer(password), proxy)
    expect(JSON.stringify(run.report)).toContain('***')
    expect(await resultOf(posingServer(formOf('hex')), proxy)).toMatch(found)
    expect(await resultOf(refusingServer(password), proxy)).toMatch(found)
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

import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { runAction } from '../fake-runner/run-action'
import { everyForm } from '../fuzz/harness/key-texts'
import { keyMaker } from '../unit/private-key/real-keys'
import { ed25519Key, type Listening, sshServer } from './servers'

jest.setTimeout(60_000)

/** The server knows another key, so that every report says which one to add. */
let server: Listening
beforeAll(async () => {
  server = await sshServer({ authorized: ed25519Key(), password: 'unknown' })
})
afterAll(() => server.close())

const maker = keyMaker()
const keys = [
  ...everyForm('ECDSA 256', maker),
  ...everyForm('ed25519', maker),
  ...everyForm('RSA 2048', maker),
].filter(({ name }) => /(?:OpenSSH|PEM|PEM, encrypted|PuTTY 2|base64 of PKCS#8)$/.test(name))
afterAll(() => {
  maker.remove()
})

const inputsOf = (given: Readonly<Record<string, string>>) => ({
  host: '127.0.0.1',
  port: String(server.port),
  username: 'deploy',
  ...given,
})

describe('what the runner shows of a rejected key holds nothing that a mask spoiled', () => {
  it.each(keys)('$name', async ({ text, passphrase }) => {
    const given = { key: text, ...(passphrase === null ? {} : { passphrase }) }
    const run = await runAction({ inputs: inputsOf(given), secrets: Object.values(given) })
    expect(run.outputs['causes']).toContain('auth/key-rejected')
    const log = run.log.replaceAll('::add-mask::***', '')
    const shown = [log, run.summary, ...run.annotations.map(({ message }) => message)]
    expect(shown.filter((part) => part.includes('***'))).toEqual([])
    const pastes = shown.flatMap((part) => [
      ...part.matchAll(/sudo -u \S+ -H sh -c '[^']*' sh ('.*')$/gm),
    ])
    const blocks = shown.flatMap((part) => [...part.matchAll(/^ *((?:ssh|ecdsa)-\S+ AAAA\S+)$/gm)])
    const lines = [
      ...pastes.map(([, word]) =>
        execFileSync('sh', ['-c', `printf %s ${word ?? ''}`], { encoding: 'utf8' }),
      ),
      ...blocks.map(([, line = '']) => line),
    ]
    // Where a mask would fit, a command that prints the key replaces it.
    expect(lines.length > 0 || log.includes('ssh-keygen -y -f KEYFILE')).toBe(true)
    for (const line of lines) {
      expect(line).toBe(lines[0])
      expect(maker.listed(line).fingerprint).toMatch(/^SHA256:/)
      expect(JSON.stringify(run.report)).toContain(line)
    }
  })
})

describe('a password with characters of commands is printed by no runner', () => {
  const passwords = [
    'Hunter::two::X9',
    ':Hunter2X9',
    'Hunter%2two',
    'Hunter%3A%3Atwo',
    'Hunter2\nsecond',
  ]

  it.each(
    (['act', 'gitea-exec', 'gitea', 'forgejo'] as const).flatMap((runner) =>
      passwords.map((password) => [runner, password] as const),
    ),
  )('%s, %j', async (runner, password) => {
    // The runner does not know it as a secret, so that only our own masks hide it.
    const run = await runAction({ inputs: inputsOf({ password }), runner })
    expect(run.outputs['result']).toBe('fail')
    for (const line of password.split('\n')) {
      expect(run.log).not.toContain(line)
      expect(run.raw.summary).not.toContain(line)
    }
  })

  it.each(passwords)('GitHub masks it: %j', async (password) => {
    const run = await runAction({ inputs: inputsOf({ password }) })
    const escaped = password.replaceAll('%', '%25').replaceAll('\n', '%0A')
    expect(run.raw.stdout).toContain(`::add-mask::${escaped}\n`)
    for (const line of password.split('\n')) expect(run.log).not.toContain(line)
  })
})

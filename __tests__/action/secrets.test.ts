import { describe, expect, it, jest } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { keySecrets } from '../../src/private-key/secrets'
import { runAction } from '../fake-runner/run-action'
import { expectMaskedFirst, expectNoSecret } from './no-secret'
import { ed25519Key, rsaPkcs8Key, sshServer } from './servers'

jest.setTimeout(60_000)

const passphrase = 'open % sesame "now"'
const password = 'p4ss & w0rd::x'
const plain = ed25519Key()
const encrypted = ed25519Key(passphrase)
const pkcs8 = rsaPkcs8Key()

/** Runs the action against a server that accepts the key and greets with noise. */
async function login(
  given: Readonly<Record<string, string>>,
  accepted: string,
  phrase = '',
  env: Readonly<Record<string, string>> = {},
) {
  const server = await sshServer({
    authorized: accepted,
    password,
    ...(phrase === '' ? {} : { passphrase: phrase }),
  })
  const inputs = { host: '127.0.0.1', port: String(server.port), username: 'deploy', ...given }
  const run = await runAction({ inputs, secrets: Object.values(given), env })
  await server.close()
  return run
}

describe('no secret leaves the program', () => {
  it.each([
    ['as it is', plain],
    ['with its line breaks lost', plain.replaceAll('\n', ' ')],
    ['with literal line breaks', plain.replaceAll('\n', '\\n')],
    ['quoted', `"${plain}"`],
    ['in base64', Buffer.from(plain).toString('base64')],
    ['with carriage returns', plain.replaceAll('\n', '\r\n')],
    ['cut short', plain.slice(0, 250)],
  ])('a key %s', async (_name, key) => {
    const run = await login({ key }, plain)
    expect(run.outputs['result']).toMatch(/^(pass|warn|fail)$/)
    expectNoSecret(run, [key, plain])
    expectMaskedFirst(run, key.includes('-----') ? [] : [key])
  })

  it('a key that has to be converted', async () => {
    const run = await login({ key: pkcs8 }, pkcs8)
    expect(run.outputs['stage']).toBe('session')
    expectNoSecret(run, [pkcs8])
    expectMaskedFirst(run, [pkcs8])
  })

  it('a key with a passphrase', async () => {
    const run = await login({ key: encrypted, passphrase }, encrypted, passphrase)
    expect(run.outputs['result']).toBe('pass')
    expectNoSecret(run, [encrypted, passphrase])
    expectMaskedFirst(run, [encrypted, passphrase])
  })

  it('a wrong passphrase', async () => {
    const wrong = 'another passphrase'
    const run = await login({ key: encrypted, passphrase: wrong }, encrypted, passphrase)
    expect(run.outputs['cause']).toBe('key/passphrase-wrong')
    expectNoSecret(run, [encrypted, wrong])
  })

  it('a password, accepted or not', async () => {
    const right = await login({ password }, plain)
    expect(right.outputs['result']).toBe('pass')
    expectNoSecret(right, [password])
    expectMaskedFirst(right, [password])
    const wrong = await login({ password: 'another one' }, plain)
    expect(wrong.outputs['cause']).toBe('auth/password-rejected')
    expectNoSecret(wrong, ['another one'])
  })

  it('a password that is the name of the user too', async () => {
    const server = await sshServer({ password: 'backup-2026' })
    const { port } = server
    const same = { username: 'backup-2026', password: 'backup-2026' }
    const inputs = { host: '127.0.0.1', port: String(port), ...same }
    const run = await runAction({ inputs, secrets: ['backup-2026'] })
    await server.close()
    expect(run.outputs['stage']).toBe('session')
    expectNoSecret(run, ['backup-2026'])
  })

  it('a key file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'key-'))
    const path = join(folder, 'id')
    writeFileSync(path, plain)
    const run = await login({ key_path: path }, plain)
    rmSync(folder, { recursive: true })
    expect(run.outputs['result']).toBe('pass')
    expectNoSecret(run, [plain])
    expectMaskedFirst(run, [plain])
  })

  it('a key file under the home folder, in the form that PowerShell writes', async () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'))
    writeFileSync(join(home, 'id'), Buffer.from(`\ufeff${plain}`, 'utf16le'))
    const run = await login({ key_path: '~/id' }, plain, '', { HOME: home })
    rmSync(home, { recursive: true })
    expect(run.outputs['stage']).toBe('session')
    expectNoSecret(run, [plain])
    expectMaskedFirst(run, [plain])
  })

  it('the key of a jump host, as text or as a file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'key-')), 'id')
    writeFileSync(path, encrypted)
    for (const given of [{ proxy_key: encrypted }, { proxy_key_path: path }]) {
      const proxy = { ...given, proxy_host: 'jump.example', proxy_passphrase: passphrase }
      const run = await login({ key: plain, ...proxy }, plain)
      expectNoSecret(run, [plain, encrypted, passphrase])
      expectMaskedFirst(run, [plain, encrypted, passphrase])
      // The form that this program makes of it, which nobody else could register.
      const opened = keySecrets(encrypted, passphrase).lines.filter(
        (line) => !encrypted.includes(line),
      )
      expect(opened).not.toEqual([])
      expectMaskedFirst(run, opened)
    }
    rmSync(dirname(path), { recursive: true })
  })

  it('the key and the password of another account, whether it is used or not', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'key-')), 'id')
    writeFileSync(path, encrypted)
    const opened = keySecrets(encrypted, passphrase).lines.filter(
      (line) => !encrypted.includes(line),
    )
    const word = 'the word: of % the admin'
    const secrets = [pkcs8, encrypted, passphrase, word]
    const runs = [
      [{ server_check: 'on', admin_key: encrypted }, 'auth/key-rejected'],
      [{ server_check: 'on', admin_key_path: path }, 'auth/key-rejected'],
      [{ server_check: 'off', admin_key: encrypted, admin_password: word }, 'auth/key-rejected'],
      // The host key is not pinned.
      [{ server_check: 'on', admin_key: encrypted, admin_password: word }, 'input/option-invalid'],
    ] as const
    for (const [given, cause] of runs) {
      const admin = { ...given, admin_username: 'root', admin_passphrase: passphrase }
      const run = await login({ key: pkcs8, ...admin }, plain)
      expect(run.outputs['cause']).toBe(cause)
      expectNoSecret(run, secrets)
      const masked = 'admin_password' in given ? secrets : [pkcs8, encrypted, passphrase]
      expectMaskedFirst(run, [...masked, ...opened])
    }
    rmSync(dirname(path), { recursive: true })
  })

  it.each([
    'host',
    'port',
    'username',
    'fingerprint',
    'known_hosts',
    'key_path',
    'timeout',
    'protocol',
    'report',
  ])('a key that was pasted into %s', async (input) => {
    const run = await login({ key: plain, [input]: plain.trim() }, plain)
    expect(run.outputs['result']).toBe('fail')
    expectNoSecret(run, [plain])
  })

  it.each(['host', 'port', 'username', 'fingerprint', 'known_hosts', 'timeout', 'key'])(
    'a password that was pasted into %s',
    async (input) => {
      const run = await login({ password, [input]: password }, plain)
      expect(run.outputs['result']).toBe('fail')
      expectNoSecret(run, [password])
    },
  )
})

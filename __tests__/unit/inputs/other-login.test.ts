import { describe, expect, it } from '@jest/globals'
import { loadInputs } from '../../../src/inputs'

const good = { host: 'example.com', username: 'deploy', key: 'text of a key\n' }
const on = { ...good, server_check: 'on' }
const pinned = { fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE' }

function load(values: Readonly<Record<string, string>>) {
  const [target] = loadInputs((name) => values[name] ?? '').targets
  if (!target) throw new Error('no target was read')
  return target
}

const problems = (values: Readonly<Record<string, string>>) => load(values).facts.problems

describe('the other login', () => {
  it('is none without server_check, and what was given for it is named', () => {
    expect(load(good).otherLogin).toBeNull()
    const target = load({ ...good, admin_username: 'root', admin_key: 'its key\n' })
    expect(target.otherLogin).toBeNull()
    expect(target.facts.problems).toEqual([])
    expect(target.facts.cleaned).toEqual(
      ['admin_username', 'admin_key'].map((input) => ({
        input,
        what: 'not used: server_check is off',
      })),
    )
  })

  it('is the account of admin_username, whatever else the deploy has', () => {
    const target = load({
      ...on,
      ...pinned,
      password: 'its word',
      admin_username: ' root ',
      admin_password: ' word of root ',
      admin_key: 'key of root\n',
      admin_key_path: '/keys/root',
      admin_passphrase: 'phrase of root',
    })
    expect(target.facts.problems).toEqual([])
    expect(target.otherLogin).toEqual({
      by: 'admin',
      user: 'root',
      credentials: {
        username: 'root',
        password: ' word of root ',
        key: 'key of root\n',
        keyPath: '/keys/root',
        passphrase: 'phrase of root',
      },
    })
  })

  it('is else the password of the deploy’s own account, of each host its own', () => {
    const values = { ...on, host: 'a.example, maria@b.example', password: 'its word' }
    const { targets } = loadInputs((name) => new Map(Object.entries(values)).get(name) ?? '')
    const none = { key: null, keyPath: null, passphrase: null }
    expect(targets.map(({ otherLogin }) => otherLogin)).toEqual(
      ['deploy', 'maria'].map((user) => ({
        by: 'password',
        user,
        credentials: { username: user, password: 'its word', ...none },
      })),
    )
  })

  it.each([
    [{}, 'server_check', 'on'],
    [{ password: 'its word', key: '' }, 'server_check', 'on'],
    [{ admin_username: 'root' }, 'admin_username', 'root'],
    [{ admin_username: 'root', admin_passphrase: 'phrase' }, 'admin_username', 'root'],
    [{ admin_key: 'its key\n' }, 'admin_username', 'empty'],
    [{ server_check: 'admin' }, 'server_check', 'admin'],
  ])('has a clear error for %j', (values, input, shown) => {
    expect(problems({ ...on, ...values })).toEqual([
      { kind: 'option-invalid', input, shown, expected: expect.stringMatching(/false|off|admin_/) },
    ])
  })

  it('has an error for a name that cannot be one, and for a path that is a key', () => {
    expect(problems({ ...on, admin_username: 'ro ot', admin_key: 'key\n' })).toEqual([
      {
        kind: 'username-malformed',
        input: 'admin_username',
        form: 'contains-space',
        shown: 'ro ot',
      },
    ])
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----'
    const [problem] = problems({ ...on, admin_username: 'root', admin_key_path: key })
    expect(problem).toMatchObject({ kind: 'option-invalid', input: 'admin_key_path' })
    expect(JSON.stringify(problem)).not.toContain('OPENSSH')
  })

  it('sends a password of an administrator to no server whose host key is not pinned', () => {
    const admin = { admin_username: 'root', admin_password: 'word of root' }
    expect(problems({ ...on, ...admin })).toEqual([
      {
        kind: 'option-invalid',
        input: 'admin_password',
        shown: 'given without a pinned host key',
        expected: 'a value only with fingerprint or known_hosts; a key needs neither',
      },
    ])
    expect(problems({ ...on, ...admin, ...pinned })).toEqual([])
  })

  it('never shows a name that is a secret too', () => {
    const word = 'backup-2026'
    const target = load({ ...on, ...pinned, admin_username: word, admin_password: word })
    expect(target.otherLogin).toMatchObject({ user: '***', credentials: { username: word } })
    expect(JSON.stringify(target.facts)).not.toContain(word)
  })
})

import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { type Inputs, loadInputs } from '../../../src/inputs'
import { inputNames } from '../../../src/facts/input-names'
import { readDefinition } from '../../fake-runner/action-definition'

const load = (values: Readonly<Record<string, string>>) => loadInputs((name) => values[name] ?? '')

const good = { host: 'example.com', username: 'deploy', key: 'text of a key\n' }

function only(inputs: Inputs) {
  const [target, ...others] = inputs.targets
  expect(others).toEqual([])
  if (!target) throw new Error('no target was read')
  return target
}

const problems = (values: Readonly<Record<string, string>>) => only(load(values)).facts.problems

describe('loadInputs', () => {
  it('reads every input that action.yml declares for the engine, and no other', () => {
    const declared = [...readDefinition(readFileSync('action.yml', 'utf8')).inputs.keys()]
    expect(declared).toEqual(expect.arrayContaining([...inputNames]))
  })

  it('has the documented defaults', () => {
    const inputs = load(good)
    expect(inputs).toMatchObject({ failOn: 'error', waitMs: 0, report: null })
    const { facts, timeoutMs } = only(inputs)
    expect(timeoutMs).toBe(30_000)
    expect(facts).toMatchObject({
      host: 'example.com',
      port: 22,
      portFrom: 'default',
      user: 'deploy',
      userFrom: 'input',
      protocol: 'tcp',
      sftp: 'auto',
      probe: true,
      pinned: false,
      given: ['host', 'username', 'key'],
      problems: [],
      cleaned: [],
    })
  })

  it('takes an empty value as not given', () => {
    const { facts, credentials } = only(
      load({ ...good, port: '', timeout: ' ', sftp: '', password: '' }),
    )
    expect(facts).toMatchObject({ port: 22, portFrom: 'default', problems: [] })
    expect(credentials.password).toBeNull()
  })

  it('trims host and user, says so, and leaves key, password and passphrase as they are', () => {
    const target = only(
      load({
        host: ' example.com',
        username: 'deploy\n',
        key: ' k \n',
        password: ' p ',
        passphrase: 's ',
      }),
    )
    expect(target.facts.user).toBe('deploy')
    expect(target.facts.cleaned.map(({ input }) => input)).toEqual(['host', 'username'])
    expect(target.credentials).toMatchObject({ key: ' k \n', password: ' p ', passphrase: 's ' })
  })

  it('prefers what a host says itself, and says what is not used', () => {
    const { facts } = only(load({ ...good, host: 'root@example.com:2222', port: '22' }))
    expect(facts).toMatchObject({ port: 2222, portFrom: 'host', user: 'root', userFrom: 'host' })
    expect(facts.cleaned.map(({ input }) => input)).toEqual(['port', 'username'])
  })

  it('makes one target a host', () => {
    const inputs = load({ ...good, host: 'a.example,b.example:99999' })
    expect(inputs.targets.map(({ facts }) => [facts.host, facts.problems.length])).toEqual([
      ['a.example', 0],
      ['b.example', 1],
    ])
  })

  it('says what is missing', () => {
    expect(problems({})).toEqual([
      { kind: 'empty', input: 'host' },
      { kind: 'empty', input: 'username' },
      { kind: 'no-credentials', input: 'key' },
    ])
    expect(problems({ ...good, key: '\n' })).toEqual([
      { kind: 'empty', input: 'key' },
      { kind: 'no-credentials', input: 'key' },
    ])
  })

  it.each(['22/tcp', '"22"', '0', '65536', '-22', '022', 'ssh', '22 23', '2\u00b2'])(
    'refuses port %j',
    (port) => {
      expect(problems({ ...good, port })).toEqual([
        { kind: 'port-invalid', input: 'port', shown: port },
      ])
    },
  )

  it.each([
    ['deploy user', 'contains-space'],
    ['deploy@example.com', 'at-host'],
    ['a\u0007b', 'control-character'],
    ['deploy\u200b', 'control-character'],
    ['"deploy"', 'quoted'],
    ['deploy:', 'colon-at-end'],
    ['$USER', 'unexpanded'],
    ['u'.repeat(300), 'too-long'],
  ])('refuses user %j', (username, form) => {
    expect(problems({ ...good, username })).toMatchObject([
      { kind: 'username-malformed', input: 'username', form },
    ])
  })

  it.each(['web@hoster.example', 'CORP\\deploy', 'u123-456', 'd.p_l'])(
    'takes user %j',
    (username) => {
      expect(problems({ ...good, username })).toEqual([])
    },
  )

  it.each([
    ['timeout', 'soon'],
    ['timeout', '0'],
    ['wait', '-1s'],
    ['protocol', 'udp'],
    ['sftp', 'yes'],
    ['probe', 'maybe'],
    ['fail_on', 'fail'],
    ['comment', 'please'],
  ])('refuses %s: %s', (input, value) => {
    expect(problems({ ...good, [input]: value })).toMatchObject([
      { kind: 'option-invalid', input, shown: value },
    ])
  })

  it('takes a list of nothing but commas for an empty host', () => {
    const { facts } = only(load({ ...good, host: ' ,\n, ' }))
    expect(facts.given).not.toContain('host')
    expect(facts.problems).toEqual([{ kind: 'empty', input: 'host' }])
  })

  it('takes a host that is the password for swapped inputs', () => {
    const swapped = { ...good, host: 'pa55word.example', password: 'pa55word.example' }
    expect(problems(swapped)).toMatchObject([{ kind: 'host-malformed', form: 'secret-text' }])
    expect(problems({ ...good, host: 'web', password: 'web' })).toEqual([])
  })

  it('logs in as a user whose name is the password, and keeps the name out of the facts', () => {
    const { facts, credentials } = only(load({ ...good, username: 'backup', password: 'backup' }))
    expect(facts).toMatchObject({ user: '***', problems: [] })
    expect(credentials.username).toBe('backup')
  })

  it.each(['fingerprint', 'known_hosts'])('repeats no part of a secret cut off in %s', (input) => {
    const password = 'correct-horse-battery'
    const text = `ssh-ed25519 AAAA${'#'.repeat(56)}${password} x y z`
    const { facts } = only(load({ ...good, password, [input]: text }))
    expect(facts.problems).toHaveLength(1)
    expect(JSON.stringify(facts)).not.toContain('corre')
  })

  it('never repeats a secret of another input', () => {
    const password = 'correct horse'
    const values = { ...good, password, port: password, username: password, fingerprint: password }
    expect(JSON.stringify(only(load(values)).facts)).not.toContain('horse')
  })
})

describe('inputs that are too large', () => {
  const problemsOf = (given: Partial<Record<string, string>>) =>
    loadInputs((name) => given[name] ?? '').targets.map(({ facts }) => facts.problems)

  it('name 256 hosts at most', () => {
    const hosts = (count: number) =>
      Array.from({ length: count }, (_, n) => `h${String(n)}.example.com`).join(',')

    expect(problemsOf({ host: hosts(256) })).toHaveLength(256)
    expect(problemsOf({ host: hosts(257) })).toEqual([
      expect.arrayContaining([
        {
          kind: 'option-invalid',
          input: 'host',
          shown: '257 hosts',
          expected: 'at most 256 hosts in one step',
        },
      ]),
    ])
  })

  it('a host of a thousand characters is no name', () => {
    expect(problemsOf({ host: 'a'.repeat(1025) })[0]).toContainEqual(
      expect.objectContaining({ kind: 'host-malformed', form: 'too-long' }),
    )
  })
})

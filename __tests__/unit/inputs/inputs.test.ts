import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { type Inputs, loadInputs } from '../../../src/inputs'
import { otherInputsOf } from '../../../src/inputs/misnamed'
import { inputDefaults, inputNames } from '../../../src/facts/input-names'
import { readDefinition } from '../../fake-runner/action-definition'

const load = (values: Readonly<Record<string, string>>) => loadInputs((name) => values[name] ?? '')

const pin = 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE'
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

  it('has the defaults that action.yml declares, and takes them for nothing given', () => {
    const { inputs } = readDefinition(readFileSync('action.yml', 'utf8'))
    const declared = inputNames.flatMap((name) =>
      (inputs.get(name) ?? '') === '' ? [] : [[name, inputs.get(name) ?? '']],
    )
    expect(Object.fromEntries(declared)).toEqual(inputDefaults)
    const withDefaults = load({ ...inputDefaults, ...good })
    expect(withDefaults).toEqual(load(good))
  })

  it.each([
    ['true', 'required'],
    ['false', 'off'],
    ['', 'auto'],
  ])('reads sftp: %s as %s', (text, sftp) => {
    expect(only(load({ ...good, sftp: text })).facts).toMatchObject({ sftp, problems: [] })
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
    expect(target.facts.forms?.map(({ input, form }) => [input, form])).toEqual([
      ['host', 'space'],
      ['username', 'newline'],
    ])
    expect(target.credentials).toMatchObject({ key: ' k \n', password: ' p ', passphrase: 's ' })
  })

  it.each([
    [{ host: 'example.com\n' }, 'host', 'newline'],
    [{ port: '22\r\n' }, 'port', 'newline'],
    [{ known_hosts: '\ufeffexample.com ssh-ed25519 AAAA' }, 'known_hosts', 'byte-order-mark'],
    [{ host: 'root@example.com' }, 'host', 'with-user'],
    [{ host: 'example.com:2200' }, 'host', 'with-port'],
    [{ host: '[2001:db8::1]' }, 'host', 'address-brackets'],
    [{ host: '2001:db8::1' }, 'host', 'address-bare'],
    [{ host: 'a.example\nb.example' }, 'host', 'several-lines'],
    [{ host: 'a.example, b.example' }, 'host', 'several-commas'],
    [{ port: '0x16' }, 'port', 'base-prefix'],
    [{ port: '2_200' }, 'port', 'underscore'],
    [{ port: '+22' }, 'port', 'plus-sign'],
    [{ timeout: '30' }, 'timeout', 'no-unit'],
    [{ key_path: '~/id' }, 'key_path', 'home-sign'],
    [{ protocol: 'TCP' }, 'protocol', 'upper-case'],
    [{ fingerprint: pin.slice(7) }, 'fingerprint', 'no-prefix'],
    [{ fingerprint: `sha256:${pin.slice(7)}` }, 'fingerprint', 'other-prefix'],
    [{ fingerprint: `${pin}=` }, 'fingerprint', 'padding'],
    [{ fingerprint: `"${pin}"` }, 'fingerprint', 'quotes'],
    [{ fingerprint: `256 ${pin} root (ED25519)` }, 'fingerprint', 'more-words'],
    [{ fingerprint: `${pin}\n${pin}` }, 'fingerprint', 'several'],
  ])('says in which form %j is', (values, input, form) => {
    const [target] = load({ ...good, ...values }).targets
    expect(target?.facts.forms).toEqual([{ input, form }])
    const problems = target?.facts.problems.filter((each) => each.input !== 'known_hosts')
    expect(problems).toEqual([])
  })

  it.each([
    ['a list of hosts', { host: 'a.example,\n b.example\n' }],
    ['a file', { known_hosts: 'example.com ssh-ed25519 AAAA\n' }],
  ])('takes newlines in %s as usual', (_name, values) => {
    const { targets } = load({ ...good, ...values })
    const around = ['space', 'newline', 'byte-order-mark']
    const forms = targets.flatMap(({ facts }) => facts.forms ?? []).map(({ form }) => form)
    expect(forms.filter((form) => around.includes(form))).toEqual([])
  })

  it.each([
    [{ host: '' }, { remote_host: 'h' }, [['host', 'remote_host']]],
    [{ key: '' }, { 'ssh-private-key': 'k' }, [['key', 'ssh-private-key']]],
    [
      { host: '', username: '' },
      { server: 'h', user: 'u' },
      [
        ['host', 'server'],
        ['username', 'user'],
      ],
    ],
    [{}, { remote_port: '2222' }, [['port', 'remote_port']]],
    [{}, { 'known-hosts': 'x' }, [['known_hosts', 'known-hosts']]],
    [{}, { remote_port: '22' }, []],
    [{}, { remote_host: 'h', user: 'u' }, []],
    [{}, { ssh_key_path: '~/.ssh/id' }, []],
    [{ host: '' }, { server: '' }, []],
    [{}, { script: 'ls', source: 'a' }, []],
  ])('with %j, reads the names of %j', (values, others, expected) => {
    const given: Readonly<Record<string, string>> = { ...good, ...values }
    const env = new Map(
      Object.entries(others).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    )
    const inputs = loadInputs((name) => given[name] ?? '', otherInputsOf(Object.fromEntries(env)))
    const misnamed = only(inputs).facts.misnamed ?? []
    expect(misnamed.map(({ input, written }) => [input, written])).toEqual(expected)
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
    ['a\u0007b', 'control-character'],
    ['deploy\u200b', 'control-character'],
    ['"deploy"', 'quoted'],
    ['\u201cdeploy\u201d', 'quoted'],
    ['deploy:', 'colon-at-end'],
    ['\ufffd\ufffdd', 'utf-16'],
    ['$USER', 'unexpanded'],
    ['u'.repeat(300), 'too-long'],
  ])('refuses user %j', (username, form) => {
    expect(problems({ ...good, username })).toMatchObject([
      { kind: 'username-malformed', input: 'username', form },
    ])
  })

  it.each(['web@hoster.example', 'deploy@example.com', 'CORP\\deploy', 'u123-456', 'd.p_l'])(
    'takes user %j',
    (username) => {
      expect(problems({ ...good, username })).toEqual([])
    },
  )

  it.each([
    ['timeout', 'soon'],
    ['timeout', '0x'],
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

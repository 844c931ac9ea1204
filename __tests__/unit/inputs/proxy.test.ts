import { describe, expect, it } from '@jest/globals'
import { loadInputs } from '../../../src/inputs'

const good = { host: 'example.com', username: 'deploy', key: 'text of a key\n' }
const jump = { proxy_host: 'bastion.example.com', proxy_username: 'jump', proxy_key: 'its key\n' }

function load(values: Readonly<Record<string, string>>) {
  const [target] = loadInputs((name) => values[name] ?? '').targets
  if (!target) throw new Error('no target was read')
  return target
}

describe('the inputs of a jump host', () => {
  it('are none when proxy_host is empty, and those that are left over are named', () => {
    expect(load(good).proxy).toBeNull()
    const { proxy, facts } = load({ ...good, ...jump, proxy_host: ' ' })
    expect(proxy).toBeNull()
    expect(facts.problems).toEqual([])
    expect(facts.cleaned).toEqual(
      ['proxy_username', 'proxy_key'].map((input) => ({
        input,
        what: 'not used: proxy_host is empty',
      })),
    )
  })

  it('are read apart from those of the target, under its names', () => {
    const target = load({
      ...good,
      ...jump,
      port: '2222',
      proxy_password: 'its word',
      proxy_passphrase: 'its phrase',
      proxy_fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE',
    })
    expect(target.facts.problems).toEqual([])
    expect(target.credentials).toMatchObject({ password: null, key: good.key, passphrase: null })
    expect(target.pins.fingerprint).toBeNull()
    expect(target.proxy).toMatchObject({
      facts: {
        host: 'bastion.example.com',
        port: 22,
        portFrom: 'default',
        user: 'jump',
        pinned: true,
        given: ['host', 'username', 'password', 'key', 'passphrase', 'fingerprint'],
        problems: [],
        sftp: 'off',
      },
      credentials: {
        username: 'jump',
        password: 'its word',
        key: 'its key\n',
        passphrase: 'its phrase',
      },
      pins: { fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE', knownHosts: null },
    })
  })

  it('take a user and a port from proxy_host, and share known_hosts and protocol', () => {
    const { proxy } = load({
      ...good,
      proxy_host: 'hop@bastion.example.com:2200',
      proxy_key: 'k',
      protocol: 'tcp4',
      known_hosts: '# nothing\n',
    })
    expect(proxy).toMatchObject({
      facts: { host: 'bastion.example.com', port: 2200, user: 'hop', protocol: 'tcp4' },
      pins: { knownHosts: '# nothing\n' },
    })
  })

  it.each([
    [{ proxy_port: '0' }, { kind: 'port-invalid', input: 'port' }],
    [{ proxy_username: '' }, { kind: 'empty', input: 'username' }],
    [{ proxy_key: '' }, { kind: 'no-credentials', input: 'key' }],
    [{ proxy_host: 'https://bastion.example.com' }, { kind: 'host-malformed', input: 'host' }],
    [{ proxy_fingerprint: 'x' }, { kind: 'fingerprint-malformed', input: 'fingerprint' }],
    [{ proxy_host: 'a.example,b.example' }, { kind: 'option-invalid', input: 'host' }],
  ])('have their own problems: %j', (values, problem) => {
    const target = load({ ...good, ...jump, ...values })
    expect(target.facts.problems).toEqual([])
    expect(target.proxy?.facts.problems).toMatchObject([problem])
  })

  it('tell what is wrong with a shared input once', () => {
    const target = load({ ...good, ...jump, protocol: 'udp', known_hosts: 'nonsense\n' })
    expect(target.facts.problems.map(({ input }) => input)).toEqual(['protocol', 'known_hosts'])
    expect(target.proxy?.facts.problems).toEqual([])
  })

  it('never repeat a secret of either', () => {
    const secret = 'correct horse'
    const target = load({ ...good, ...jump, password: secret, proxy_port: secret })
    expect(JSON.stringify([target.facts, target.proxy?.facts])).not.toContain('horse')
  })
})

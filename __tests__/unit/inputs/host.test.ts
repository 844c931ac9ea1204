import { describe, expect, it } from '@jest/globals'
import { readHosts } from '../../../src/inputs/host'

const one = (text: string, secrets: readonly string[] = []) => {
  const [entry, ...others] = readHosts(text, secrets)
  expect(others).toEqual([])
  if (!entry) throw new Error('no entry was read')
  return entry
}

describe('a host that deploy clients take', () => {
  it.each([
    ['example.com', 'example.com', null, null],
    ['  example.com\n', 'example.com', null, null],
    ['example.com.', 'example.com', null, null],
    ['web_1.internal', 'web_1.internal', null, null],
    ['github.com', 'github.com', null, null],
    ['203.0.113.7:2222', '203.0.113.7', 2222, null],
    ['deploy@example.com', 'example.com', null, 'deploy'],
    ['deploy@example.com:2222', 'example.com', 2222, 'deploy'],
    ['deploy@corp.example@example.com', 'example.com', null, 'deploy@corp.example'],
    ['2001:db8::1', '2001:db8::1', null, null],
    ['fe80::1%eth0', 'fe80::1%eth0', null, null],
    ['[2001:db8::1]', '2001:db8::1', null, null],
    ['root@[2001:db8::1]:2222', '2001:db8::1', 2222, 'root'],
  ])('reads %j', (text, host, port, user) => {
    expect(one(text)).toMatchObject({ host, port, user, problem: null })
  })

  it('reads several on lines and between commas', () => {
    const hosts = readHosts('a.example:22, b.example\r\nroot@c.example\n', [])
    expect(hosts.map(({ host, port, user }) => [host, port, user])).toEqual([
      ['a.example', 22, null],
      ['b.example', null, null],
      ['c.example', null, 'root'],
    ])
  })

  it('says what it cleaned', () => {
    expect(one(' example.com. ').cleaned).toHaveLength(2)
    expect(one('example.com').cleaned).toEqual([])
  })

  it.each(['', '  \n', ' , '])('is not given by %j', (text) => {
    expect(readHosts(text, [])).toEqual([])
  })
})

const keyscan = '# example.com:22 SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5'
const knownHost = '[example.com]:22 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1YmJlcmR1Y2tz'

describe('a host that no client can use', () => {
  it.each([
    ['ssh://deploy@example.com:2222/srv', 'url', 'example.com:2222'],
    ['https://example.com:8443/', 'url', 'example.com'],
    ['sftp://203.0.113.10:22890', 'url', '203.0.113.10:22890'],
    ['example.com/var/www', 'path', 'example.com'],
    ['deploy@example.com:/var/www', 'path', 'example.com'],
    ['github.com:organization', 'path', 'github.com'],
    ['~/.ssh/id_ed25519', 'path', null],
    ['ssh root@example.com', 'command', 'root@example.com'],
    ['ssh -p 2222 -i key root@example.com', 'command', 'root@example.com:2222'],
    ['ssh example.com -p 2222', 'command', 'example.com:2222'],
    ['example.com 22', 'contains-space', null],
    ['${{ secrets.HOST }}', 'unexpanded', null],
    ['$SSH_HOST', 'unexpanded', null],
    ['secrets.HOST', 'unexpanded', null],
    ['***', 'masked', null],
    ['"example.com"', 'bad-character', 'example.com'],
    ['exam\u200bple.com', 'bad-character', 'example.com'],
    ['b\u00fccher.example', 'bad-character', 'xn--bcher-kva.example'],
    ['-oProxyCommand=x', 'bad-character', null],
    ['example..com', 'empty-label', 'example.com'],
    ['.example.com', 'empty-label', 'example.com'],
    [`${'a'.repeat(60)}-aaaa.example`, 'too-long', null],
    [`${'a'.repeat(70)}.example`, 'too-long', null],
    ['010.0.0.7', 'inet-aton', '10.0.0.7'],
    ['127.1', 'inet-aton', null],
    ['2130706433', 'inet-aton', null],
    ['0x7f000001', 'inet-aton', null],
    ['256.1.1.1', 'inet-aton', null],
    [keyscan, 'known-hosts-line', 'example.com'],
    [`${keyscan}\n${knownHost}`, 'known-hosts-line', 'example.com'],
    ['|1|abc=|def= ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB', 'known-hosts-line', null],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1YmJlcmR1Y2tz me@laptop', 'key-text', null],
  ])('%j is %s', (text, form, suggestion) => {
    expect(one(text).problem).toMatchObject({ kind: 'host-malformed', form, suggestion })
  })

  it.each([
    ['example.com:22/tcp', '22/tcp'],
    ['example.com:99999', '99999'],
    ['example.com:', ''],
    ['[2001:db8::1]:0', '0'],
  ])('%j has an invalid port', (text, shown) => {
    expect(one(text).problem).toEqual({ kind: 'port-invalid', input: 'host', shown })
  })
})

describe('what a problem repeats', () => {
  const shown = (text: string, secrets: readonly string[] = []) => {
    const { problem } = one(text, secrets)
    if (!problem || !('shown' in problem)) throw new Error('there is no problem')
    return problem.shown
  }

  it('is never text of a key', () => {
    const body = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW'
    const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`
    for (const text of [key, key.replaceAll('\n', ' '), body]) {
      expect(one(text).problem).toMatchObject({ form: 'key-text' })
      expect(shown(text)).toBe(`(${text.length} characters, not shown)`)
    }
  })

  it('is never a secret of the run', () => {
    expect(shown('correct horse battery', ['correct horse battery'])).not.toContain('horse')
    expect(shown('ssh root@correct-horse', ['correct-horse\n'])).not.toContain('horse')
  })

  it('is never a password before the host', () => {
    for (const text of ['root:hunter2@example.com', 'ssh://root:hunter2@example.com']) {
      expect(shown(text)).not.toContain('hunter2')
      expect(one(text).problem).toMatchObject({ suggestion: 'example.com' })
    }
  })

  it('is at most 80 characters', () => {
    expect(shown(`https://${'a.'.repeat(300)}example`)).toHaveLength(80)
  })
})

import { describe, expect, it } from '@jest/globals'
import { help, readArguments } from '../../../src/terminal/arguments'

const read = (line: string) => readArguments(line.split(' '))

describe('readArguments', () => {
  it('reads the flags of ssh', () => {
    expect(read('deploy@example.com -p 2222 -i key -4')).toMatchObject({
      kind: 'check',
      inputs: { host: 'deploy@example.com', port: '2222', key_path: 'key', protocol: 'tcp4' },
      json: false,
      verbose: false,
    })
    expect(read('-J jump@bastion:2200 deploy@example.com')).toMatchObject({
      inputs: { host: 'deploy@example.com', proxy_host: 'jump@bastion:2200' },
    })
    expect(read('-p2222 -ldeploy -6 example.com')).toMatchObject({
      inputs: { host: 'example.com', port: '2222', username: 'deploy', protocol: 'tcp6' },
    })
  })

  it('reads several hosts and our own flags', () => {
    expect(
      read(
        'a b --password-env P --passphrase-env Q --fingerprint F --known-hosts K --timeout 5s --wait 1m --sftp off --no-probe --report R --json',
      ),
    ).toEqual({
      kind: 'check',
      inputs: {
        host: 'a\nb',
        port: '',
        username: '',
        key_path: '',
        protocol: '',
        proxy_host: '',
        fingerprint: 'F',
        timeout: '5s',
        wait: '1m',
        sftp: 'off',
        probe: 'false',
        server_check: '',
        admin_username: '',
        admin_key_path: '',
        report: 'R',
      },
      passwordEnv: 'P',
      passphraseEnv: 'Q',
      adminPasswordEnv: null,
      knownHostsFile: 'K',
      json: true,
      verbose: false,
    })
  })

  it('reads the other login for the check on the server', () => {
    expect(
      read('h --server-check --admin root --admin-identity K --admin-password-env W'),
    ).toMatchObject({
      inputs: { server_check: 'true', admin_username: 'root', admin_key_path: 'K' },
      adminPasswordEnv: 'W',
    })
    expect(read('h -i K --password-env P --server-check')).toMatchObject({
      inputs: { server_check: 'true', admin_username: '', key_path: 'K' },
    })
  })

  it.each([
    ['h --server-check', '--server-check needs --admin, or -i with --password-env'],
    ['h --server-check -i K', '--server-check needs --admin, or -i with --password-env'],
    ['h --admin root', '--admin needs --server-check'],
    ['h --admin-identity K', '--admin-identity and --admin-password-env need --admin'],
  ])('says what is missing in %j', (line, message) => {
    expect(read(line)).toEqual({ kind: 'usage', message })
  })

  it('reads the other commands', () => {
    expect(read('replay r.json --json')).toEqual({
      kind: 'replay',
      path: 'r.json',
      json: true,
      verbose: false,
    })
    expect(read('explain tcp/silent')).toEqual({ kind: 'explain', words: ['tcp/silent'] })
    expect(read('explain -bash: wp: --x')).toEqual({
      kind: 'explain',
      words: ['-bash:', 'wp:', '--x'],
    })
    expect(read('explain --help')).toEqual({ kind: 'help' })
    expect(read('server-check - --report r.json --host web1')).toEqual({
      kind: 'server-check',
      answer: '-',
      report: 'r.json',
      host: 'web1',
      json: false,
      verbose: false,
    })
    expect(read('--help')).toEqual({ kind: 'help' })
    expect(read('-V')).toEqual({ kind: 'version' })
  })

  it.each([
    '-4',
    'replay',
    'server-check',
    'explain',
    'h -4 -6',
    'h --password hunter2',
    'h -o X=y',
    'h -p',
  ])('refuses %j', (line) => {
    expect(read(line).kind).toBe('usage')
  })

  it('explains its use in 80 columns', () => {
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
})

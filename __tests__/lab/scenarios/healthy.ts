import { addresses, serverName } from '../addresses'
import { passphrase, password } from '../keys'
import { type KeyName } from '../keys'
import { type Scenario, openssh, openssh10 } from '../scenario'

const withKey =
  (name: KeyName): NonNullable<Scenario['inputs']> =>
  (lab) => ({
    key: lab.keys[name].private,
  })

/** sshd on another port, and a relay with a behaviour of its own on 22. */
export const relayed = (behavior: string, argument = ''): Omit<Scenario, 'name' | 'cause'> => ({
  server: openssh('Port 2200', 'ListenAddress 127.0.0.1'),
  otherPrograms: [{ behavior, port: 22, argument }],
  // The relay is the client that sshd sees.
  connections: 0,
})

const pass = (name: string, rest: Omit<Scenario, 'name' | 'cause'> = {}): Scenario => ({
  name,
  cause: 'pass',
  ...rest,
})

/** Healthy shapes: exactly one connection, nothing accused, no failed login. */
export const healthyScenarios: readonly Scenario[] = [
  pass('OpenSSH 9.2 with an Ed25519 key', { says: ['OpenSSH_9.2'] }),
  pass('OpenSSH 10.0 with an Ed25519 key', { server: openssh10(), says: ['OpenSSH_10.0'] }),
  pass('an ECDSA key', { inputs: withKey('ecdsa') }),
  pass('an RSA key', { inputs: withKey('rsa') }),
  pass('an RSA key (10.0)', { server: openssh10(), inputs: withKey('rsa') }),
  pass('an RSA key in PKCS#1', { inputs: withKey('rsaPkcs1') }),
  pass('an EC key in SEC1', { inputs: withKey('ecSec1') }),
  pass('an RSA key in PKCS#8', { inputs: withKey('rsaPkcs8') }),
  pass('an EC key in PKCS#8', { inputs: withKey('ecPkcs8') }),
  pass('an Ed25519 key in PKCS#8', { inputs: withKey('ed25519Pkcs8') }),
  pass('an encrypted key with its passphrase', {
    inputs: (lab) => ({ key: lab.keys.encrypted.private, passphrase }),
  }),
  pass('an encrypted PKCS#8 key with its passphrase', {
    inputs: (lab) => ({ key: lab.keys.rsaPkcs8Encrypted.private, passphrase }),
  }),
  pass('a password', { inputs: () => ({ key: '', password }) }),
  pass('a password by keyboard-interactive', {
    server: openssh('PasswordAuthentication no', 'KbdInteractiveAuthentication yes'),
    inputs: () => ({ key: '', password }),
  }),
  pass('a key and a password, where the server wants both', {
    server: openssh('AuthenticationMethods publickey,password'),
    inputs: () => ({ password }),
  }),
  pass('a key and a password, where the key is enough', { inputs: () => ({ password }) }),
  pass('root with a key', { inputs: () => ({ username: 'root' }) }),
  pass('Dropbear', { server: { kind: 'dropbear' } }),
  pass('Dropbear with a password', {
    server: { kind: 'dropbear' },
    inputs: () => ({ key: '', password }),
  }),
  pass('Dropbear with an RSA key', { server: { kind: 'dropbear' }, inputs: withKey('rsa') }),
  pass('TinySSH', { server: { kind: 'tinyssh' } }),
  pass('a legal notice before the login (Banner)', {
    server: openssh('Banner /etc/issue.net'),
    inServer: `printf 'Access denied to all but staff.\\n::error::This system has expired.\\n' > /etc/issue.net`,
  }),
  pass('a message of the day', {
    inServer: "echo 'Your account has expired on another machine' > /etc/motd",
  }),
  pass('a banner after three seconds', relayed('late-banner', '3000')),
  pass('a banner in pieces of three bytes', relayed('banner-in-pieces')),
  pass('three lines before the banner', relayed('lines-before')),
  pass('a server that waits for the client to speak', relayed('waits-for-client')),
  pass('a path of 300 ms, with both address families', {
    path: { delayMs: 150 },
    dns: { [serverName]: [addresses.server4, addresses.server6] },
    inputs: () => ({ timeout: '20s' }),
  }),
  pass('a path of 300 ms, with both families, and no IPv6 on the runner', {
    path: { delayMs: 150, clientHasIpv6: false },
    dns: { [serverName]: [addresses.server4, addresses.server6] },
    inputs: () => ({ timeout: '20s' }),
  }),
  pass('IPv6 by name', { dns: { [serverName]: [addresses.server6] } }),
  pass('IPv6 by address', { inputs: () => ({ host: addresses.server6 }) }),
  pass('IPv4 by address', { inputs: () => ({ host: addresses.server4 }) }),
  pass('port 2222, given right', {
    server: openssh('Port 2222'),
    inputs: () => ({ port: '2222' }),
  }),
  pass('user, host and port in the host input', {
    server: openssh('Port 2222'),
    inputs: () => ({ host: `deploy@${serverName}:2222`, username: '' }),
  }),
  pass('spaces around the host, which the client of the deploy trims', {
    inputs: () => ({ host: ` ${serverName}\n` }),
    workflow: { host: '${{ secrets.SSH_HOST }}' },
    later:
      '      - uses: appleboy/ssh-action@v1\n        with:\n          host: ${{ secrets.SSH_HOST }}\n          username: deploy',
  }),
  pass('an account for SFTP only, with sftp: required', {
    server: openssh('Match User deploy', 'ForceCommand internal-sftp'),
    inputs: () => ({ sftp: 'required' }),
  }),
  pass('the shell fish', { inServer: 'usermod --shell /usr/bin/fish deploy' }),
  pass('the shell tcsh', { inServer: 'usermod --shell /usr/bin/tcsh deploy' }),
  pass('the shell sh', { inServer: 'usermod --shell /bin/sh deploy' }),
  pass('UsePAM no', { server: openssh('UsePAM no') }),
  pass('modern algorithms only', {
    server: openssh(
      'KexAlgorithms curve25519-sha256',
      'Ciphers chacha20-poly1305@openssh.com',
      'HostKeyAlgorithms ssh-ed25519',
    ),
  }),
  pass('an RSA host key only', { server: openssh('HostKey /etc/ssh/ssh_host_rsa_key') }),
  pass('a firewall that drops every port but 22', { firewall: 'tcp dport != 22 drop' }),
  pass('a locked password, with a key and PAM', { inServer: 'usermod --lock deploy' }),
]

import { certificateScenarios } from './host-certificates'
import { type Scenario, type Server, openssh } from '../scenario'
import { relayed } from './healthy'

const fake = (behavior: string, text: string): Server => ({
  kind: 'fake',
  behavior,
  port: 22,
  argument: JSON.stringify(text),
})

/** What stands on the port and speaks first, or answers our line. */
const others: readonly (readonly [
  string,
  'says' | 'says-and-closes' | 'answers-and-closes',
  string,
])[] = [
  ['a POP3 server', 'says', '+OK Dovecot ready.\r\n'],
  ['an IMAP server', 'says', '* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n'],
  ['a VNC server', 'says', 'RFB 003.008\n'],
  ['an rsync daemon', 'says', '@RSYNCD: 31.0\n'],
  ['a Telnet server', 'says', '\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27'],
  ['a captive portal', 'says-and-closes', 'HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n'],
  ['a Redis server', 'answers-and-closes', "-ERR unknown command 'SSH-2.0'\r\n"],
  ['a memcached server', 'answers-and-closes', 'ERROR\r\n'],
  ['a TLS server that says so', 'answers-and-closes', '\x15\x03\x01\x00\x02\x02\x46'],
  [
    'a server of a protocol that nobody knows',
    'answers-and-closes',
    'It looks like you are trying to access this over HTTP.\r\n',
  ],
]

/** Greetings, and what stands in their place, as they are met in the field. */
export const unusualBanners: readonly Scenario[] = [
  ...others.map(([what, behavior, text]): Scenario => ({
    name: `${what} is on the port`,
    cause: 'banner/not-ssh',
    server: fake(behavior, text),
  })),
  {
    name: 'a fence says that the address is not welcome',
    cause: 'banner/closed',
    candidates: ['server/hosts-deny', 'server/banned'],
    says: ['blocks this runner', 'You are not welcome'],
    server: fake('says-and-closes', 'You are not welcome to use sshd from 203.0.113.9.\n'),
  },
  {
    name: 'TCP wrappers with a banner',
    cause: 'banner/hosts-deny',
    certainty: 'proved',
    server: fake('says-and-closes', 'Access to service sshd from root@runner has been denied.\r\n'),
  },
  {
    name: 'a switch has no host key',
    cause: 'banner/closed',
    firstCandidate: 'server/host-keys-missing',
    server: fake('says-and-closes', 'No host key is configured!\n\r'),
  },
  {
    name: 'a banner in small letters',
    cause: 'banner/not-ssh',
    server: fake('says', 'ssh-2.0-openssh_9.6\r\n'),
    inputs: () => ({ timeout: '5s' }),
  },
  {
    name: 'a flood of text without an end',
    cause: 'banner/not-ssh',
    server: fake('floods', 'garbage '),
  },
  {
    name: 'a flood after the banner',
    cause: 'kex/malformed',
    server: fake('floods', 'SSH-2.0-flood\r\n'),
  },
  {
    name: 'the server rejects our identification, as behind a proxy that speaks first',
    cause: 'kex/malformed',
    says: ['Invalid SSH identification string.', 'PROXY'],
    server: fake('banner-and-close', 'Invalid SSH identification string.\r\n'),
  },
  {
    name: 'the server sends its banner and closes the connection',
    cause: 'kex/closed',
    server: fake('says-and-closes', 'SSH-2.0-OpenSSH_8.0\r\n'),
  },
  {
    name: 'the server has too many connections and says so',
    cause: 'kex/closed',
    certainty: 'proved',
    says: ['Too many connections'],
    server: { kind: 'fake', behavior: 'disconnects', port: 22, argument: 'Too many connections' },
  },
  {
    name: 'lines that are not ASCII before the banner',
    cause: 'pass',
    ...relayed('text-before', JSON.stringify('Willkommen – Café ☕\r\nnur für Befugte\r\n')),
  },
  {
    name: 'a banner that is not ASCII (VersionAddendum)',
    cause: 'pass',
    says: ['Zürich'],
    server: openssh('VersionAddendum Café-Zürich ☕'),
  },
  {
    name: 'a banner that is not ASCII behind a jump host',
    cause: 'pass',
    behind: { server: openssh('VersionAddendum Zürich') },
  },
  ...[
    ['old key exchange by group exchange', 'KexAlgorithms diffie-hellman-group-exchange-sha1'],
    [
      'group exchange and ciphers of 256 bits, for which long primes are usual',
      'KexAlgorithms diffie-hellman-group-exchange-sha256\nCiphers aes256-ctr',
    ],
    ['RSA host keys with SHA-1 only', 'HostKeyAlgorithms ssh-rsa'],
    ['new keys after every kilobyte', 'RekeyLimit 1K 1s'],
    ['compression', 'Compression yes'],
  ].map(([name = '', line = '']): Scenario => ({
    name: `a server with ${name}`,
    cause: 'pass',
    server: openssh(line),
  })),
  {
    name: 'a host certificate next to the plain key',
    cause: 'pass',
    server: openssh(
      'HostKey /etc/ssh/ssh_host_ed25519_key',
      'HostCertificate /etc/ssh/ssh_host_ed25519_key-cert.pub',
    ),
    inServer: certified(),
  },
  ...certificateScenarios,
  {
    name: 'a host certificate only',
    cause: 'kex/client-too-old',
    result: 'warn',
    server: openssh(
      'HostKey /etc/ssh/ssh_host_ed25519_key',
      'HostCertificate /etc/ssh/ssh_host_ed25519_key-cert.pub',
      'HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com',
    ),
    inServer: certified(),
  },
]

function certified(): string {
  return `ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ca
    ssh-keygen -q -s /etc/ssh/ca -I lab -h /etc/ssh/ssh_host_ed25519_key.pub`
}

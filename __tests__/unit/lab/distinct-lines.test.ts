import { describe, expect, it } from '@jest/globals'
import { normalized, countDistinct } from '../../lab/distinct-lines'

/** Needs no server. */
describe('what a tool said', () => {
  it.each([
    [
      'ssh: connect to host server.example.net port 2222: Connection refused',
      'ssh: connect to host server.example.net port PORT: Connection refused',
    ],
    [
      'root@server.example.net: Permission denied (publickey).',
      'USER@server.example.net: Permission denied (publickey).',
    ],
    ['Connection closed by 45.137.10.10 port 22', 'Connection closed by ADDRESS port PORT'],
    ['Connection reset by 2a0e:97c0:7::10 port 22', 'Connection reset by ADDRESS port PORT'],
    [
      '2026/11/24 14:01:02 dial tcp 45.137.10.10:22: connect: connection refused',
      'dial tcp ADDRESS:PORT: connect: connection refused',
    ],
    [
      '2026/11/24 14:01:02 dial tcp [2a0e:97c0:7::10]:22: i/o timeout',
      'dial tcp ADDRESS:PORT: i/o timeout',
    ],
    ['22/tcp open  ssh     syn-ack ttl 64', 'PORT/tcp open ssh syn-ack ttl 64'],
    ['ssh: handshake failed: EOF', 'ssh: handshake failed: EOF'],
    ['waited 8.5 seconds', 'waited TIME'],
  ])('loses what differs from deploy to deploy: %s', (text, wanted) => {
    expect(normalized(text)).toBe(wanted)
  })

  it('tells a fault apart only when its line is said of no other cause', () => {
    const faults = [
      { cause: 'auth/key-rejected', line: 'Permission denied' },
      { cause: 'auth/login-refused', line: 'Permission denied' },
      { cause: 'tcp/silent', line: 'timed out' },
      { cause: 'tcp/silent', line: 'timed out' },
    ]
    expect(countDistinct(faults)).toBe(2)
  })
})

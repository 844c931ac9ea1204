import { createHmac, randomBytes } from 'node:crypto'
import { addresses, serverName } from '../addresses'
import type { HostKey } from '../host-keys'
import type { Lab } from '../prepare'
import { type Scenario, openssh } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

/** Pins that match, and pins that do not. */
export const hostKeyScenarios: readonly Scenario[] = [
  {
    name: 'the server has another key than the fingerprint says',
    cause: 'hostkey/mismatch',
    // A bare fingerprint does not tell its type: the server is asked for each of its three keys.
    connections: 3,
    failedLogins: 3,
    failedLoginsWhy: failedLoginReasons.eachKeyType,
    inputs: (lab) => ({ fingerprint: ofVersion10(lab, 'ssh-ed25519').fingerprint }),
  },
  {
    name: 'the server has another key than known_hosts says',
    cause: 'hostkey/mismatch',
    certainty: 'proved',
    inputs: (lab) => ({ known_hosts: line(serverName, ofVersion10(lab, 'ssh-ed25519')) }),
  },
  {
    name: 'known_hosts has no line for the host',
    cause: 'hostkey/unknown',
    inputs: (lab) => ({ known_hosts: line('other.example.net', of(lab, 'ssh-ed25519')) }),
  },
  {
    name: 'known_hosts has the host with another port',
    cause: 'hostkey/unknown',
    server: openssh('Port 2222'),
    inputs: (lab) => ({
      port: '2222',
      known_hosts: line(`[${serverName}]:2200`, of(lab, 'ssh-ed25519')),
    }),
  },
  {
    name: 'known_hosts revokes the server’s key',
    cause: 'hostkey/revoked',
    certainty: 'proved',
    inputs: (lab) => ({
      known_hosts: `@revoked ${line('*', of(lab, 'ssh-ed25519'))}\n${line(serverName, of(lab, 'ssh-ed25519'))}`,
    }),
  },
  {
    name: 'the fingerprint is of another key of the same server',
    cause: 'hostkey/pinned-other-type',
    result: 'warn',
    connections: 2,
    failedLogins: 1,
    inputs: (lab) => ({ fingerprint: of(lab, 'ecdsa-sha2-nistp256').fingerprint }),
  },
  {
    name: 'nothing is pinned: a notice, never the cause',
    cause: 'pass',
    also: ['hostkey/not-pinned'],
  },
  {
    name: 'the fingerprint matches',
    cause: 'pass',
    inputs: (lab) => ({ fingerprint: of(lab, 'ssh-ed25519').fingerprint }),
  },
  {
    name: 'the fingerprint lacks SHA256: and has its padding',
    cause: 'pass',
    inputs: (lab) => ({
      fingerprint: `${of(lab, 'ssh-ed25519').fingerprint.replace('SHA256:', '')}=`,
    }),
  },
  {
    name: 'known_hosts matches, by plain name',
    cause: 'pass',
    inputs: (lab) => ({ known_hosts: line(serverName, of(lab, 'ssh-ed25519')) }),
  },
  {
    name: 'known_hosts matches, by hashed name',
    cause: 'pass',
    inputs: (lab) => ({ known_hosts: line(hashed(serverName), of(lab, 'ssh-ed25519')) }),
  },
  {
    name: 'known_hosts matches, by hashed name and port',
    cause: 'pass',
    server: openssh('Port 2222'),
    inputs: (lab) => ({
      port: '2222',
      known_hosts: line(hashed(`[${serverName}]:2222`), of(lab, 'ssh-ed25519')),
    }),
  },
  {
    name: 'known_hosts matches, by name and port',
    cause: 'pass',
    server: openssh('Port 2222'),
    inputs: (lab) => ({
      port: '2222',
      known_hosts: line(`[${serverName}]:2222`, of(lab, 'ssh-ed25519')),
    }),
  },
  {
    name: 'known_hosts has the name without the port, which OpenSSH takes when the key is right',
    cause: 'pass',
    server: openssh('Port 2222'),
    inputs: (lab) => ({ port: '2222', known_hosts: line(serverName, of(lab, 'ssh-ed25519')) }),
  },
  {
    name: 'known_hosts of ssh-keyscan: every key, a comment, an address',
    cause: 'pass',
    inputs: (lab) => ({
      known_hosts: [
        `# ${serverName}:22 SSH-2.0-OpenSSH_9.2p1`,
        ...lab.hostKeys['9.2'].map((key) => line(`${serverName},${addresses.server4}`, key)),
      ].join('\n'),
    }),
  },
  {
    name: 'known_hosts has the RSA key only, and it matches',
    cause: 'pass',
    inputs: (lab) => ({ known_hosts: line(serverName, of(lab, 'ssh-rsa')) }),
  },
]

const of = (lab: Lab, type: string): HostKey => find(lab.hostKeys['9.2'], type)

/** A key of the other server: never right for the one that answers. */
const ofVersion10 = (lab: Lab, type: string): HostKey => find(lab.hostKeys['10.0'], type)

function find(keys: readonly HostKey[], type: string): HostKey {
  const key = keys.find((candidate) => candidate.type === type)
  if (!key) throw new Error(`the server has no ${type} host key`)
  return key
}

const line = (names: string, key: HostKey): string => `${names} ${key.type} ${key.blob}`

/** As `HashKnownHosts` writes it: HMAC-SHA1 of the name under a random salt (OpenSSH hostfile.c). */
function hashed(name: string): string {
  const salt = randomBytes(20)
  const hash = createHmac('sha1', salt).update(name).digest('base64')
  return `|1|${salt.toString('base64')}|${hash}`
}

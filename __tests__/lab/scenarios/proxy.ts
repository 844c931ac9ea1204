import type { Lab } from '../prepare'
import { type Scenario, openssh, openssh10 } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

const fingerprintOf = (lab: Lab, type: string) =>
  lab.hostKeys['9.2'].find((key) => key.type === type)?.fingerprint ?? ''

/** Targets behind a jump host: the scenario's server is the jump host, and only it has a way to the target. */
export const proxyScenarios: readonly Scenario[] = [
  { name: 'a target behind a jump host', cause: 'pass', behind: {} },
  {
    name: 'a target behind a jump host (10.0 behind 10.0)',
    cause: 'pass',
    server: openssh10(),
    behind: { server: openssh10() },
  },
  {
    name: 'a jump host and a target, both pinned',
    cause: 'pass',
    behind: {},
    inputs: (lab) => ({
      fingerprint: fingerprintOf(lab, 'ssh-ed25519'),
      proxy_fingerprint: fingerprintOf(lab, 'ssh-ed25519'),
    }),
  },
  {
    name: 'a jump account without a shell (nologin)',
    cause: 'pass',
    behind: {},
    inServer: 'usermod --shell /usr/sbin/nologin deploy',
  },
  {
    name: 'a jump account with a ForceCommand',
    cause: 'pass',
    behind: {},
    server: openssh('Match User deploy', 'ForceCommand /bin/false', 'PermitTTY no'),
  },
  {
    name: 'a jump key with restrict,port-forwarding',
    cause: 'pass',
    behind: {},
    inServer: "sed -i 's/^/restrict,port-forwarding /' /home/deploy/.ssh/authorized_keys",
  },
  {
    name: 'a jump account that may go to the target only (PermitOpen)',
    cause: 'pass',
    behind: {},
    server: openssh('PermitOpen target.internal:22'),
  },
  {
    name: 'a Dropbear behind a jump host',
    cause: 'pass',
    behind: { server: { kind: 'dropbear' } },
    // Debian's Dropbear looks for its SFTP server elsewhere.
    inputs: () => ({ sftp: 'off' }),
  },
  {
    name: 'the jump host does not accept the key',
    cause: 'auth/key-rejected',
    behind: {},
    inputs: (lab) => ({ proxy_key: lab.keys.stranger.private }),
    says: ['On the jump host'],
  },
  {
    name: 'nothing listens on the jump host',
    cause: 'tcp/not-listening',
    server: { kind: 'stopped' },
    behind: {},
    says: ['On the jump host'],
  },
  {
    name: 'the jump host is silent behind a firewall',
    cause: 'tcp/silent',
    behind: {},
    firewall: 'ip saddr 45.137.10.1 drop',
    says: ['On the jump host'],
  },
  {
    name: 'the jump host has another host key',
    cause: 'hostkey/mismatch',
    behind: {},
    inputs: () => ({ proxy_fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE' }),
    connections: 3,
    failedLogins: 3,
    failedLoginsWhy: failedLoginReasons.eachKeyType,
    says: ['On the jump host'],
  },
  {
    name: 'the target has another host key',
    cause: 'hostkey/mismatch',
    behind: { connections: 3, failedLogins: 3 },
    failedLoginsWhy: failedLoginReasons.eachKeyType,
    inputs: () => ({ fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE' }),
  },
  {
    name: 'the target does not accept the key',
    cause: 'auth/key-rejected',
    behind: {},
    inputs: (lab) => ({ key: lab.keys.stranger.private }),
    says: ['The server rejected the key'],
  },
  {
    name: 'an endlessh behind a jump host',
    cause: 'banner/tarpit',
    behind: { server: { kind: 'endlessh' } },
    failedLogins: 0,
  },
  {
    name: 'the jump host forwards nothing (AllowTcpForwarding no)',
    cause: 'proxy/forwarding-refused',
    certainty: 'proved',
    behind: {},
    server: openssh('AllowTcpForwarding no'),
    failedLogins: 0,
  },
  {
    name: 'the jump host forwards to others only (PermitOpen)',
    cause: 'proxy/forwarding-refused',
    certainty: 'proved',
    behind: {},
    server: openssh10('PermitOpen db.internal:22'),
    failedLogins: 0,
  },
  {
    name: 'the key on the jump host has restrict',
    cause: 'proxy/forwarding-refused',
    certainty: 'proved',
    behind: {},
    inServer: "sed -i 's/^/restrict /' /home/deploy/.ssh/authorized_keys",
    failedLogins: 0,
  },
  {
    name: 'nothing listens on the target',
    cause: 'proxy/target-unreachable',
    certainty: 'proved',
    behind: { server: { kind: 'stopped' } },
    firstCandidate: 'server/service-stopped',
    says: ['refuses the jump host'],
    failedLogins: 0,
  },
  {
    name: 'the target is silent behind a firewall',
    cause: 'proxy/target-unreachable',
    certainty: 'likely',
    behind: { firewall: 'drop' },
    says: ['gets no answer'],
    failedLogins: 0,
  },
  {
    name: 'a firewall of the target rejects the jump host',
    cause: 'proxy/target-unreachable',
    certainty: 'proved',
    behind: { firewall: 'reject with icmpx type admin-prohibited' },
    failedLogins: 0,
  },
  {
    name: 'the jump host does not know the name of the target',
    cause: 'proxy/target-unreachable',
    certainty: 'proved',
    behind: {},
    inputs: () => ({ host: 'elsewhere.internal' }),
    says: ['cannot resolve the name'],
    failedLogins: 0,
  },
]

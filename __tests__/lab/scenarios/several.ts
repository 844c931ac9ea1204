import { addresses, serverName } from '../addresses'
import type { Scenario } from '../scenario'

const starting = { kind: 'openssh', version: '9.2', startsAfterS: 8 } as const

/** Several hosts, and servers that are waited for. */
export const severalScenarios: readonly Scenario[] = [
  {
    name: 'sshd starts 8 s later, and `wait` is given',
    cause: 'pass',
    server: starting,
    inputs: () => ({ wait: '40s' }),
    says: ['not ready yet (tcp/not-listening)', '2 looks'],
  },
  {
    name: 'sshd starts 8 s later, and the key is wrong: no login is repeated',
    cause: 'auth/key-rejected',
    server: starting,
    inputs: ({ keys }) => ({ wait: '40s', key: keys.stranger.private }),
  },
  {
    name: 'sshd never starts, and `wait` runs out',
    cause: 'tcp/not-listening',
    server: { kind: 'stopped' },
    inputs: () => ({ wait: '8s' }),
    connections: 0,
    candidates: ['server/service-stopped'],
  },
  {
    name: 'one of three hosts is not there',
    cause: 'tcp/host-unreachable',
    failedLogins: 0,
    connections: 2,
    inputs: () => ({
      timeout: '20s',
      host: `${serverName}\n${addresses.nobody4}, ${addresses.server4}`,
    }),
    says: ['1 of 3 hosts is not ready to deploy'],
  },
  {
    name: 'two names of one server are looked at one after the other',
    cause: 'pass',
    connections: 2,
    dns: { [serverName]: [addresses.server4], 'also.example.net': [addresses.server4] },
    inputs: () => ({ host: `${serverName},also.example.net` }),
    says: ['All 2 hosts are ready to deploy'],
  },
]

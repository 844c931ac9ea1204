import { type DeployClient, noServer, plain, shellOnly } from './client'

/** Measured with OpenSSH 9.2: a port is read with strtonum, and a host as it is. */
const port = [{ forms: ['base-prefix', 'underscore'], says: "Bad port '…'" }] as const
const host = [
  {
    forms: ['several-lines', 'several-commas', 'with-port', 'address-brackets'],
    says: 'ssh: Could not resolve hostname …: Name or service not known',
  },
] as const

/** Programs that a `run:` script starts. */
export const programs: readonly DeployClient[] = [
  ...(
    [
      ['ssh', shellOnly],
      ['scp', { ...noServer, channel: 'sftp' }],
      ['sftp', { ...noServer, channel: 'sftp' }],
      ['rsync', { ...shellOnly, programs: ['rsync'] }],
    ] as const
  ).map(([id, server]): DeployClient => ({
    ...plain,
    id,
    server,
    kind: 'command',
    inputs: { host: 'host', port: 'port', user: 'user', keyPath: 'identity' },
    defaults: { port: '22', user: null },
    lists: 'runner',
    refuses: id === 'ssh' ? { port, host } : { port },
    // What the reader of commands calls an option that names algorithms, and a way that it cannot follow.
    changesLists: ['algorithms', 'config'],
  })),
]

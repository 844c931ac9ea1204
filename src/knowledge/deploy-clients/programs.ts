import { type DeployClient, noServer, plain, shellOnly } from './client'

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
    // What the reader of commands calls an option that names algorithms, and a way that it cannot follow.
    changesLists: ['algorithms', 'config'],
  })),
]

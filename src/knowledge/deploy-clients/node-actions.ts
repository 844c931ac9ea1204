import { type DeployClient, noServer, plain, shellOnly } from './client'

/** Actions on ssh2 of Node. Source: src/index.ts of each, read in 2026. */
export const nodeActions: readonly DeployClient[] = [
  ...(
    [
      ['garygrossgarten/github-action-ssh', { ...shellOnly, scripts: ['command'] }],
      [
        'garygrossgarten/github-action-scp',
        {
          ...noServer,
          channel: 'sftp',
          target: {
            input: 'remote',
            isList: false,
            creates: 'all',
            through: 'sftp',
            switches: null,
          },
        },
      ],
    ] as const
  ).map(([id, server]): DeployClient => ({
    ...plain,
    id,
    server,
    kind: 'action',
    inputs: {
      host: 'host',
      port: 'port',
      user: 'username',
      key: 'privatekey',
      password: 'password',
    },
    defaults: { port: '22', user: null },
    lists: ['node-ssh2-1.17'],
    trims: ['host', 'port', 'user', 'key', 'password'],
  })),
]

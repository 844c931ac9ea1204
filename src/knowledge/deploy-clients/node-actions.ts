import { type DeployClient, noServer, plain, shellOnly } from './client'

/** Actions on ssh2 of Node. Source: src/index.ts of each, read in November 2026. */
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
    // getKeyAlgos of ssh2 1.17.
    rsaFirst: 'rsa-sha2-256',
    inputs: {
      host: 'host',
      port: 'port',
      user: 'username',
      key: 'privatekey',
      password: 'password',
      passphrase: 'passphrase',
    },
    defaults: { port: '22', user: null },
    lists: ['node-ssh2-1.17'],
    // getInput of @actions/core trims every value; the host goes to getaddrinfo as it is.
    refuses: {
      host: [
        {
          forms: ['several-lines', 'several-commas', 'with-user', 'with-port', 'address-brackets'],
          says: 'Error: getaddrinfo ENOTFOUND …',
        },
      ],
    },
    keyReader: { library: 'ssh2', repairs: ['missing-newline', 'leading-empty-lines'] },
  })),
]

import { type DeployClient, plain, shellOnly } from './client'

/** Actions on paramiko of Python, whose algorithm lists are not known here. Source: app.py, read in November 2026. */
export const pythonActions: readonly DeployClient[] = (
  [
    ['ssh-scp-ssh-pipelines', { ...shellOnly, scripts: ['first_ssh', 'last_ssh'] }],
    ['ssh-pipeline', { ...shellOnly, scripts: ['script'] }],
    [
      'scp-pipeline',
      {
        ...shellOnly,
        programs: ['scp'],
        target: {
          input: 'remote',
          isList: false,
          creates: 'all',
          through: 'shell',
          switches: null,
        },
      },
    ],
  ] as const
).map(([name, server]): DeployClient => ({
  ...plain,
  id: `cross-the-world/${name}`,
  kind: 'action',
  server,
  inputs: {
    host: 'host',
    port: 'port',
    user: 'user',
    key: 'key',
    password: 'pass',
    timeout: 'connect_timeout',
  },
  defaults: { port: '22', user: null },
  lists: [],
  // int() of Python ignores spaces and newlines; a timeout that it does not read is 30 seconds.
  refuses: {
    host: [
      {
        forms: [
          'space',
          'newline',
          'several-lines',
          'several-commas',
          'with-user',
          'with-port',
          'address-brackets',
        ],
        says: '[Errno -2] Name or service not known',
      },
    ],
    user: [{ forms: ['space', 'newline'], says: 'Authentication failed.' }],
    port: [{ forms: ['base-prefix'], says: 'ValueError: invalid literal for int() with base 10' }],
  },
  timeoutBounds: 'tcp',
}))

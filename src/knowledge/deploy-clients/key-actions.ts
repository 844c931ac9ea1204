import { type DeployClient, noServer, plain } from './client'

const keyOnly = {
  ...plain,
  kind: 'action',
  server: noServer,
  defaults: { port: '22', user: null },
  lists: null,
} as const

/** Actions that prepare a key for programs of OpenSSH. Source: their action.yml, and the code of MrSquaare/ssh-setup-action, deployphp/action and dokku/github-action, read in 2026. */
export const keyActions: readonly DeployClient[] = [
  {
    ...keyOnly,
    id: 'webfactory/ssh-agent',
    inputs: { key: 'ssh-private-key' },
    // `key.trim() + "\n"`
    keyReader: { library: 'openssh', repairs: ['missing-newline', 'leading-empty-lines'] },
  },
  {
    ...keyOnly,
    id: 'MrSquaare/ssh-setup-action',
    inputs: { key: 'private-key' },
    // `key.trim() + "\n"`, and the core of actions trims it as well.
    keyReader: { library: 'openssh', repairs: ['missing-newline', 'leading-empty-lines'] },
  },
  { ...keyOnly, id: 'shimataro/ssh-key-action', inputs: { key: 'key' } },
  {
    ...keyOnly,
    // Deployer itself connects with the ssh of the runner, to hosts that its recipe names.
    id: 'deployphp/action',
    inputs: { key: 'private-key' },
    // `privateKey.replace(/\r/g, '').trim() + '\n'`
    keyReader: {
      library: 'openssh',
      repairs: ['carriage-returns', 'missing-newline', 'leading-empty-lines'],
    },
  },
  {
    ...keyOnly,
    // The host is in the URL of its Git remote.
    id: 'dokku/github-action',
    inputs: { key: 'ssh_private_key', passphrase: 'ssh_passphrase' },
  },
]

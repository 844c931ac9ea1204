import { type DeployClient, noServer, plain } from './client'

/** Actions that only prepare a key for later commands. Source: their action.yml, read in 2026. */
export const keyActions: readonly DeployClient[] = [
  {
    ...plain,
    id: 'webfactory/ssh-agent',
    kind: 'action',
    server: noServer,
    inputs: { key: 'ssh-private-key' },
    defaults: { port: '22', user: null },
    lists: null,
  },
  {
    ...plain,
    id: 'shimataro/ssh-key-action',
    kind: 'action',
    server: noServer,
    inputs: { key: 'key' },
    defaults: { port: '22', user: null },
    lists: null,
  },
]

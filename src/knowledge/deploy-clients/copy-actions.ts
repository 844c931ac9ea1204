import type { ClientId } from '../client-algorithms'
import { type DeployClient, noServer, plain, rsyncTarget } from './client'

/** Alpine's OpenSSH of the time when the image was built; images of the versions named here have 8.8 or later. */
const alpine: readonly ClientId[] = [
  'openssh-8.9',
  'openssh-9.2',
  'openssh-9.6',
  'openssh-9.9',
  'openssh-10.0',
  'openssh-10.5',
]

/** Actions that copy files with programs of OpenSSH. Source: src of easingthemes/ssh-deploy, entrypoint.sh of the others, read in 2026. */
export const copyActions: readonly DeployClient[] = [
  {
    ...plain,
    id: 'easingthemes/ssh-deploy',
    kind: 'action',
    server: {
      ...rsyncTarget('target', { input: 'args', byDefault: '-rlgoDzvc -i' }),
      scripts: ['script_before', 'script_after'],
    },
    inputs: {
      host: 'remote_host',
      port: 'remote_port',
      user: 'remote_user',
      key: 'ssh_private_key',
    },
    defaults: { port: '22', user: null },
    lists: 'runner',
    sshOptions: ['ssh_cmd_args', 'args'],
    overriddenByEnv: {
      remote_host: ['REMOTE_HOST'],
      remote_port: ['REMOTE_PORT'],
      remote_user: ['REMOTE_USER'],
      ssh_private_key: ['SSH_PRIVATE_KEY'],
      source: ['SOURCE'],
      target: ['TARGET'],
      args: ['ARGS'],
      exclude: ['EXCLUDE'],
    },
  },
  {
    ...plain,
    id: 'Burnett01/rsync-deployments',
    kind: 'action',
    server: rsyncTarget('remote_path', { input: 'switches', byDefault: '' }),
    inputs: {
      host: 'remote_host',
      port: 'remote_port',
      user: 'remote_user',
      key: 'remote_key',
    },
    defaults: { port: '22', user: null },
    lists: alpine,
    listsSince: 6,
    legacyAlgorithms: { input: 'legacy_allow_rsa_hostkeys', adds: { hostKey: ['ssh-rsa'] } },
    sshOptions: ['rsh', 'switches'],
  },
  {
    ...plain,
    id: 'wlixcc/SFTP-Deploy-Action',
    kind: 'action',
    server: {
      ...noServer,
      channel: 'sftp',
      sftpOnlyInput: 'sftp_only',
      target: {
        input: 'remote_path',
        isList: false,
        creates: 'all',
        through: 'sftp',
        switches: null,
      },
    },
    inputs: {
      host: 'server',
      port: 'port',
      user: 'username',
      key: 'ssh_private_key',
      password: 'password',
    },
    defaults: { port: '22', user: null },
    lists: ['openssh-8.2', ...alpine],
    sshOptions: ['sftpargs', 'rsyncargs'],
  },
]

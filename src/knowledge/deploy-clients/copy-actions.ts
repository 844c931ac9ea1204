import type { ClientId } from '../client-algorithms'
import {
  type DeployClient,
  type KeyReader,
  noServer,
  plain,
  type Refusals,
  rsyncTarget,
  shellOnly,
} from './client'

/** Alpine's OpenSSH of the time when the image was built; images of the versions named here have 8.8 or later. */
const alpine: readonly ClientId[] = [
  'openssh-8.9',
  'openssh-9.2',
  'openssh-9.6',
  'openssh-9.9',
  'openssh-10.0',
  'openssh-10.5',
]

/** These build a command line for `sh -c`: a newline ends it, and a space before the `@` or the `:` splits the address. */
const byShell: Refusals = {
  host: [
    { forms: ['space', 'newline'], says: 'ssh: Could not resolve hostname …' },
    { forms: ['several-lines', 'several-commas'], says: 'ssh: Could not resolve hostname …' },
  ],
  user: [{ forms: ['space', 'newline'], says: 'Permission denied (publickey).' }],
  port: [{ forms: ['newline', 'base-prefix', 'underscore'], says: "Bad port '…'" }],
}

/** OpenSSH reads the key, after `echo` or the like has put a newline behind it. */
const withNewline: KeyReader = { library: 'openssh', repairs: ['missing-newline'] }

/** Actions that copy files with programs of OpenSSH. Source: src of easingthemes/ssh-deploy, src/main.ts of SamKirkland/web-deploy, entrypoint.sh of the others, read in November 2026. */
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
    refuses: byShell,
    keyReader: withNewline,
    // `process.env.X || process.env.INPUT_X`
    ignoresEmptyEnv: true,
    overriddenByEnv: {
      remote_host: ['REMOTE_HOST'],
      remote_port: ['REMOTE_PORT'],
      remote_user: ['REMOTE_USER'],
      ssh_private_key: ['SSH_PRIVATE_KEY'],
      source: ['SOURCE'],
      target: ['TARGET'],
      args: ['ARGS'],
      ssh_cmd_args: ['SSH_CMD_ARGS'],
      script_before: ['SCRIPT_BEFORE'],
      script_after: ['SCRIPT_AFTER'],
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
      passphrase: 'remote_key_pass',
    },
    defaults: { port: '22', user: null },
    refuses: byShell,
    keyReader: withNewline,
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
      passphrase: 'ssh_passphrase',
    },
    defaults: { port: '22', user: null },
    lists: ['openssh-8.2', ...alpine],
    sshOptions: ['sftpargs', 'rsyncargs'],
    // Its words are not quoted, so the shell takes off what is around the host and the port.
    refuses: {
      user: [{ forms: ['space', 'newline'], says: 'ssh: Could not resolve hostname …' }],
      port: [{ forms: ['base-prefix', 'underscore'], says: "Bad port '…'" }],
      host: [
        {
          forms: ['several-lines', 'several-commas', 'with-port', 'address-brackets'],
          says: 'ssh: Could not resolve hostname …',
        },
      ],
    },
    keyReader: { library: 'openssh', repairs: [] },
  },
  {
    ...plain,
    id: 'SamKirkland/web-deploy',
    kind: 'action',
    server: rsyncTarget('destination-path', {
      input: 'rsync-options',
      byDefault: '--archive --verbose --compress --human-readable --progress --delete-after',
    }),
    inputs: {
      host: 'target-server',
      port: 'ssh-port',
      user: 'remote-user',
      key: 'private-ssh-key',
    },
    defaults: { port: '22', user: null },
    lists: 'runner',
    sshOptions: ['rsync-options'],
    // getInput of @actions/core trims every value, the key too, whose last newline OpenSSH needs.
    refuses: {
      host: [
        { forms: ['several-lines', 'several-commas'], says: 'ssh: Could not resolve hostname …' },
      ],
      port: [{ forms: ['base-prefix', 'underscore'], says: "Bad port '…'" }],
    },
  },
  {
    ...plain,
    id: 'fifsky/ssh-action',
    kind: 'action',
    server: { ...shellOnly, scripts: ['command'] },
    inputs: {
      host: 'host',
      port: 'port',
      user: 'user',
      key: 'key',
      keyPath: 'keyfile',
      password: 'pass',
    },
    defaults: { port: '22', user: 'root' },
    lists: alpine,
    sshOptions: ['args'],
    refuses: {
      ...byShell,
      host: [
        { forms: ['newline', 'several-lines'], says: 'sh: syntax error' },
        {
          forms: ['several-commas', 'with-port', 'address-brackets'],
          says: 'ssh: Could not resolve hostname …',
        },
      ],
    },
    keyReader: withNewline,
  },
]

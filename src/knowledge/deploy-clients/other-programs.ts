import { type CommandWords, type DeployClient, noServer, plain, shellOnly } from './client'

/** One part of an address; an expression may have any characters in it. */
const part = String.raw`(?:\$\{\{(?:(?!\}\}).)*\}\}|\$\{\w+\}|[^@:/,\s$])+`
const user = `(?:(?<user>${part})(?::[^@/]*)?@)?`
const port = `(?::(?<port>${part}))?`
/** `ssh://user@host:22/path` */
const url = new RegExp(`^(?:host=)?(?:ssh|sftp|scp)://${user}(?<host>${part})${port}(?<path>/.*)?$`)
/** `user@host:path`; without a user it may be something else. */
const copyPlace = new RegExp(`^(?<user>${part})@(?<host>${part}):(?<path>[^:]*)$`)
/** `user@host:22` */
const login = new RegExp(`^${user}(?<host>${part})${port}(?:/.*)?$`)
/** `-i 'host,'`: with a comma it is a list of hosts, else a file. */
const inventory = new RegExp(`^${user}(?<host>${part}),$`)

const inputs = { host: 'host', port: 'port', user: 'user', keyPath: 'identity' } as const

const program = (
  id: string,
  command: CommandWords,
  more: Pick<DeployClient, 'server' | 'lists'> & Partial<DeployClient>,
): DeployClient => ({
  ...plain,
  id,
  kind: 'command',
  inputs,
  defaults: { port: '22', user: null },
  changesLists: ['algorithms', 'config'],
  command,
  ...more,
})

/** Where files go: the path of the address, which must be there. */
const pathOf = (through: 'shell' | 'sftp') =>
  ({ input: 'path', isList: false, creates: 'none', through, switches: null }) as const

const ansible: CommandWords = {
  options: {
    ...{ '-i': 'destination', '--inventory': 'destination', '--inventory-file': 'destination' },
    ...{ '-u': 'user', '--user': 'user', '--private-key': 'identity', '--key-file': 'identity' },
    ...{ '--ssh-common-args': 'config', '--ssh-extra-args': 'config', '--become-user': 'other' },
    ...{ '-e': 'config', '--extra-vars': 'config', '-m': 'other', '-a': 'other', '-l': 'other' },
    ...{ '-t': 'other', '--tags': 'other', '--limit': 'other', '-f': 'other', '-c': 'config' },
  },
  forms: [inventory],
}

/**
 * Programs of a `run:` script that connect by SSH to an address in their words. Source: the manuals of Git 2.47 (git(1), urls),
 * Ansible 2.18, curl 8.11, lftp 4.9 (lftp(1), the sftp protocol), Docker 27 (cli/connhelper), WP-CLI 2.11 and Fabric 3.2.
 */
export const otherPrograms: readonly DeployClient[] = [
  program(
    'git',
    {
      subcommands: /^(push|clone|fetch|pull|ls-remote|archive)$/,
      options: {
        ...{ '-C': 'other', '-c': 'config', '-b': 'other', '--branch': 'other' },
        ...{ '--depth': 'other', '-o': 'other', '--push-option': 'other' },
      },
      forms: [url, copyPlace],
      uploads: /^push\b/,
      sshVariable: 'GIT_SSH_COMMAND',
      runsSsh: true,
    },
    { server: { ...shellOnly, programs: ['git'], target: pathOf('shell') }, lists: 'runner' },
  ),
  ...['ansible', 'ansible-playbook'].map((id) =>
    // A module such as `raw` needs no Python.
    program(id, ansible, {
      server: { ...shellOnly, mayUse: ['python3'] },
      lists: 'runner',
    }),
  ),
  program(
    'docker',
    {
      options: { '-H': 'destination', '--host': 'destination', '--docker': 'destination' },
      forms: [url],
      addressVariable: 'DOCKER_HOST',
      runsSsh: true,
    },
    { server: { ...shellOnly, programs: ['docker'] }, lists: 'runner' },
  ),
  program(
    'wp',
    { options: { '--ssh': 'destination' }, forms: [login], runsSsh: true },
    { server: { ...shellOnly, programs: ['wp'] }, lists: 'runner' },
  ),
  program(
    'lftp',
    {
      options: {
        ...{ '-u': 'user', '--user': 'user', '-p': 'port', '-e': 'other', '-c': 'other' },
        ...{ '--password': 'other', '-f': 'other' },
      },
      forms: [url],
    },
    { server: { ...noServer, channel: 'sftp' }, lists: 'runner' },
  ),
  program(
    'curl',
    {
      options: {
        ...{ '-u': 'user', '--user': 'user', '--key': 'identity', '-T': 'other' },
        ...{ '--upload-file': 'other', '-o': 'other', '--pubkey': 'other', '-m': 'other' },
        ...{ '--hostpubmd5': 'other', '--hostpubsha256': 'other', '--connect-timeout': 'other' },
        ...{ '--pass': 'other', '-Q': 'other', '--retry': 'other', '--retry-delay': 'other' },
      },
      forms: [url],
      uploads: /(^| )(-T|--upload-file)\b(?!.*--ftp-create-dirs)/,
      uploadsFile: true,
    },
    // libssh or libssh2, as the system has built it.
    { server: { ...noServer, channel: 'sftp', target: pathOf('sftp') }, lists: [] },
  ),
  program(
    'fab',
    {
      options: { '-H': 'destination', '--hosts': 'destination', '-i': 'identity', '-c': 'other' },
      forms: [login],
    },
    { server: shellOnly, lists: [] },
  ),
]

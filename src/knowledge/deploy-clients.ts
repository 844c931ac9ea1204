import type { ClientId, ClientLists } from './client-algorithms'

/** What an input of a deploy step means for the connection. */
export type Role = 'host' | 'port' | 'user' | 'key' | 'keyPath' | 'password' | 'fingerprint'

/** What is known of an action, or of a program in a `run:` script, that connects by SSH. */
export interface DeployClient {
  /** `owner/name` of the action as its author writes it, or the name of the program. */
  readonly id: string
  readonly kind: 'action' | 'command'
  /** The name of the input for each role, in lower case. For commands the option that says the same. */
  readonly inputs: Readonly<Partial<Record<Role, string>>>
  /** What is used when an input is not set. A user of null: the name of the account on the runner. */
  readonly defaults: { readonly port: string; readonly user: string | null }
  /**
   * Whose algorithm lists it has: those of one of these libraries; `runner`: of the OpenSSH that the runner has; null: it
   * does not connect itself.
   */
  readonly lists: readonly ClientId[] | 'runner' | null
  /** Versions (the first number of its tag) before this one had other lists than those. */
  readonly listsSince?: number
  /** The input that, when it is `true`, adds these names to the end of the lists; null without one. */
  readonly legacyAlgorithms: {
    readonly input: string
    readonly adds: Partial<Pick<ClientLists, 'kex' | 'hostKey' | 'cipher'>>
  } | null
  /** Inputs that change the lists in a way that is not followed, whatever their value. */
  readonly changesLists: readonly string[]
  /** Inputs with options for ssh, which change the lists when they name algorithms or a configuration file. */
  readonly sshOptions: readonly string[]
  /** Environment variables that beat an input, by input. The first that exists wins, even over a value in `with:`. */
  readonly overriddenByEnv: Readonly<Record<string, readonly string[]>>
  /** With a password and a key, it sends the password first. OpenSSH and ssh2 begin with the key. */
  readonly passwordFirst?: true
  /** Inputs that are declared, or were once, and reach nothing; each with why. */
  readonly ignoredInputs: Readonly<Record<string, string>>
}

const plain = {
  legacyAlgorithms: null,
  changesLists: [],
  sshOptions: [],
  overriddenByEnv: {},
  ignoredInputs: {},
} as const

/** drone-ssh and drone-scp make their connections with easyssh-proxy, which leaves the lists as golang.org/x/crypto has them. */
const go: Pick<DeployClient, 'lists' | 'legacyAlgorithms' | 'passwordFirst'> = {
  // easyssh-proxy 1.5, getSSHConfig: the password is the first of its methods, and Go tries them in that order.
  passwordFirst: true,
  lists: ['go-xcrypto-0.24', 'go-xcrypto-0.55'],
  legacyAlgorithms: {
    input: 'use_insecure_cipher',
    adds: {
      cipher: ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
      kex: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group-exchange-sha256'],
    },
  },
}

const appleboyInputs: DeployClient['inputs'] = {
  host: 'host',
  port: 'port',
  user: 'username',
  key: 'key',
  keyPath: 'key_path',
  password: 'password',
  fingerprint: 'fingerprint',
}

const otherName = 'the program behind the action reads another name, so the value never arrives'

/** Alpine's OpenSSH of the time when the image was built; images of the versions named here have 8.8 or later. */
const alpine: readonly ClientId[] = [
  'openssh-8.9',
  'openssh-9.2',
  'openssh-9.6',
  'openssh-9.9',
  'openssh-10.0',
  'openssh-10.5',
]

/**
 * Read in 2026 from the action.yml and the source of each: drone-ssh main.go and drone-scp main.go (urfave/cli takes the
 * first variable that exists), easingthemes/ssh-deploy src/inputs.js, entrypoint.sh of the Docker actions, src/index.ts of
 * the others. golang.org/x/crypto/ssh asks for one host key, of the first type of its list that the server has, and
 * easyssh-proxy compares its SHA256 with `fingerprint`.
 */
export const deployClients: readonly DeployClient[] = [
  {
    ...plain,
    ...go,
    id: 'appleboy/ssh-action',
    kind: 'action',
    inputs: appleboyInputs,
    defaults: { port: '22', user: 'root' },
    overriddenByEnv: {
      host: ['PLUGIN_HOST', 'SSH_HOST'],
      port: ['PLUGIN_PORT', 'SSH_PORT'],
      username: ['PLUGIN_USERNAME', 'PLUGIN_USER', 'SSH_USERNAME'],
      password: ['PLUGIN_PASSWORD', 'SSH_PASSWORD'],
      key: ['PLUGIN_SSH_KEY', 'PLUGIN_KEY', 'SSH_KEY'],
      key_path: ['PLUGIN_KEY_PATH', 'SSH_KEY_PATH'],
      passphrase: ['PLUGIN_SSH_PASSPHRASE', 'PLUGIN_PASSPHRASE', 'SSH_PASSPHRASE'],
      fingerprint: ['PLUGIN_FINGERPRINT', 'SSH_FINGERPRINT'],
      proxy_host: ['PLUGIN_PROXY_HOST', 'PROXY_SSH_HOST'],
      proxy_port: ['PLUGIN_PROXY_PORT', 'PROXY_SSH_PORT'],
      proxy_username: ['PLUGIN_PROXY_USERNAME', 'PLUGIN_PROXY_USER', 'PROXY_SSH_USERNAME'],
      proxy_key: ['PLUGIN_PROXY_SSH_KEY', 'PLUGIN_PROXY_KEY', 'PROXY_SSH_KEY'],
      proxy_fingerprint: ['PLUGIN_PROXY_FINGERPRINT', 'PROXY_SSH_FINGERPRINT', 'PROXY_FINGERPRINT'],
    },
    ignoredInputs: {
      cipher: otherName,
      proxy_cipher: otherName,
      proxy_protocol: 'the action declares it and passes it to nobody',
    },
  },
  {
    ...plain,
    ...go,
    id: 'appleboy/scp-action',
    kind: 'action',
    inputs: appleboyInputs,
    defaults: { port: '22', user: null },
    overriddenByEnv: {
      host: ['PLUGIN_HOST', 'SCP_HOST', 'SSH_HOST', 'HOST'],
      port: ['PLUGIN_PORT', 'SCP_PORT', 'SSH_PORT', 'PORT'],
      username: ['PLUGIN_USERNAME', 'PLUGIN_USER', 'SCP_USERNAME', 'SSH_USERNAME', 'USERNAME'],
      password: ['PLUGIN_PASSWORD', 'SCP_PASSWORD', 'SSH_PASSWORD', 'PASSWORD'],
      key: ['PLUGIN_KEY', 'SCP_KEY', 'SSH_KEY', 'KEY'],
      key_path: ['PLUGIN_KEY_PATH', 'SCP_KEY_PATH', 'SSH_KEY_PATH'],
      passphrase: ['PLUGIN_SSH_PASSPHRASE', 'PLUGIN_PASSPHRASE', 'SSH_PASSPHRASE', 'PASSPHRASE'],
      fingerprint: ['PLUGIN_FINGERPRINT', 'SSH_FINGERPRINT', 'FINGERPRINT'],
      target: ['PLUGIN_TARGET', 'SCP_TARGET', 'TARGET'],
      source: ['PLUGIN_SOURCE', 'SCP_SOURCE', 'SOURCE'],
      proxy_host: ['PLUGIN_PROXY_HOST', 'PROXY_SSH_HOST', 'PROXY_HOST'],
      proxy_port: ['PLUGIN_PROXY_PORT', 'PROXY_SSH_PORT', 'PROXY_PORT'],
      proxy_username: [
        'PLUGIN_PROXY_USERNAME',
        'PLUGIN_PROXY_USER',
        'PROXY_SSH_USERNAME',
        'PROXY_USERNAME',
      ],
      proxy_key: ['PLUGIN_PROXY_SSH_KEY', 'PLUGIN_PROXY_KEY', 'PROXY_SSH_KEY', 'PROXY_KEY'],
    },
    ignoredInputs: { cipher: otherName, proxy_cipher: otherName },
  },
  {
    ...plain,
    id: 'easingthemes/ssh-deploy',
    kind: 'action',
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
  ...['garygrossgarten/github-action-ssh', 'garygrossgarten/github-action-scp'].map(
    (id): DeployClient => ({
      ...plain,
      id,
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
    }),
  ),
  {
    ...plain,
    id: 'webfactory/ssh-agent',
    kind: 'action',
    inputs: { key: 'ssh-private-key' },
    defaults: { port: '22', user: null },
    lists: null,
  },
  {
    ...plain,
    id: 'shimataro/ssh-key-action',
    kind: 'action',
    inputs: { key: 'key' },
    defaults: { port: '22', user: null },
    lists: null,
  },
  ...['ssh', 'scp', 'sftp', 'rsync'].map((id): DeployClient => ({
    ...plain,
    id,
    kind: 'command',
    inputs: { host: 'host', port: 'port', user: 'user', keyPath: 'identity' },
    defaults: { port: '22', user: null },
    lists: 'runner',
    // What the reader of commands calls an option that names algorithms, and a way that it cannot follow.
    changesLists: ['algorithms', 'config'],
  })),
]

/** OpenSSH on the images that GitHub hosts, by the label of `runs-on`. Source: the release notes of actions/runner-images. */
const runnerImages: ReadonlyMap<string, readonly ClientId[]> = new Map([
  ['ubuntu-22.04', ['openssh-8.9']],
  ['ubuntu-24.04', ['openssh-9.6']],
  ['ubuntu-latest', ['openssh-9.6', 'openssh-10.0', 'openssh-10.5']],
])

/** The lists of the OpenSSH that a runner of this label has; null when the label says nothing, as on a self-hosted one. */
export function runnerLists(label: string | null): readonly ClientId[] | null {
  return label === null ? null : (runnerImages.get(label) ?? null)
}

/** By the `owner/name` of an action in any case, or the name of a program; null for others. */
export function deployClient(id: string): DeployClient | null {
  return deployClients.find((client) => client.id.toLowerCase() === id.toLowerCase()) ?? null
}

/** Whether the value of an input must never be shown. */
export function isSecretInput(client: DeployClient, input: string): boolean {
  return (
    input === client.inputs.key ||
    input === client.inputs.password ||
    /pass(phrase|word)?$|_pass$|key$/.test(input)
  )
}

/** The inputs of a client of which anything is known: the others stay out of the facts. */
export function knownInputs(client: DeployClient): readonly string[] {
  return [
    ...Object.values(client.inputs),
    ...(client.legacyAlgorithms ? [client.legacyAlgorithms.input] : []),
    ...client.changesLists,
    ...client.sshOptions,
    ...Object.keys(client.overriddenByEnv),
    ...Object.keys(client.ignoredInputs),
  ]
}

import { type DeployClient, plain, type Refusals, shellOnly } from './client'

/** How strconv.ParseInt, time.ParseDuration and the comparison of fingerprints read a value with something around it. */
const around = ['space', 'newline', 'byte-order-mark'] as const

const notFound = 'lookup …: no such host'

/** Measured with drone-ssh 1.8 in November 2026; drone-scp has the same code. */
const refuses: Refusals = {
  // Spaces around each host of a list with commas are trimmed; `host:port` is split.
  host: [
    { forms: ['several-lines', 'with-user'], says: `dial tcp: ${notFound}` },
    {
      forms: ['address-bare'],
      says: 'dial tcp :0: connect: connection refused',
      unless: { input: 'protocol', value: 'tcp6' },
    },
    { forms: ['address-brackets'], says: "dial tcp: address [:: missing ']' in address" },
  ],
  port: [{ forms: around, says: 'could not parse "…" as int value … strconv.ParseInt' }],
  user: [
    { forms: around, says: 'ssh: unable to authenticate, attempted methods [none publickey]' },
  ],
  keyPath: [
    {
      forms: [...around, 'home-sign'],
      says: 'getKeyFile error: open …: no such file or directory',
    },
  ],
  fingerprint: [
    {
      forms: [...around, 'no-prefix', 'other-prefix', 'padding', 'quotes', 'more-words', 'several'],
      says: 'ssh: handshake failed: ssh: host key fingerprint mismatch',
    },
  ],
  protocol: [{ forms: [...around, 'upper-case'], says: 'dial …: unknown network …' }],
  timeout: [
    { forms: ['no-unit'], says: 'time: missing unit in duration "…"' },
    { forms: around, says: 'time: invalid duration "…"' },
  ],
}

/** easyssh-proxy 1.5 joins the host and the port of the jump host as they are (net.JoinHostPort). */
const jumpHost: DeployClient['jumpHost'] = {
  inputs: {
    host: 'proxy_host',
    port: 'proxy_port',
    user: 'proxy_username',
    key: 'proxy_key',
    keyPath: 'proxy_key_path',
    passphrase: 'proxy_passphrase',
    password: 'proxy_password',
    fingerprint: 'proxy_fingerprint',
    timeout: 'proxy_timeout',
  },
  refuses: {
    ...refuses,
    host: [
      {
        forms: [
          ...around,
          'several-lines',
          'several-commas',
          'with-user',
          'with-port',
          'address-brackets',
        ],
        says: `dial tcp: ${notFound}`,
      },
    ],
    port: [
      {
        forms: [...around, 'base-prefix', 'underscore'],
        says: 'dial tcp: lookup tcp/…: unknown port',
      },
    ],
  },
}

/** drone-ssh and drone-scp make their connections with easyssh-proxy, which leaves the lists as golang.org/x/crypto has them. */
const go = {
  refuses,
  jumpHost,
  keyReader: { library: 'go', repairs: [] },
  timeoutBounds: 'tcp',
  // ssh.Password of x/crypto answers `password` only (easyssh-proxy 1.5, getSSHConfig).
  passwordMethods: ['password'],
  // The password is the first of its methods, and Go tries them in that order.
  passwordFirst: true,
  // algorithmsForKeyFormat of x/crypto 0.55; only the first that the server names is tried.
  rsaFirst: 'rsa-sha2-256',
  lists: ['go-xcrypto-0.24', 'go-xcrypto-0.55'],
  legacyAlgorithms: {
    input: 'use_insecure_cipher',
    adds: {
      cipher: ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
      kex: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group-exchange-sha256'],
    },
    cbcWithEtm: 'ssh: handshake failed: ssh: packet too large',
  },
} as const satisfies Partial<DeployClient>

const appleboyInputs: DeployClient['inputs'] = {
  host: 'host',
  port: 'port',
  user: 'username',
  key: 'key',
  keyPath: 'key_path',
  passphrase: 'passphrase',
  password: 'password',
  fingerprint: 'fingerprint',
  protocol: 'protocol',
  timeout: 'timeout',
}

/** The same in main.go of drone-ssh (1.5 to 1.8) and of drone-scp since 1.6.8, which is in scp-action 0.1.5 of 2023. */
const overriddenByEnv: DeployClient['overriddenByEnv'] = {
  host: ['PLUGIN_HOST', 'SSH_HOST'],
  port: ['PLUGIN_PORT', 'SSH_PORT'],
  protocol: ['PLUGIN_PROTOCOL', 'SSH_PROTOCOL'],
  username: ['PLUGIN_USERNAME', 'PLUGIN_USER', 'SSH_USERNAME'],
  password: ['PLUGIN_PASSWORD', 'SSH_PASSWORD'],
  timeout: ['PLUGIN_TIMEOUT', 'SSH_TIMEOUT'],
  command_timeout: ['PLUGIN_COMMAND_TIMEOUT', 'SSH_COMMAND_TIMEOUT'],
  key: ['PLUGIN_SSH_KEY', 'PLUGIN_KEY', 'SSH_KEY'],
  key_path: ['PLUGIN_KEY_PATH', 'SSH_KEY_PATH'],
  passphrase: ['PLUGIN_SSH_PASSPHRASE', 'PLUGIN_PASSPHRASE', 'SSH_PASSPHRASE'],
  fingerprint: ['PLUGIN_FINGERPRINT', 'SSH_FINGERPRINT'],
  use_insecure_cipher: ['PLUGIN_USE_INSECURE_CIPHER', 'SSH_USE_INSECURE_CIPHER'],
  proxy_host: ['PLUGIN_PROXY_HOST', 'PROXY_SSH_HOST'],
  proxy_port: ['PLUGIN_PROXY_PORT', 'PROXY_SSH_PORT'],
  proxy_username: ['PLUGIN_PROXY_USERNAME', 'PLUGIN_PROXY_USER', 'PROXY_SSH_USERNAME'],
  proxy_password: ['PLUGIN_PROXY_PASSWORD', 'PROXY_SSH_PASSWORD'],
  proxy_timeout: ['PLUGIN_PROXY_TIMEOUT', 'PROXY_SSH_TIMEOUT'],
  proxy_key: ['PLUGIN_PROXY_SSH_KEY', 'PLUGIN_PROXY_KEY', 'PROXY_SSH_KEY'],
  proxy_key_path: ['PLUGIN_PROXY_KEY_PATH', 'PROXY_SSH_KEY_PATH'],
  proxy_passphrase: [
    'PLUGIN_PROXY_SSH_PASSPHRASE',
    'PLUGIN_PROXY_PASSPHRASE',
    'PROXY_SSH_PASSPHRASE',
  ],
  proxy_fingerprint: ['PLUGIN_PROXY_FINGERPRINT', 'PROXY_SSH_FINGERPRINT', 'PROXY_FINGERPRINT'],
  proxy_use_insecure_cipher: ['PLUGIN_PROXY_USE_INSECURE_CIPHER', 'PROXY_SSH_USE_INSECURE_CIPHER'],
}

const otherName = 'the program behind the action reads another name, so the value never arrives'

/** The actions of appleboy. Source: action.yml of each, main.go of drone-ssh and drone-scp (urfave/cli takes the first variable that exists), read in 2026. */
export const appleboyActions: readonly DeployClient[] = [
  {
    ...plain,
    ...go,
    id: 'appleboy/ssh-action',
    kind: 'action',
    server: { ...shellOnly, scripts: ['script'], stopInput: 'script_stop' },
    inputs: appleboyInputs,
    // The action always sets INPUT_USERNAME, so the default of drone-ssh (root) never applies.
    defaults: { port: '22', user: '' },
    overriddenByEnv,
    scriptVariables: ['PLUGIN_SCRIPT', 'SSH_SCRIPT'],
    ignoredInputs: {
      allenvs: otherName,
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
    server: {
      ...shellOnly,
      // easyssh-proxy sends the archive to `scp -tr`; drone-scp unpacks it with `tar`.
      programs: ['scp', 'tar'],
      target: { input: 'target', isList: true, creates: 'all', through: 'shell', switches: null },
      stderrFails: true,
    },
    inputs: appleboyInputs,
    defaults: { port: '22', user: '' },
    overriddenByEnv: {
      ...overriddenByEnv,
      target: ['PLUGIN_TARGET', 'SSH_TARGET'],
      source: ['PLUGIN_SOURCE', 'SCP_SOURCE'],
    },
    ignoredInputs: { cipher: otherName, proxy_cipher: otherName },
  },
]

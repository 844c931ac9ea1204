import { type DeployClient, plain, shellOnly } from './client'

/** drone-ssh and drone-scp make their connections with easyssh-proxy, which leaves the lists as golang.org/x/crypto has them. */
const go: Pick<DeployClient, 'lists' | 'legacyAlgorithms' | 'trims' | 'passwordFirst'> = {
  trims: ['host'],
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

/** The actions of appleboy. Source: action.yml of each, main.go of drone-ssh and drone-scp (urfave/cli takes the first variable that exists), read in 2026. */
export const appleboyActions: readonly DeployClient[] = [
  {
    ...plain,
    ...go,
    id: 'appleboy/ssh-action',
    kind: 'action',
    server: { ...shellOnly, scripts: ['script'], stopInput: 'script_stop' },
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
    server: {
      ...shellOnly,
      // easyssh-proxy sends the archive to `scp -tr`; drone-scp unpacks it with `tar`.
      programs: ['scp', 'tar'],
      target: { input: 'target', isList: true, creates: 'all', through: 'shell', switches: null },
      stderrFails: true,
    },
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
]

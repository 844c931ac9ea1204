import type { InputName } from '.'

/** Every input that the engine reads, in the order of action.yml (a test holds the two together). */
export const inputNames = [
  'host',
  'port',
  'username',
  'password',
  'key',
  'key_path',
  'passphrase',
  'fingerprint',
  'known_hosts',
  'protocol',
  'timeout',
  'proxy_host',
  'proxy_port',
  'proxy_username',
  'proxy_password',
  'proxy_key',
  'proxy_key_path',
  'proxy_passphrase',
  'proxy_fingerprint',
  'target',
  'programs',
  'sftp',
  'deploy_steps',
  'wait',
  'probe',
  'server_check',
  'admin_username',
  'admin_password',
  'admin_key',
  'admin_key_path',
  'admin_passphrase',
  'server_report',
  'fail_on',
  'comment',
  'report',
] as const satisfies readonly InputName[]

/** The defaults that action.yml declares: such a value is as good as none. */
export const inputDefaults: Readonly<Partial<Record<InputName, string>>> = {
  protocol: 'tcp',
  timeout: '30s',
  sftp: 'auto',
  deploy_steps: 'auto',
  wait: '0s',
  probe: 'true',
  server_check: 'false',
  fail_on: 'error',
  comment: 'false',
}

/** The inputs whose values must never be repeated. */
export const secretInputs = [
  'password',
  'key',
  'passphrase',
  'proxy_password',
  'proxy_key',
  'proxy_passphrase',
  'admin_password',
  'admin_key',
  'admin_passphrase',
] as const satisfies readonly InputName[]

/** The inputs of which one is enough to log in. */
export const credentialNames: readonly InputName[] = ['key', 'key_path', 'password']

/** Gives the raw value of an input, untrimmed; empty when not given. */
export type ReadInput = (name: InputName) => string

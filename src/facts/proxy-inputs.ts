import type { InputName } from './'
import type { ReadInput } from './input-names'

/** The separate inputs of a jump host, by the name that the same input has for the target. */
const proxyInputs = {
  host: 'proxy_host',
  port: 'proxy_port',
  username: 'proxy_username',
  password: 'proxy_password',
  key: 'proxy_key',
  key_path: 'proxy_key_path',
  passphrase: 'proxy_passphrase',
  fingerprint: 'proxy_fingerprint',
} as const satisfies Partial<Record<InputName, InputName>>

type Shared = keyof typeof proxyInputs

/** The jump host's own name of an input; the same name for what serves both, such as `known_hosts`. */
export function proxyInput(name: InputName): InputName {
  return hasProxyInput(name) ? proxyInputs[name] : name
}

/** The target's name of one of the jump host's own inputs; null for all others. */
export function targetInput(name: string): Shared | null {
  const found = Object.entries(proxyInputs).find(([, own]) => own === name)?.[0] ?? ''
  return hasProxyInput(found) ? found : null
}

/** Whether a jump host has a separate input for the target's input of this name. */
export function hasProxyInput(name: string): name is Shared {
  return name in proxyInputs
}

/** The inputs of a jump host that nobody named: a deploy client goes to the target directly, and so do we. */
export function unusedProxyInputs(read: ReadInput): readonly InputName[] {
  if (read('proxy_host').trim() !== '') return []
  return Object.values(proxyInputs).filter((name) => read(name).trim() !== '')
}

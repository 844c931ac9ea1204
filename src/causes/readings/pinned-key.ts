import { admin } from '../fixes/build'
import type { View } from '../view'
import { withBlock } from '../fixes/with-block'
import { type HostKey, type HostKeyFacts, type InputName } from '../../facts'
import { isRedacted } from '../../facts/unredacted'
import { knownHostsLine, typeOfAlgorithm } from '../../knowledge/host-keys'
import { hostKeyType, serverSystems } from '../../knowledge/server-systems'
import { list, say, type Words } from '../../text/words'
import type { Fix, WorkflowChange } from '../cause'

/** `fingerprint` or `known_hosts`: the input that holds the pin. */
export function pinInput(
  pin: HostKeyFacts['pin'],
): Extract<InputName, 'fingerprint' | 'known_hosts'> {
  return pin.from === 'known_hosts' ? 'known_hosts' : 'fingerprint'
}

/** ED25519, ECDSA, RSA, DSA: the short names of `ssh-keygen -l`. */
export function shortType(type: string): string {
  if (type === 'ssh-ed25519') return 'ED25519'
  if (type.startsWith('ecdsa-sha2-')) return 'ECDSA'
  if (type === 'ssh-rsa') return 'RSA'
  return type === 'ssh-dss' ? 'DSA' : type
}

/** known_hosts lines for the input's host and port. */
export function knownHostsLines(view: View, keys: readonly HostKey[]): readonly string[] {
  const { host, port } = view.input
  const shown = keys.filter((key) => !isRedacted(key))
  return shown.map((key) => knownHostsLine(host ?? 'HOST', port, key))
}

/** Presented first, then what OpenSSH announced after the login, each once. */
export function allKeys({ presented, announced, pin }: HostKeyFacts): readonly HostKey[] {
  const keys = [presented, ...pin.compared, ...announced]
  const isFirst = (key: HostKey, at: number) =>
    keys.findIndex((each) => each.blob === key.blob) === at
  return keys.filter((key, at) => !isRedacted(key) && isFirst(key, at))
}

/** On the server, where nobody can be in between, the fingerprint of its key; of all its keys when the type is not one that ssh-keygen makes for a host. */
export function compareOnServer(
  view: View,
  type: string,
): Fix & { readonly paste: NonNullable<Fix['paste']> } {
  const { language, showHostKey } = serverSystems[view.server.system]
  return admin(
    say`On the server itself (provider's console), print the fingerprint of its key and compare it with the one above.`,
    { language, text: showHostKey(hostKeyType(type)) },
  )
}

/** The line to put under `with:`, for the input that the author already uses. */
export function pinFix(view: View, what: Words, keys: readonly HostKey[]): Fix {
  const pin = view.hostkey?.pin
  const first = keys.find((key) => !isRedacted(key))
  if (pin?.from !== 'known_hosts' && first)
    return {
      who: 'workflow author',
      what,
      paste: withBlock({ fingerprint: first.fingerprint }),
    }
  const lines = knownHostsLines(view, keys).map((line) => `  ${line}`)
  return {
    who: 'workflow author',
    what,
    paste: { language: 'yaml', text: ['known_hosts: |', ...lines].join('\n') },
  }
}

/** The same as a change to the workflow; only a fingerprint fits on one line. */
export function pinChange(pin: HostKeyFacts['pin'], key: HostKey): { change?: WorkflowChange } {
  if (pin.from === 'known_hosts' || isRedacted(key)) return {}
  return { change: { input: 'fingerprint', value: key.fingerprint } }
}

/** `SHA256:… (RSA)`, several between commas. */
export function fingerprints(
  keys: readonly { readonly fingerprint: string; readonly type: string | null }[],
): Words {
  return list(
    keys.map(({ fingerprint, type }) =>
      type === null ? say`${fingerprint}` : say`${fingerprint} (${shortType(type)})`,
    ),
  )
}

/** The key types behind host key algorithms, each once. Certificates are left out. */
export function typesOf(algorithms: readonly string[]): readonly string[] {
  const keys = algorithms.filter((name) => !name.includes('-cert-'))
  return [...new Set(keys.map(typeOfAlgorithm))]
}

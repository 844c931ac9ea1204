import type { HostKey, HostKeyFacts, InputName } from '../../facts'
import { isRedacted } from '../../facts/unredacted'
import { knownHostsLine, typeOfAlgorithm } from '../../knowledge/host-keys'
import { hostKeyType, serverSystems } from '../../knowledge/server-systems'
import { list, say, type Words } from '../../text/words'
import { admin, author, commands, yaml } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import type { View } from '../view'
import type { Fix, Paste, WorkflowChange } from '../finding'

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
export function knownHostsLines({ input }: View, keys: readonly HostKey[]): readonly string[] {
  const shown = keys.filter((key) => !isRedacted(key))
  return shown.map((key) => knownHostsLine(input.host ?? 'HOST', input.port, key))
}

/** The same as lines of `with:`. */
export function knownHostsYaml(view: View, keys: readonly HostKey[]): Paste {
  const lines = knownHostsLines(view, keys).map((line) => `  ${line}`)
  return yaml(['known_hosts: |', ...lines].join('\n'))
}

/** The key that the server presented, then those that OpenSSH announced after the login, each once. */
export function allKeys({ presented, announced, pin }: HostKeyFacts): readonly HostKey[] {
  const keys = [presented, ...pin.compared, ...announced]
  const isFirst = (key: HostKey, at: number) =>
    keys.findIndex((each) => each.blob === key.blob) === at
  return keys.filter((key, at) => !isRedacted(key) && isFirst(key, at))
}

/**
 * To print the fingerprint on the server itself, where no machine can be in between. All fingerprints are printed where the
 * type is not one that `ssh-keygen -A` creates.
 */
export function compareOnServer({ server }: View, type: string): Fix & { readonly paste: Paste } {
  return admin(
    say`On the server itself (provider's console), print the fingerprint of its key and compare it with the one above.`,
    commands(server.system, serverSystems[server.system].showHostKey(hostKeyType(type))),
  )
}

/** The line to put under `with:`, for the input that the author already uses. */
export function pinFix(view: View<'hostkey'>, what: Words, keys: readonly HostKey[]): Fix {
  const first = keys.find((key) => !isRedacted(key))
  return view.hostkey.pin.from !== 'known_hosts' && first
    ? author(what, withBlock({ fingerprint: first.fingerprint }))
    : author(what, knownHostsYaml(view, keys))
}

/** The same as a change of the workflow; only a fingerprint fits on one line. */
export function pinChange({ pin, presented }: HostKeyFacts): { change?: WorkflowChange } {
  if (pin.from === 'known_hosts' || isRedacted(presented)) return {}
  return { change: { input: 'fingerprint', value: presented.fingerprint } }
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

/** The key types of host key algorithms, each once. Certificates are left out. */
export function typesOf(algorithms: readonly string[]): readonly string[] {
  const keys = algorithms.filter((name) => !name.includes('-cert-'))
  return [...new Set(keys.map(typeOfAlgorithm))]
}

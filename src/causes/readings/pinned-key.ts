import type { HostKey, HostKeyFacts, InputName } from '../../facts'
import { isRedacted } from '../../facts/unredacted'
import { knownHostsLine } from '../../knowledge/host-keys'
import { hostKeyType, serverSystems } from '../../knowledge/server-systems'
import { list, say, type Words } from '../../text/words'
import { onServer, inWorkflow, commands, yaml } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { comparedTypeOf } from './compared-type'
import { stepsToThisHost } from './following-steps'
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
  return onServer(
    say`On the server itself (provider's console), print the fingerprint of its key and compare it with the one above.`,
    commands(server.system, serverSystems[server.system].showHostKey(hostKeyType(type))),
  )
}

/**
 * The one key whose fingerprint to pin: of the type that the client of a later step compares, which may use the same secret. Its
 * type only where no such key is known; null where there is no key at all.
 */
function keyToPin(
  view: View<'hostkey'>,
  keys: readonly HostKey[],
): HostKey | { readonly missing: string } | null {
  const shown = keys.filter((key) => !isRedacted(key))
  const types = stepsToThisHost(view).flatMap((step) => comparedTypeOf(view, step) ?? [])
  const [type] = types
  if (type === undefined || shown.length === 0) return shown[0] ?? null
  return shown.find((key) => key.type === type) ?? { missing: type }
}

/** The line to put under `with:`, for the input that the author already uses. */
export function pinFix(view: View<'hostkey'>, what: Words, keys: readonly HostKey[]): Fix {
  const key = keyToPin(view, keys)
  if (view.hostkey.pin.from === 'known_hosts' || key === null)
    return inWorkflow(what, knownHostsYaml(view, keys))
  if (!('missing' in key)) return inWorkflow(what, withBlock({ fingerprint: key.fingerprint }))
  const type = shortType(key.missing)
  const { paste } = compareOnServer(view, key.missing)
  return onServer(
    say`The client of the deploy compares the server's ${type} key, which was not shown here. On the server, print its fingerprint, and pin that one.`,
    paste,
  )
}

/** The same as a change of the workflow; only a fingerprint fits on one line. */
export function pinChange(
  view: View<'hostkey'>,
  keys: readonly HostKey[],
): { change?: WorkflowChange } {
  const key = keyToPin(view, keys)
  if (view.hostkey.pin.from === 'known_hosts' || key === null || 'missing' in key) return {}
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

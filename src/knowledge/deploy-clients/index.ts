import { type ClientId } from '../client-algorithms'
import { appleboyActions } from './appleboy'
import type { DeployClient } from './client'
import { copyActions } from './copy-actions'
import { keyActions } from './key-actions'
import { nodeActions } from './node-actions'
import { pythonActions } from './python-actions'
import { otherPrograms } from './other-programs'
import { programs } from './programs'

export type {
  CommandWords,
  DeployClient,
  KeyReader,
  Refusal,
  Role,
  ServerUse,
  TargetUse,
} from './client'

/**
 * The clients that are known. golang.org/x/crypto/ssh asks for one host key, of the first type of its list that the server has,
 * and easyssh-proxy compares its SHA256 with `fingerprint`.
 */
export const deployClients: readonly DeployClient[] = [
  ...appleboyActions,
  ...copyActions,
  ...nodeActions,
  ...pythonActions,
  ...keyActions,
  ...programs,
  ...otherPrograms,
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

/** Whether the OpenSSH of a runner of this label reads Ed25519 in PKCS#8, as it does since 9.6; null when that is not known. */
export function readsEd25519InPkcs8(label: string | null): boolean | null {
  const versions = runnerLists(label)
  if (versions === null) return null
  const isOld = (id: ClientId) => /^openssh-([78]\.|9\.[0-5]$)/.test(id)
  return versions.every(isOld) ? false : versions.some(isOld) ? null : true
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
    ...Object.values(client.jumpHost?.inputs ?? {}),
  ]
}

import type { KexInit } from '../facts'
import { agreeOn, firstWithoutCommon } from './negotiation'
import collected from './client-algorithms.json' with { type: 'json' }

/** The algorithm lists of one SSH client in its own order, without pseudo-algorithms. */
export interface ClientLists {
  readonly name: string
  /** Where the lists were read. */
  readonly source: string
  readonly kex: readonly string[]
  readonly hostKey: readonly string[]
  readonly cipher: readonly string[]
  readonly mac: readonly string[]
}

/** `library-version` of client-algorithms.json. */
export type ClientId = keyof typeof collected

/** What SSH clients offer when nobody configures them, collected in November 2026. */
export const clientLists: Readonly<Record<ClientId, ClientLists>> = collected

/** All versions of OpenSSH that are known here, the oldest first: for a client of which only the family is known. */
export const opensshVersions: readonly ClientId[] = [
  'openssh-7.4',
  'openssh-8.2',
  'openssh-8.9',
  'openssh-9.2',
  'openssh-9.6',
  'openssh-9.9',
  'openssh-10.0',
  'openssh-10.5',
]

/**
 * The first list in which this client and the server share nothing, null when the two can talk. Compression is left out: all have
 * `none`.
 */
export function firstMissing(client: ClientLists, server: KexInit): keyof KexInit | null {
  const { kex, hostKey, cipher, mac } = client
  const { compressionToServer, compressionToClient } = server
  return firstWithoutCommon(
    {
      ...{ kex, hostKey, compressionToServer, compressionToClient },
      ...{ cipherToServer: cipher, cipherToClient: cipher, macToServer: mac, macToClient: mac },
    },
    server,
  )
}

/** The host key algorithm that this client gets from the server; null when they share none. */
export function hostKeyFor(client: ClientLists, server: KexInit): string | null {
  return agreeOn(client.hostKey, server.hostKey)
}

/** The client's names for a list of KEXINIT. */
export function listOf(client: ClientLists, list: keyof KexInit): readonly string[] {
  if (list === 'kex' || list === 'hostKey') return client[list]
  if (list.startsWith('cipher')) return client.cipher
  return list.startsWith('mac') ? client.mac : ['none']
}

import type { KexInit } from '../facts'
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

/** Ciphers that authenticate by themselves, so that no MAC is agreed upon. Source: OpenSSH PROTOCOL, section 1.6. */
const withoutMac = /^(aes(128|256)-gcm|chacha20-poly1305)@openssh\.com$/

/**
 * RFC 4253 section 7.1: in each list the first name of the client that the server has too is taken. Gives the first list
 * without such a name, null when the two can talk. Compression is left out: all have `none`.
 */
export function firstMissing(client: ClientLists, server: KexInit): keyof KexInit | null {
  if (agreed(client.kex, server.kex) === null) return 'kex'
  if (agreed(client.hostKey, server.hostKey) === null) return 'hostKey'
  for (const way of ['ToServer', 'ToClient'] as const) {
    const cipher = agreed(client.cipher, server[`cipher${way}`])
    if (cipher === null) return `cipher${way}`
    const mac = withoutMac.test(cipher) ? '' : agreed(client.mac, server[`mac${way}`])
    if (mac === null) return `mac${way}`
  }
  return null
}

/** The host key algorithm that this client gets from the server; null when they share none. */
export function hostKeyFor(client: ClientLists, server: KexInit): string | null {
  return agreed(client.hostKey, server.hostKey)
}

/** The client's names for a list of KEXINIT. */
export function listOf(client: ClientLists, list: keyof KexInit): readonly string[] {
  if (list === 'kex' || list === 'hostKey') return client[list]
  if (list.startsWith('cipher')) return client.cipher
  return list.startsWith('mac') ? client.mac : ['none']
}

function agreed(client: readonly string[], server: readonly string[]): string | null {
  return client.find((name) => server.includes(name)) ?? null
}

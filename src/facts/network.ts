/** Facts of names, addresses, ports and the first bytes of a connection. */

export interface DnsFacts {
  readonly name: string
  /** The host was an address already; nothing was asked. */
  readonly literal: boolean
  /** In the order in which they are tried: getaddrinfo's own, filtered by `protocol`. */
  readonly addresses: readonly Address[]
  /** What getaddrinfo said when it gave no address: ENOTFOUND, EAI_AGAIN …, with its number (-3008 no such name, -3007 no such record). */
  readonly error: { readonly code: string; readonly errno: number | null } | null
  /** What the resolver itself answered per family, asked only after an error: ENOTFOUND (NXDOMAIN), ENODATA, ESERVFAIL, EREFUSED, ETIMEOUT …; `ok` when it had an answer. */
  readonly explain: { readonly a: string; readonly aaaa: string } | null
}

export interface Address {
  readonly address: string
  readonly family: 4 | 6
  /** ipaddr.js range names, with `cloudflare`, `fastly`, `github-pages` for proxies known by their published ranges. */
  readonly range: AddressRange
  /** True when an interface of this machine is in the same network (a VPN that is up, a LAN): then a private address may be reached. */
  readonly onLink?: boolean
}

export type AddressRange =
  | 'public'
  | 'private'
  | 'carrier-grade-nat'
  | 'loopback'
  | 'link-local'
  | 'unique-local'
  | 'unspecified'
  | 'multicast'
  | 'documentation'
  | 'reserved'
  | 'cloudflare'
  | 'fastly'
  | 'github-pages'

export interface TcpFacts {
  readonly port: number
  /** One per address and try, in order of start. */
  readonly attempts: readonly TcpAttempt[]
  /** The address whose connection was used; null when none opened. */
  readonly connected: string | null
  /** Probes of other ports, made only when no address opened the port. */
  readonly portProbes: readonly PortProbe[]
  /** Why there were none. */
  readonly portProbesWhy: 'made' | 'connected' | 'switched-off' | 'not-useful' | 'out-of-time'
}

export interface TcpAttempt {
  readonly address: string
  readonly family: 4 | 6
  /** 1 for the first attempt, 2 for the second attempt after a pause. */
  readonly attempt: number
  readonly outcome: TcpOutcome
  /** Node's code: ECONNREFUSED, EHOSTUNREACH, EACCES …; null when connected or silent. */
  readonly code: string | null
  readonly ms: number
  /**
   * From the kernel's counters around the attempt (Linux): an ICMP unreachable came (a firewall's REJECT) or only a
   * RST (nothing listens, or a firewall that resets). null where the counters do not show it.
   */
  readonly by: 'rst' | 'icmp' | null
}

/** silent: no answer until we stopped waiting; local: this machine itself had no route. */
export type TcpOutcome =
  | 'connected'
  | 'refused'
  | 'silent'
  | 'unreachable'
  | 'prohibited'
  | 'no-route'
  | 'reset'
  | 'abandoned'
  | 'local-error'

export interface PortProbe {
  readonly address: string
  readonly port: number
  /** control: an unused port, to distinguish a closed port from a firewall. */
  readonly role: 'ssh' | 'provider' | 'web' | 'control'
  readonly outcome: TcpOutcome
  readonly by: 'rst' | 'icmp' | null
  readonly code: string | null
  /** The identification line, when the port spoke SSH during the probe; else null. */
  readonly identification: string | null
  readonly ms: number
}

/** RFC 4253 section 4.2, listened to before we speak. */
export interface IdentificationFacts {
  /**
   * ssh-2: a line SSH-2.0- or SSH-1.99- came. ssh-1: an older one. other: bytes that are no identification, and the
   * server waits or the limit was reached. trickling: bytes went on coming and never made a line. silent: not one byte.
   * closed and reset: the connection ended first (`textBefore` may say why).
   */
  readonly outcome: 'ssh-2' | 'ssh-1' | 'other' | 'trickling' | 'silent' | 'closed' | 'reset'
  /** The line without its newline, clipped at 255 bytes as the RFC allows. */
  readonly line: string | null
  /** softwareversion and comments of the line. */
  readonly software: string | null
  readonly comments: string | null
  /** Lines that came before the identification, or all the text when none came; clipped at 4 KiB, bytes as latin1 where not UTF-8. */
  readonly textBefore: string
  /** The first bytes as received, in hex, at most 256 bytes: for recognizing other protocols. */
  readonly firstBytes: string
  readonly bytes: number
  /** When the first byte came, after the connect; null when none did. */
  readonly firstByteMs: number | null
  /** When the connection ended, after the connect; null when it did not. */
  readonly endedMs: number | null
  /** Whether our own line had been sent by then, and when: some servers wait for it. */
  readonly spokeMs: number | null
}

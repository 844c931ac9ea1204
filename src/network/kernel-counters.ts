import { readFileSync } from 'node:fs'

/**
 * ICMP "destination unreachable" messages that reached this network namespace since boot, by address family
 * (`Icmp: InDestUnreachs` and `Icmp6InDestUnreachs`).
 */
export interface Unreachables {
  readonly 4: number
  readonly 6: number
}

/** Reads the kernel's counters (Linux, world-readable); null where there are none: other systems, hardened containers. */
export function countUnreachables(): Unreachables | null {
  if (process.platform !== 'linux') return null
  const v4 = parseSnmp(read('/proc/net/snmp'))
  // Where IPv6 is switched off there is no snmp6, and no ICMPv6 can arrive.
  return v4 === null ? null : { 4: v4, 6: parseSnmp6(read('/proc/net/snmp6')) ?? 0 }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** `Icmp: InDestUnreachs` of /proc/net/snmp, which prints names and values on two lines of the same prefix. */
export function parseSnmp(text: string): number | null {
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith('Icmp: '))
    .map((line) => line.split(' '))
  return wholeNumber(values?.[names?.indexOf('InDestUnreachs') ?? -1])
}

/** `Icmp6InDestUnreachs` of /proc/net/snmp6, which prints one name and value a line. */
export function parseSnmp6(text: string): number | null {
  return wholeNumber(/^Icmp6InDestUnreachs\s+(\d+)$/m.exec(text)?.[1])
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}

import { inCheckout } from '../checkout'
import { extendedSystem, type Lab } from '../prepare'

/** The systems on which the server check runs: OpenSSH 8.4, 9.2 and 10.0. */
export type CheckedSystem = 'bullseye' | 'bookworm' | 'trixie'

/** Firewalls, other shells and user lands: what servers have beside the SSH server. strace watches the check itself. */
const packages = [
  'nftables',
  'iptables',
  'ipset',
  'ufw',
  'iproute2',
  'procps',
  'busybox',
  'mksh',
  'ksh',
  'strace',
]

/** The lab's systems with those packages, made once and kept in the lab's cache. Takes a few seconds each. */
export async function checkedSystems(
  lab: Lab,
  say: (line: string) => void,
): Promise<Readonly<Record<CheckedSystem, string>>> {
  const cache = process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab')
  const [bullseye, bookworm, trixie] = await Promise.all([
    extendedSystem(cache, 'bullseye', lab.roots['8.4'], packages, say),
    extendedSystem(cache, 'bookworm', lab.roots['9.2'], packages, say),
    extendedSystem(cache, 'trixie', lab.roots['10.0'], packages, say),
  ])
  return { bullseye, bookworm, trixie }
}

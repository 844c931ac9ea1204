import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { inCheckout } from '../checkout'
import { run, shell } from '../command'
import { debianSystem, type Lab } from '../prepare'

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

/**
 * The lab's systems with those packages, made once and kept in the lab's cache. Takes a few seconds each, and a minute
 * for bullseye, which the rest of the lab does not have.
 */
export async function checkedSystems(
  lab: Lab,
  say: (line: string) => void,
): Promise<Readonly<Record<CheckedSystem, string>>> {
  const cache = process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab')
  const [bullseye, bookworm, trixie] = await Promise.all([
    debianSystem(cache, 'bullseye', ['openssh-server'], say),
    extended(cache, 'bookworm', lab.roots['9.2'], say),
    extended(cache, 'trixie', lab.roots['10.0'], say),
  ])
  return { bullseye: await extended(cache, 'bullseye', bullseye, say), bookworm, trixie }
}

/** A copy of a system with more packages: whole, or not there. */
async function extended(
  cache: string,
  suite: string,
  base: string,
  say: (line: string) => void,
): Promise<string> {
  const recipe = createHash('sha256').update([base, ...packages].join('\n'))
  const root = join(cache, `${suite}-${recipe.digest('hex').slice(0, 8)}`)
  const isThere = await access(root).then(
    () => true,
    () => false,
  )
  if (isThere) return root
  say(`lab: adding ${packages.join(', ')} to a copy of Debian ${suite} in ${root}`)
  const half = `${root}.${process.pid}`
  await run('cp', ['--archive', base, half])
  await run(
    'chroot',
    [
      half,
      'sh',
      '-euc',
      `apt-get update -qq >&2
       apt-get install -y -qq --no-install-recommends ${packages.join(' ')} >&2
       rm -rf /var/cache/apt/archives/*.deb`,
    ],
    { timeoutMs: 300_000 },
  )
  await shell('mv "$1" "$2" 2>/dev/null || test -d "$2"', half, root)
  return root
}

import { createHash } from 'node:crypto'
import { access, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { installPackages } from './apt'
import { inCheckout } from './checkout'
import { run, shell, systemPath } from './command'
import { type HostKey, readHostKeys } from './host-keys'
import { type Keys, labKeys, password } from './keys'
import { removeLeftovers } from './leftovers'

/** The OpenSSH versions of the lab: those of Debian 11, 12 and 13, and the newest that Debian has (sid). */
export const openSshVersions = ['8.4', '9.2', '10.0', 'newest'] as const

export type OpenSshVersion = (typeof openSshVersions)[number]

/** What every scenario stands on. */
export interface Lab {
  /** Folder with the system's files, read only. */
  readonly roots: Readonly<Record<OpenSshVersion, string>>
  /** That of 9.2 with ufw, firewalld and iptables, where fail2ban can ban. */
  readonly firewalled: string
  readonly keys: Keys
  readonly hostKeys: Readonly<Record<OpenSshVersion, readonly HostKey[]>>
  /** A new folder for one scenario, to keep its files in and to mount its system on. */
  folder(name: string): Promise<string>
}

/**
 * Installs what is missing, makes the four systems and the keys where the cache has none, and cleans up after crashed
 * runs. Takes a second with a full cache, three to four minutes with an empty one.
 *
 * @param say gets one line for each thing that is changed on this machine
 */
export async function prepareLab(say: (line: string) => void): Promise<Lab> {
  await installMissing(say)
  const cache = process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab')
  await mkdir(cache, { recursive: true })
  await removeLeftovers(cache)
  const [bullseye, { bookworm, firewalled }, trixie, newest] = await Promise.all([
    debianSystem(cache, 'bullseye', sshOnly, say),
    bookwormSystems(cache, say),
    debianSystem(cache, 'trixie', sshOnly, say),
    newestSystem(cache, say),
  ])
  const roots = { '8.4': bullseye, '9.2': bookworm, '10.0': trixie, newest }
  return {
    roots,
    firewalled,
    keys: await labKeys(join(cache, 'keys'), bookworm),
    hostKeys: {
      '8.4': await readHostKeys(bullseye),
      '9.2': await readHostKeys(bookworm),
      '10.0': await readHostKeys(trixie),
      newest: await readHostKeys(newest),
    },
    folder: async (name) => {
      const folder = join(cache, 'run', name)
      await mkdir(folder, { recursive: true })
      return folder
    },
  }
}

const sshOnly = ['openssh-server']

/** fail2ban counts the failed logins, puttygen makes the .ppk key, tcpserver (ucspi-tcp) starts TinySSH, libfaketime sets a clock. */
const bookwormPackages = [
  'openssh-server',
  'dropbear-bin',
  'endlessh',
  'tinysshd',
  'ucspi-tcp',
  'putty-tools',
  'fail2ban',
  'fish',
  'tcsh',
  'zsh',
  'busybox',
  'libfaketime',
  'sudo',
]

/** firewalld brings systemd with it, so that none of this is in the system that all other scenarios use. */
const firewallPackages = ['nftables', 'iptables', 'ufw', 'firewalld', 'dbus', 'rsyslog']

/** Program and the Debian package that has it. */
const programs: readonly (readonly [string, string])[] = [
  ['ip', 'iproute2'],
  ['nft', 'nftables'],
  ['dnsmasq', 'dnsmasq-base'],
  ['debootstrap', 'debootstrap'],
  ['python3', 'python3-minimal'],
  ['sysctl', 'procps'],
  ['ssh', 'openssh-client'],
  ['openssl', 'openssl'],
]

async function installMissing(say: (line: string) => void): Promise<void> {
  const found = await Promise.all(programs.map(([program]) => isInstalled(program)))
  const missing = programs.filter((_, index) => !found[index]).map(([, name]) => name)
  if (!(await exists('/usr/share/keyrings/debian-archive-keyring.gpg'))) {
    missing.push('debian-archive-keyring')
  }
  if (missing.length === 0) return
  await installPackages(missing, (line) => {
    say(`lab: ${line}`)
  })
}

async function isInstalled(program: string): Promise<boolean> {
  const places = systemPath.split(delimiter).map((folder) => exists(join(folder, program)))
  return (await Promise.all(places)).includes(true)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

async function bookwormSystems(
  cache: string,
  say: (line: string) => void,
): Promise<{ bookworm: string; firewalled: string }> {
  const bookworm = await debianSystem(cache, 'bookworm', bookwormPackages, say)
  const firewalled = await extendedSystem(cache, 'bookworm', bookworm, firewallPackages, say)
  return { bookworm, firewalled }
}

/**
 * Sid changes every day: each month has a system of its own, and on a day on which sid cannot be installed, testing
 * gives its OpenSSH. docs/accuracy.md says which version it was.
 */
async function newestSystem(cache: string, say: (line: string) => void): Promise<string> {
  const month = new Date().toISOString().slice(0, 7)
  return debianSystem(cache, 'sid', sshOnly, say, month).catch((error: unknown) => {
    say(`lab: Debian sid cannot be installed, testing takes its place: ${String(error)}`)
    return debianSystem(cache, 'testing', sshOnly, say, month)
  })
}

/**
 * A debootstrap'ed system with our users, made in a folder of its own and then renamed: it is whole or not there.
 *
 * @param edition another one is another system, of a suite that changes
 */
export async function debianSystem(
  cache: string,
  suite: string,
  packages: readonly string[],
  say: (line: string) => void,
  edition = '',
): Promise<string> {
  const recipe = createHash('sha256').update([suite, ...packages, users + edition].join('\n'))
  const root = join(cache, `${suite}-${recipe.digest('hex').slice(0, 8)}`)
  if (await exists(root)) return root
  const mirror = await debianMirror()
  say(`lab: making a Debian ${suite} system in ${root} with debootstrap`)
  const half = `${root}.${process.pid}`
  await run(
    'debootstrap',
    [
      '--variant=minbase',
      '--keyring=/usr/share/keyrings/debian-archive-keyring.gpg',
      `--include=${packages.join(',')}`,
      suite,
      half,
      ...(mirror ? [mirror] : []),
    ],
    { timeoutMs: 900_000 },
  )
  await shell('chroot "$1" sh -euc "$2"; rm -rf "$1"/var/cache/apt/archives/*.deb', half, users)
  await keep(half, root)
  return root
}

/** A copy of a system with more packages: whole, or not there. */
export async function extendedSystem(
  cache: string,
  suite: string,
  base: string,
  packages: readonly string[],
  say: (line: string) => void,
): Promise<string> {
  const recipe = createHash('sha256').update([base, ...packages].join('\n'))
  const root = join(cache, `${suite}-${recipe.digest('hex').slice(0, 8)}`)
  if (await exists(root)) return root
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
  await keep(half, root)
  return root
}

/** Gives a finished system its place, unless another run was faster. */
async function keep(half: string, root: string): Promise<void> {
  await rename(half, root).catch(async (error: unknown) => {
    if (!(await exists(root))) throw error
    await rm(half, { recursive: true, force: true })
  })
}

/** The deploy's account, and root with keys only, as a fresh cloud server has them. */
const users = `
useradd --create-home --shell /bin/bash deploy
echo 'deploy:${password}' | chpasswd
echo 'root:${password}' | chpasswd
`

/** The Debian mirror of this machine's own apt sources; null for debootstrap's default. */
async function debianMirror(): Promise<string | null> {
  const folder = '/etc/apt/sources.list.d'
  const names = await readdir(folder).catch(() => [])
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))]
  for (const file of files.filter((name) => /\.(list|sources)$/.test(name))) {
    const text = await readFile(file, 'utf8').catch(() => '')
    for (const line of text.split('\n')) {
      const mirror = /^(?:URIs:|deb\s).*?(https?:\/\/\S+\/debian)\/?(?:\s|$)/.exec(line)?.[1]
      if (mirror) return mirror
    }
  }
  return null
}

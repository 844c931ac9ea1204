import type { PackageManager } from '../facts'
import { byProgram } from './first-of'
import type { ServerSystem } from './server-systems'

const install: Readonly<Record<PackageManager, string>> = {
  'apt-get': 'sudo apt install',
  dnf: 'sudo dnf install',
  yum: 'sudo yum install',
  apk: 'sudo apk add',
  pacman: 'sudo pacman -S',
  zypper: 'sudo zypper install',
  opkg: 'opkg update && opkg install',
  pkg: 'sudo pkg install',
  brew: 'brew install',
}

/** What the package of a program is called, where it is not called like the program. */
const packageNames: Readonly<Record<string, Partial<Record<PackageManager | 'any', string>>>> = {
  php: { 'apt-get': 'php-cli', dnf: 'php-cli', yum: 'php-cli', apk: 'php84', zypper: 'php8' },
  node: { any: 'nodejs', brew: 'node', pkg: 'node' },
  npx: { any: 'npm' },
  pip: { any: 'python3-pip', apk: 'py3-pip', pacman: 'python-pip', brew: 'python' },
  pip3: { any: 'python3-pip', apk: 'py3-pip', pacman: 'python-pip', brew: 'python' },
  python: { 'apt-get': 'python-is-python3', any: 'python3' },
  mysql: { any: 'mariadb-client', dnf: 'mariadb', yum: 'mariadb', brew: 'mysql-client' },
  mysqldump: { any: 'mariadb-client', dnf: 'mariadb', yum: 'mariadb', brew: 'mysql-client' },
  psql: { any: 'postgresql-client', dnf: 'postgresql', yum: 'postgresql', brew: 'libpq' },
  docker: { 'apt-get': 'docker.io', dnf: 'moby-engine' },
  'docker-compose': { dnf: 'docker-compose', any: 'docker-compose' },
  mvn: { any: 'maven' },
  java: { 'apt-get': 'default-jre-headless', dnf: 'java-latest-openjdk-headless' },
  gpg: { any: 'gnupg', dnf: 'gnupg2', yum: 'gnupg2' },
  ss: { any: 'iproute2', dnf: 'iproute', yum: 'iproute' },
  setfacl: { any: 'acl' },
  composer: { zypper: 'php-composer2', pkg: 'php84-composer' },
}

/** Where programs come from that no system packages; by their pages, for a person to read. */
const otherSources: Readonly<Record<string, string>> = {
  wp: 'https://wp-cli.org/#installing',
  pm2: 'npm install -g pm2',
  yarn: 'npm install -g yarn',
  pnpm: 'npm install -g pnpm',
  bun: 'https://bun.sh/docs/installation',
  deno: 'https://docs.deno.com/runtime/getting_started/installation/',
  uv: 'https://docs.astral.sh/uv/getting-started/installation/',
  poetry: 'https://python-poetry.org/docs/#installation',
  drush: 'https://www.drush.org/latest/install/',
  nvm: 'https://github.com/nvm-sh/nvm#installing-and-updating',
}

/** What a person may type for one program that no package manager of the system has; null where one has. */
export function otherSource(program: string): string | null {
  return Object.hasOwn(otherSources, program) ? (otherSources[program] ?? null) : null
}

/**
 * Installs the packages of these programs, without those of other sources.
 *
 * @param manager null when it is not known: then the first of the usual ones that the machine has is used
 * @returns a shell command; null when no program is left
 */
export function installCommands(
  programs: readonly string[],
  manager: PackageManager | null,
): string | null {
  if (manager !== null) return installCommand(programs, manager)
  const usual = ['apt-get', 'dnf', 'apk', 'pacman', 'zypper'] as const
  const found = usual.flatMap((program) => {
    const command = installCommand(programs, program)
    return command === null ? [] : [{ program, command }]
  })
  return found.length === 0 ? null : byProgram(found)
}

function installCommand(programs: readonly string[], manager: PackageManager): string | null {
  const names = programs
    .filter((program) => otherSource(program) === null && /^[A-Za-z0-9][\w.+-]*$/.test(program))
    .map((program) => packageOf(program, manager))
  return names.length === 0 ? null : `${install[manager]} ${[...new Set(names)].join(' ')}`
}

function packageOf(program: string, manager: PackageManager): string {
  const names = Object.hasOwn(packageNames, program) ? packageNames[program] : undefined
  return names?.[manager] ?? names?.any ?? program
}

/** The usual one of a system that the identification names; null for unknown ones. */
export function managerOf(system: ServerSystem): PackageManager | null {
  switch (system) {
    case 'debian':
    case 'ubuntu':
    case 'raspbian':
      return 'apt-get'
    case 'freebsd':
      return 'pkg'
    case 'dropbear':
    case 'windows':
    case 'unknown':
      return null
  }
}

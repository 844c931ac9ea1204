import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inCheckout } from '../checkout'
import { attempt } from '../command'
import { extendedSystem, type Lab } from '../prepare'

/** Where the real deploy clients are; null for those that cannot be had here. */
export interface Clients {
  readonly droneSsh: string | null
  readonly droneScp: string | null
  /** Folder with ssh2, ssh2-sftp-client and node-ssh. */
  readonly nodeModules: string | null
  /** Folder with python3, which has paramiko, and with fab and ansible-playbook. */
  readonly python: string | null
}

/**
 * Installs the clients of npm, PyPI and Go that the cache does not have. What cannot be installed is left out, and so are the
 * set-ups that use it. `DRONE_SSH` and `DRONE_SCP` name programs that are there already.
 */
export async function prepareClients(say: (line: string) => void): Promise<Clients> {
  const folder = join(process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab'), 'clients')
  await mkdir(folder, { recursive: true })
  const get = async (what: string, path: string, program: string, args: readonly string[]) => {
    if (await exists(path)) return path
    say(`lab: installing ${what} in ${folder}`)
    const { code, stderr } = await attempt(program, args, { timeoutMs: 300_000 })
    if (code === 0 && (await exists(path))) return path
    say(`lab: ${what} cannot be installed: ${stderr.trim().split('\n').at(-1) ?? ''}`)
    return null
  }
  const go = (name: string) =>
    get(name, join(folder, name), 'env', [
      ...[`GOBIN=${folder}`, `PATH=${process.env['PATH'] ?? ''}`, 'go'],
      ...['install', `github.com/appleboy/${name}@latest`],
    ])
  const node = join(folder, 'node')
  await mkdir(node, { recursive: true })
  await writeFile(join(node, 'package.json'), '{}')
  const python = join(folder, 'python')
  const script = 'python3 -m venv "$1" && "$1/bin/pip" install -q paramiko fabric ansible-core'
  return {
    droneSsh: process.env['DRONE_SSH'] ?? (await go('drone-ssh')),
    droneScp: process.env['DRONE_SCP'] ?? (await go('drone-scp')),
    nodeModules: await get('ssh2-sftp-client', join(node, 'node_modules'), 'npm', [
      ...['install', '--prefix', node, '--no-audit', '--no-fund', '--ignore-scripts'],
      ...['ssh2', 'ssh2-sftp-client', 'node-ssh'],
    ]),
    python: await get('paramiko', join(python, 'bin'), 'sh', ['-c', script, 'sh', python]),
  }
}

/** The lab whose servers have rsync and git, as most servers do. A set-up takes away what it wants to be missing. */
export async function withServerPrograms(lab: Lab, say: (line: string) => void): Promise<Lab> {
  const cache = process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab')
  const root = await extendedSystem(cache, 'bookworm', lab.roots['9.2'], ['rsync', 'git'], say)
  return { ...lab, roots: { ...lab.roots, '9.2': root } }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

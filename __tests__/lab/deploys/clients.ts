import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inCheckout } from '../checkout'
import { attempt, type Ended } from '../command'
import { buildGoClient, goClientSource, runGo } from '../go-client'
import { extendedSystem, type Lab } from '../prepare'

/** Where the deploy clients are; null for those that cannot be had here. */
export interface Clients {
  readonly droneSsh: string | null
  readonly droneScp: string | null
  /** Those of the two that are `__tests__/lab/go-client`, by their names. */
  readonly standIns: readonly string[]
  /** Folder with ssh2, ssh2-sftp-client and node-ssh. */
  readonly nodeModules: string | null
  /** Folder with python3, which has paramiko, and with fab and ansible-playbook. */
  readonly python: string | null
}

/** A client that a set-up cannot run without. */
export type Client = Exclude<keyof Clients, 'standIns'>

/**
 * Installs the clients of npm, PyPI and Go that the cache does not have. `DRONE_SSH` and `DRONE_SCP` name programs that are
 * there already. In the place of those two that cannot be installed, `__tests__/lab/go-client` is built.
 */
export async function prepareClients(say: (line: string) => void): Promise<Clients> {
  const folder = join(process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab'), 'clients')
  await mkdir(folder, { recursive: true })
  const get = async (what: string, path: string, install: () => Promise<Ended>) => {
    if (await exists(path)) return path
    say(`lab: installing ${what} in ${folder}`)
    const { code, stderr } = await install()
    if (code === 0 && (await exists(path))) return path
    say(`lab: ${what} cannot be installed: ${stderr.trim().split('\n').at(-1) ?? ''}`)
    return null
  }
  const drone = (name: string) =>
    get(name, join(folder, name), () =>
      runGo(['install', `github.com/appleboy/${name}@latest`], [`GOBIN=${folder}`]),
    )
  const node = join(folder, 'node')
  await mkdir(node, { recursive: true })
  await writeFile(join(node, 'package.json'), '{}')
  const python = join(folder, 'python')
  const script = 'python3 -m venv "$1" && "$1/bin/pip" install -q paramiko fabric ansible-core'
  const real = {
    'drone-ssh': process.env['DRONE_SSH'] ?? (await drone('drone-ssh')),
    'drone-scp': process.env['DRONE_SCP'] ?? (await drone('drone-scp')),
  }
  const standIns = Object.entries(real).flatMap(([name, path]) => (path === null ? [name] : []))
  const own = standIns.length === 0 ? null : await buildStandIn(folder, say)
  const placeOf = (name: keyof typeof real) => real[name] ?? (own === null ? null : join(own, name))
  return {
    droneSsh: placeOf('drone-ssh'),
    droneScp: placeOf('drone-scp'),
    standIns,
    nodeModules: await get('ssh2-sftp-client', join(node, 'node_modules'), () =>
      attempt(
        'npm',
        [
          ...['install', '--prefix', node, '--no-audit', '--no-fund', '--ignore-scripts'],
          ...['ssh2', 'ssh2-sftp-client', 'node-ssh'],
        ],
        installing,
      ),
    ),
    python: await get('paramiko', join(python, 'bin'), () =>
      attempt('sh', ['-c', script, 'sh', python], installing),
    ),
  }
}

const installing = { timeoutMs: 300_000, inherits: true }

/** A folder with the stand-in under the names drone-ssh and drone-scp, one for each state of its source; null when it cannot be built. */
async function buildStandIn(clients: string, say: (line: string) => void): Promise<string | null> {
  const hash = createHash('sha256')
  for (const file of (await readdir(goClientSource)).sort())
    hash.update(file).update(await readFile(join(goClientSource, file)))
  const folder = join(clients, `go-client-${hash.digest('hex').slice(0, 8)}`)
  const [ssh, scp] = [join(folder, 'drone-ssh'), join(folder, 'drone-scp')]
  if (!(await exists(scp))) {
    const { code, stderr } = await buildGoClient(ssh)
    if (code !== 0) {
      say(`lab: their stand-in cannot be built: ${stderr.trim().split('\n').at(-1) ?? ''}`)
      return null
    }
    await symlink('drone-ssh', scp)
  }
  say(`lab: __tests__/lab/go-client stands in for drone programs that are not there: ${folder}`)
  return folder
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

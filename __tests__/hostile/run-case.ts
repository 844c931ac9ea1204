import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ActionOptions, runAction } from '../fake-runner/run-action'
import { newKeyPair } from '../fixtures/key-pair'
import { allowedMs, brokenPromises, type Seen } from './promises'
import type { HostileCase, Serve } from './hostile-server'
import { ProcessTree } from './process-tree'
import { password, proxyPassword } from './secrets'

/** What came of one case. */
export interface Outcome {
  readonly name: string
  readonly ms: number
  readonly megabytes: number
  readonly result: string
  readonly cause: string
  /** What broke, one sentence each; empty when every promise held. */
  readonly broken: readonly string[]
}

/** Time over the limit after which a run that does not end is killed. */
const patienceMs = 10_000
const key = newKeyPair().private

/** Runs the bundle against the servers of one case, as a runner runs a step, and judges what is seen of it. */
export async function runCase(hostile: HostileCase): Promise<Outcome> {
  const { serve, jump, second } = hostile
  const target = await listen(serve, '127.0.0.1')
  const proxy = jump && (await listen(jump, '127.0.0.1'))
  const other = second && (await listen(second, '127.0.0.2'))
  const servers = [target, proxy, other].flatMap((server) => server ?? [])
  const usual = {
    host: other ? `127.0.0.1:${target.port}, 127.0.0.2:${other.port}` : '127.0.0.1',
    ...(other ? {} : { port: String(target.port) }),
    username: 'deploy',
    password,
    key,
    timeout: '3s',
    probe: 'off',
  }
  const jumpInputs = proxy && {
    proxy_host: '127.0.0.1',
    proxy_port: String(proxy.port),
    proxy_username: 'jump',
    proxy_password: proxyPassword,
  }
  const inputs = { ...usual, ...jumpInputs, ...hostile.inputs }
  try {
    const seen = await run(inputs)
    const most = Math.max(...servers.map((server) => server.connections()))
    return {
      name: hostile.name,
      ms: seen.ms,
      megabytes: seen.megabytes,
      result: seen.run?.outputs['result'] ?? 'none',
      cause: seen.run?.outputs['cause'] ?? '',
      broken: brokenPromises(hostile, inputs, { ...seen, connections: most }),
    }
  } finally {
    for (const server of servers) server.close()
  }
}

async function run(inputs: Readonly<Record<string, string>>): Promise<Omit<Seen, 'connections'>> {
  let tree: ProcessTree | null = null
  let files = ''
  const startedAt = performance.now()
  const options: ActionOptions = {
    inputs,
    secrets: [password, proxyPassword, key],
    timeoutMs: allowedMs(inputs) + patienceMs,
    onStart: (pid) => {
      tree = new ProcessTree(pid)
    },
    onEnd: (folder) => {
      files = contentsOf(folder)
    },
  }
  const ran = await runAction(options).catch((error: unknown) => String(error))
  const watched: ProcessTree | null = tree
  return {
    run: typeof ran === 'string' ? null : ran,
    failure: typeof ran === 'string' ? (ran.split('\n', 1)[0] ?? '') : '',
    ms: typeof ran === 'string' ? Math.round(performance.now() - startedAt) : ran.ms,
    waitedMs: waitedMsOf(watched),
    megabytes: megabytesOf(watched),
    left: endOf(watched),
    files,
    privateKey: key,
  }
}

const waitedMsOf = (tree: ProcessTree | null): number => tree?.waitedMs ?? 0

const megabytesOf = (tree: ProcessTree | null): number => tree?.megabytes ?? 0

const endOf = (tree: ProcessTree | null): number => tree?.end() ?? 0

/** Everything that the step wrote into its folder, but for the action's own code and what the runner wrote. */
function contentsOf(folder: string): string {
  const texts: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.startsWith(join(folder, 'action'))) continue
    texts.push(entry.name, readFileSync(path, 'utf8'))
  }
  return texts.join('\n')
}

interface Listening {
  readonly port: number
  connections(): number
  close(): void
}

/** A listener that keeps its half of a connection open until the server of the case closes it. */
function listen(serve: Serve, address: string): Promise<Listening> {
  let connections = 0
  const open = new Set<() => void>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections++
    const destroy = () => socket.destroy()
    open.add(destroy)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(destroy))
    serve(socket)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, address, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        connections: () => connections,
        close: () => {
          server.close()
          for (const destroy of open) destroy()
        },
      })
    })
  })
}

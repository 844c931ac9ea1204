import { execFile } from 'node:child_process'

/** What a program said and how it ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Where Debian keeps its programs; a login shell's PATH often lacks the sbin folders. */
export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Runs a program to its end and gives its output, whatever its exit code. Killed after `timeoutMs` (default 60 s). It has a
 * plain environment, so that a scenario is the same everywhere. `inherits` gives it ours: an installer needs the proxy and
 * the certificates of this machine.
 */
export function attempt(
  program: string,
  args: readonly string[],
  options: { input?: string; timeoutMs?: number; inherits?: boolean } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      {
        timeout: options.timeoutMs ?? 60_000,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        env: options.inherits ? process.env : plainEnvironment,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ code, stdout, stderr: error && !stderr ? error.message : stderr })
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input ?? '')
  })
}

const plainEnvironment = {
  PATH: systemPath,
  HOME: '/root',
  LC_ALL: 'C',
  DEBIAN_FRONTEND: 'noninteractive',
}

/** Runs a program and gives its stdout. Rejects with its stderr when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<string> {
  const ended = await attempt(program, args, options)
  if (ended.code === 0) return ended.stdout
  throw new Error(`${[program, ...args].join(' ')}\nended with ${ended.code}: ${ended.stderr}`)
}

/** Runs lines of shell that stop at the first failure; `args` become $1, $2 … */
export function shell(script: string, ...args: readonly string[]): Promise<string> {
  return run('sh', ['-euc', script, 'sh', ...args])
}

/** Waits for something to become true, looking every 20 ms. Rejects after `timeoutMs` with what was waited for. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { startIn } from '../background'

/** How a program ended: null when it was killed after its time. */
export interface ProgramEnd {
  readonly code: number | null
  /** stdout and stderr, as they came. */
  readonly output: string
}

/** A runner in the client's namespace: it has a home directory without `.ssh`, and what it writes there is gone with it. */
export interface Runner {
  /** The words that run a program there, in this folder. */
  inside(folder: string): readonly string[]
  /** Runs a program there with nothing else in its environment. */
  run(words: readonly string[], how: ProgramPlace): Promise<ProgramEnd>
  stop(): Promise<void>
}

export interface ProgramPlace {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

/** @param own an empty folder, for the memory that the home directory lives in */
export async function startRunner(netns: string, own: string): Promise<Runner> {
  await mkdir(own, { recursive: true })
  const home = userInfo().homedir
  const boot = startIn(netns, 'unshare', ['--mount', 'sh', '-euc', overlay, 'sh', home, own])
  await boot.says('ready')
  const inside = (folder: string) => [
    ...['nsenter', `--target=${boot.pid}`, '--mount', '--net', `--wdns=${folder}`],
  ]
  return {
    inside,
    run: (words, how) => execute([...inside(how.folder), ...words], how),
    stop: () => boot.stop(),
  }
}

/** `.ssh` of the machine is no part of the lab, and nothing of the lab gets there. */
const overlay = `
mount -t tmpfs tmpfs "$2"
mkdir "$2/upper" "$2/work"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$1"
rm -rf "$1/.ssh"
echo ready
exec cat`

function execute(words: readonly string[], how: ProgramPlace): Promise<ProgramEnd> {
  const [program = '', ...args] = words
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      detached: true,
      env: how.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, how.timeoutMs)
    child.on('error', reject)
    // Not `close`: an agent that a step starts keeps the pipes open.
    child.on('exit', (code) => {
      clearTimeout(timer)
      setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
        resolve({ code, output })
      }, 50)
    })
  })
}

export const workspaceOf = (own: string): string => join(own, 'workspace')

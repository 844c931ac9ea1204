import { type ChildProcess, spawn } from 'node:child_process'
import { systemPath } from './command'

/** A program that runs beside the scenario. */
export interface Background {
  readonly pid: number
  /** Everything it has written so far, stdout and stderr together. */
  output(): string
  /** Resolves when its output holds `text`; rejects when it ends or 15 s pass before that. */
  says(text: string): Promise<void>
  /** Kills it and waits for its end. */
  stop(): Promise<void>
}

/**
 * Starts a program in a network namespace. It dies with this process: the kernel sends it SIGKILL, and its stdin
 * ends, which is what the lab's own programs watch.
 */
export function startIn(netns: string, program: string, args: readonly string[]): Background {
  const child = spawn(
    'ip',
    ['netns', 'exec', netns, 'setpriv', '--pdeathsig', 'KILL', program, ...args],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: systemPath, HOME: '/root', LC_ALL: 'C' } },
  )
  let text = ''
  const heard = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (const look of heard) look()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  child.stdin.on('error', () => undefined)
  child.on('error', (error) => {
    hear(Buffer.from(error.message))
  })
  const ended = endOf(child)
  return {
    pid: child.pid ?? 0,
    output: () => text,
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const failed = (why: string) => () => {
          settle()
          reject(new Error(`${program} ${why} before it said "${wanted}": ${text}`))
        }
        const timer = setTimeout(failed('was too slow'), 15_000)
        const look = () => {
          if (!text.includes(wanted)) return
          settle()
          resolve()
        }
        const settle = () => {
          clearTimeout(timer)
          heard.delete(look)
        }
        heard.add(look)
        void ended.then(failed('ended'))
        look()
      }),
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
}

import { readdirSync, readFileSync } from 'node:fs'

const everyMs = 50

/**
 * Watches a process and all its descendants. Memory is the sum of the peaks that the kernel keeps for each of them (VmHWM in
 * /proc/PID/status), read every 50 ms, so that only what a process grows in its last moment is missed. Without /proc
 * there is nothing to measure, and memory reads as 0.
 */
export class ProcessTree {
  readonly #peaks = new Map<number, number>()
  readonly #timer: NodeJS.Timeout

  constructor(root: number) {
    this.#peaks.set(root, 0)
    this.#timer = setInterval(() => {
      this.#look()
    }, everyMs)
  }

  /** MB that the processes took at their peaks, all together. */
  get megabytes(): number {
    return Math.round([...this.#peaks.values()].reduce((sum, peak) => sum + peak, 0) / 1024)
  }

  /** Stops looking, ends what still runs, and gives how many processes that were. */
  end(): number {
    clearInterval(this.#timer)
    const left = [...this.#peaks.keys()].filter((pid) => statusOf(pid) !== null)
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has just ended.
      }
    }
    return left.length
  }

  #look(): void {
    for (const pid of processes()) {
      const status = statusOf(pid)
      if (status === null) continue
      const known = this.#peaks.get(pid)
      if (known === undefined && !this.#peaks.has(status.parent)) continue
      this.#peaks.set(pid, Math.max(known ?? 0, status.peakKb))
    }
  }
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0)
  } catch {
    return []
  }
}

/** Null when the process is gone, a zombie, or cannot be read. */
function statusOf(pid: number): { readonly parent: number; readonly peakKb: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    if (/^State:\s+[ZX]/m.test(text)) return null
    const field = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
    return { parent: field('PPid'), peakKb: field('VmHWM') }
  } catch {
    return null
  }
}

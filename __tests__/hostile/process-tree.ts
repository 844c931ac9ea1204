import { readdirSync, readFileSync } from 'node:fs'

const everyMs = 50

/**
 * Watches a process and all its descendants, and how long the first one was kept from running by others. Memory is the sum of the peaks that the kernel keeps for each of them (VmHWM in
 * /proc/PID/status), read every 50 ms, so that only what a process grows in its last moment is missed. Without /proc
 * there is nothing to measure, and memory reads as 0.
 */
export class ProcessTree {
  readonly #peaks = new Map<number, number>()
  readonly #root: number
  readonly #timer: NodeJS.Timeout
  #waitedMs = 0

  constructor(root: number) {
    this.#root = root
    this.#peaks.set(root, 0)
    this.#timer = setInterval(() => {
      this.#look()
    }, everyMs)
  }

  /** MB that the processes took at their peaks, all together. */
  get megabytes(): number {
    return Math.round([...this.#peaks.values()].reduce((sum, peak) => sum + peak, 0) / 1024)
  }

  /** Milliseconds that the first process could run and had no processor (second number of /proc/PID/schedstat). */
  get waitedMs(): number {
    return this.#waitedMs
  }

  /** Stops looking, ends what still runs, and gives how many processes that were. */
  end(): number {
    clearInterval(this.#timer)
    const left = [...this.#peaks.keys()].filter((pid) => peakKbOf(pid) !== null)
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
    this.#waitedMs = Math.max(this.#waitedMs, waitedMsOf(this.#root))
    const found = new Set([this.#root, ...this.#peaks.keys()])
    // A set takes what is added while it is walked.
    for (const pid of found) {
      for (const child of childrenOf(pid)) found.add(child)
      this.#peaks.set(pid, Math.max(this.#peaks.get(pid) ?? 0, peakKbOf(pid) ?? 0))
    }
  }
}

/** The processes that a process has started, by any of its threads. */
function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.flatMap((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim()
      return text === '' ? [] : text.split(' ').map(Number)
    })
  } catch {
    return []
  }
}

/** 0 when the process is gone or cannot be read. */
function waitedMsOf(pid: number): number {
  try {
    const [, delay = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')
    return Math.round(Number(delay) / 1e6)
  } catch {
    return 0
  }
}

/** Null when the process is gone, a zombie, or cannot be read. */
function peakKbOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    if (/^State:\s+[ZX]/m.test(text)) return null
    return Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  } catch {
    return null
  }
}

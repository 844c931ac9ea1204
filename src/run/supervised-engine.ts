/**
 * Runs each preflight in a worker thread, and keeps the time outside of it. A server can keep an event loop busy, so that no
 * timer of that loop fires: the main thread then ends the thread, and reports the facts of the stages that were done.
 */
import type { Worker } from 'node:worker_threads'
import type { Facts } from '../facts'
import type { Target } from '../inputs'
import { openedKeys } from '../private-key/read-once'
import { type Preflight, preflight } from '../preflight'
import type { PreflightContext } from '../preflight/host-session'
import type { Answer, Request } from './engine-thread'
import { cutShort, factsBefore } from '../preflight/fact-log'
import type { NotCheckedReason } from '../facts/fact'

export interface Engine {
  readonly preflight: Preflight
  /** Ends the threads that wait for work. */
  close(): void
}

/**
 * How long a preflight may take past its timeout, or past a cancellation, to close its connections. The rest of the two seconds
 * that are promised is for the start of the process and for the reports.
 */
const graceMs = 800

/**
 * `startThread` gives a thread that serves `engine-thread.ts`; the first one starts at once, while the caller still reads its
 * inputs. All hosts share it, as each thread takes 60 MB: when it must be ended, those that are in it are cut short together, and
 * the next ones get a new thread. `onFault` gets errors of this program.
 */
export function superviseEngine(
  startThread: () => Worker,
  onFault: (error: unknown) => void,
): Engine {
  let shared = new SharedThread(startThread())
  let lastId = 0
  return {
    preflight: (target, context) => {
      if (shared.ended) shared = new SharedThread(startThread())
      lastId += 1
      return superviseRun(shared, lastId, target, context, onFault)
    },
    close: () => {
      shared.end('stopped')
    },
  }
}

/** A thread with the preflights that are in it. It holds the process only while there are any. */
class SharedThread {
  readonly worker: Worker
  ended = false
  /** What ends each preflight of the thread when the thread ends. */
  readonly #inside = new Set<(why: Error | NotCheckedReason) => void>()

  constructor(worker: Worker) {
    this.worker = worker
    worker.setMaxListeners(0)
    worker.unref()
    const fail = (error: Error) => {
      this.#endAll(error)
    }
    worker.on('error', fail).on('exit', () => {
      fail(new Error('the engine ended before its answer'))
    })
  }

  enter(leave: (why: Error | NotCheckedReason) => void): void {
    this.#inside.add(leave)
    this.worker.ref()
  }

  leave(leave: (why: Error | NotCheckedReason) => void): void {
    this.#inside.delete(leave)
    if (this.#inside.size === 0) this.worker.unref()
  }

  /** Ends the thread, and all that is in it for this reason. */
  end(why: NotCheckedReason): void {
    this.#endAll(why)
    void this.worker.terminate()
  }

  #endAll(why: Error | NotCheckedReason): void {
    this.ended = true
    for (const leave of [...this.#inside]) leave(why)
  }
}

function superviseRun(
  thread: SharedThread,
  id: number,
  target: Target,
  context: PreflightContext,
  onFault: (error: unknown) => void,
): Promise<Facts> {
  const spentBefore = context.spentMs ?? 0
  const startedAt = process.hrtime.bigint() - BigInt(Math.round(spentBefore * 1e6))
  const spentMs = () => Number(process.hrtime.bigint() - startedAt) / 1e6
  return new Promise((resolve) => {
    let facts = factsBefore(target, context)
    let alarm: NodeJS.Timeout
    let heard = false
    const leave = () => {
      clearTimeout(alarm)
      context.signal.removeEventListener('abort', cancel)
      thread.worker.off('message', take)
      thread.leave(ended)
    }
    const giveUp = (why: NotCheckedReason) => {
      leave()
      resolve(cutShort(facts, why, Math.round(spentMs())))
    }
    const alarmIn = (ms: number, why: NotCheckedReason) => {
      clearTimeout(alarm)
      alarm = setTimeout(() => {
        thread.end(why)
      }, ms)
    }
    const cancel = () => {
      send({ kind: 'cancel', id })
      alarmIn(graceMs, 'cancelled')
    }
    const take = (answer: Answer) => {
      if (answer.kind === 'fault') {
        onFault(Object.assign(new Error(answer.message), { stack: answer.stack }))
        return
      }
      if (answer.id !== id) return
      heard = true
      facts = answer.facts
      if (answer.kind === 'stage') {
        context.onStage(facts)
        return
      }
      leave()
      resolve(facts)
    }
    const ended = (why: Error | NotCheckedReason) => {
      if (typeof why === 'string') giveUp(why)
      else if ('code' in why && why.code === 'ERR_WORKER_OUT_OF_MEMORY') giveUp('out-of-memory')
      else if (heard) {
        onFault(why)
        giveUp('stopped')
      } else {
        // This machine starts no threads. The engine bounds itself in all that is known to keep it busy.
        leave()
        resolve(preflight(target, { ...context, spentMs: spentMs() }))
      }
    }
    const send = (request: Request) => {
      thread.worker.postMessage(request)
    }
    thread.enter(ended)
    thread.worker.on('message', take)
    const { secrets, runner, workflow, runnerSsh = null, lookup = null } = context
    const about = { secrets, runner, workflow, runnerSsh, lookup }
    send({ kind: 'run', id, target, about, keys: openedKeys(), startedAt })
    alarmIn(target.timeoutMs - spentBefore + graceMs, 'out-of-time')
    if (context.signal.aborted) cancel()
    else context.signal.addEventListener('abort', cancel, { once: true })
  })
}

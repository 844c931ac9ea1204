/**
 * Runs each preflight in a worker thread, and keeps the time outside of it. A server can keep an event loop busy, so that no
 * timer of that loop fires: the main thread then ends the thread, and reports the facts of the stages that were done.
 */
import type { Worker } from 'node:worker_threads'
import type { Facts, NotCheckedReason } from '../facts'
import type { Target } from '../inputs'
import { type Preflight, preflight } from '../preflight'
import type { PreflightContext } from './climber'
import type { Answer, Request } from './engine-thread'
import { cutShort, factsBefore } from './fact-log'

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
 * inputs. A thread that ended in time is used again for the next host. `onFault` gets errors of this program.
 */
export function superviseEngine(
  startThread: () => Worker,
  onFault: (error: unknown) => void,
): Engine {
  const idle: Worker[] = []
  const start = () => {
    const thread = startThread()
    // Until it has work, an error of the thread is no news: the next preflight meets it.
    thread.on('error', () => undefined)
    thread.unref()
    return thread
  }
  const rest = (thread: Worker) => {
    thread.unref()
    idle.push(thread)
    thread.once('exit', () => {
      const at = idle.indexOf(thread)
      if (at >= 0) idle.splice(at, 1)
    })
  }
  rest(start())
  return {
    preflight: (target, context) =>
      superviseRun(idle.pop() ?? start(), target, context, { rest, onFault }),
    close: () => {
      for (const thread of idle.splice(0)) void thread.terminate()
    },
  }
}

interface Owner {
  readonly rest: (thread: Worker) => void
  readonly onFault: (error: unknown) => void
}

function superviseRun(
  thread: Worker,
  target: Target,
  context: PreflightContext,
  { rest, onFault }: Owner,
): Promise<Facts> {
  const startedAt = process.hrtime.bigint()
  const spentMs = () => Number(process.hrtime.bigint() - startedAt) / 1e6
  return new Promise((resolve) => {
    let facts = factsBefore(target, context)
    let alarm: NodeJS.Timeout
    let heard = false
    const leave = () => {
      clearTimeout(alarm)
      context.signal.removeEventListener('abort', cancel)
      thread.off('message', take).off('error', failed).off('exit', exited)
    }
    const giveUp = (why: NotCheckedReason) => {
      leave()
      void thread.terminate()
      resolve(cutShort(facts, why, Math.round(spentMs())))
    }
    const alarmIn = (ms: number, why: NotCheckedReason) => {
      clearTimeout(alarm)
      alarm = setTimeout(giveUp, ms, why)
    }
    const cancel = () => {
      send({ kind: 'cancel' })
      alarmIn(graceMs, 'cancelled')
    }
    const take = (answer: Answer) => {
      heard = true
      if (answer.kind === 'fault') {
        onFault(Object.assign(new Error(answer.message), { stack: answer.stack }))
        return
      }
      facts = answer.facts
      if (answer.kind === 'stage') {
        context.onStage(facts)
        return
      }
      leave()
      rest(thread)
      resolve(facts)
    }
    const failed = (error: Error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
        giveUp('out-of-memory')
      } else if (heard) {
        onFault(error)
        giveUp('stopped')
      } else {
        // This machine starts no threads. The engine bounds itself in all that is known to keep it busy.
        leave()
        resolve(preflight(target, context))
      }
    }
    const exited = () => {
      failed(new Error('the engine ended before its answer'))
    }
    const send = (request: Request) => {
      thread.postMessage(request)
    }
    thread.ref()
    thread.on('message', take).once('error', failed).once('exit', exited)
    const { secrets, runner, workflow } = context
    send({ kind: 'run', target, about: { secrets, runner, workflow }, startedAt })
    alarmIn(target.timeoutMs + graceMs, 'out-of-time')
    if (context.signal.aborted) cancel()
    else context.signal.addEventListener('abort', cancel, { once: true })
  })
}

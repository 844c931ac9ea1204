/** The other side of supervised-engine.ts: runs preflights inside a worker thread, those of several hosts side by side. */
import { parentPort } from 'node:worker_threads'
import type { Facts } from '../facts'
import type { Target } from '../inputs'
import { type OpenedKey, rememberKeys } from '../private-key/read-once'
import { isWorthAsking } from '../diagnosis/server-check/worth-asking'
import { preflight } from '../preflight'
import type { PreflightContext } from '../preflight/host-session'

/** What the main thread asks for. */
export type Request =
  | {
      readonly kind: 'run'
      /** Names the preflight in all further messages. */
      readonly id: number
      readonly target: Target
      readonly about: Pick<
        PreflightContext,
        'secrets' | 'runner' | 'workflow' | 'runnerSsh' | 'lookup'
      >
      /** The keys that the main thread has read, so that none is decrypted here while the clocks of other hosts run. */
      readonly keys: readonly OpenedKey[]
      /** process.hrtime.bigint() at the start of the host's clock: all threads of a process share it. */
      readonly startedAt: bigint
    }
  | { readonly kind: 'cancel'; readonly id: number }

/** What the thread answers: the facts after each stage, an error that nobody caught, and the facts at the end. */
export type Answer =
  | { readonly kind: 'stage' | 'done'; readonly id: number; readonly facts: Facts }
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string }

/** Serves the main thread until it ends this one. */
export function serveEngine(): void {
  const port = parentPort
  if (port === null) return
  const answer = (message: Answer) => {
    port.postMessage(message)
  }
  const runs = new Map<number, AbortController>()
  const fail = (error: unknown) => {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
    answer({ kind: 'fault', message, stack })
    for (const run of runs.values()) run.abort()
  }
  process.on('uncaughtException', fail).on('unhandledRejection', fail)
  port.on('message', (request: Request) => {
    const { id } = request
    if (request.kind === 'cancel') {
      runs.get(id)?.abort()
      return
    }
    rememberKeys(request.keys)
    const run = new AbortController()
    runs.set(id, run)
    const context: PreflightContext = {
      ...request.about,
      isWorthAsking,
      signal: run.signal,
      spentMs: Number(process.hrtime.bigint() - request.startedAt) / 1e6,
      onStage: (facts) => {
        answer({ kind: 'stage', id, facts })
      },
    }
    preflight(request.target, context).then((facts) => {
      runs.delete(id)
      answer({ kind: 'done', id, facts })
    }, fail)
  })
}

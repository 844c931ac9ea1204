/** A run that a signal or a fault of the program can end early, with all that is known so far. */
export interface Cancellation {
  readonly signal: AbortSignal
  /** The exit code of a shell for the signal that came (128 + its number); null when none did. */
  readonly exitCode: () => number | null
  /** The error that nobody caught; null when there was none. */
  readonly fault: () => unknown
  /** Ends the run for an error that was caught elsewhere. */
  readonly fail: (error: unknown) => void
  /** Takes the handlers off, so that the process can end by itself. */
  stop(): void
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Listens for SIGINT and SIGTERM (a runner sends SIGINT, and SIGTERM 7.5 s later) and for errors that escape from an
 * event handler: each aborts the run, whose sockets then close, and what is known so far is still reported.
 */
export function cancelOnSignals(): Cancellation {
  const controller = new AbortController()
  let exitCode: number | null = null
  let fault: unknown = null
  const onSignal = (name: NodeJS.Signals) => {
    const isAgain = name === 'SIGINT' && exitCode === exitCodes.SIGINT
    exitCode = name === 'SIGTERM' ? exitCodes.SIGTERM : exitCodes.SIGINT
    controller.abort()
    // Whoever presses Ctrl-C twice has waited enough.
    if (isAgain) process.exit(exitCode)
  }
  const onFault = (error: unknown) => {
    fault ??= error
    controller.abort()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  process.on('uncaughtException', onFault).on('unhandledRejection', onFault)
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    fault: () => fault,
    fail: onFault,
    stop() {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
      process.off('uncaughtException', onFault).off('unhandledRejection', onFault)
    },
  }
}

const graceMs = 1000

/**
 * Ends the process a second after the work is done if something still holds it: a name that the system's resolver is
 * still asking for can't be taken back. Without such a thing it ends by itself, at once.
 */
export function endSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength > 0) endSoon()
    else process.exit()
  }, graceMs).unref()
}

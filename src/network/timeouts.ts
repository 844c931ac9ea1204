/** How long the port stage waits for what, in milliseconds, so that a short `timeout` still leaves a verdict. */
export interface Timeouts {
  /** After this long without an answer an address is called silent. Linux repeats a SYN after 1, 3 and 7 seconds. */
  readonly silentMs: number
  /** After this long without an answer the next address starts, while the first keeps waiting. */
  readonly nextAddressMs: number
  /** After this long without an answer the port probes start. */
  readonly quietMs: number
  /** One connect to another port. */
  readonly portProbeMs: number
  /** How long another port is listened to for an identification line, before we send anything. */
  readonly probeListenMs: number
  /** Pause before the second attempt at a port that refused. */
  readonly pauseMs: number
}

/** The timeouts for the time that is left: a third of it for a silent address, and at most ten seconds. */
export function timeoutsFor(
  remainingMs: number,
  addresses: number,
  os: NodeJS.Platform = process.platform,
): Timeouts {
  // Of a refused port, Windows tries two more times, half a second apart and more: it says so after two seconds.
  const refusalMs = os === 'win32' ? Math.min(3_000, Math.round(remainingMs / 2)) : 0
  const silentMs = Math.max(refusalMs, Math.min(10_000, Math.round(remainingMs / 3)))
  // Many addresses start closer together, so that the last one gets its turn as well.
  const spread = Math.round(silentMs / Math.max(1, addresses - 1))
  return {
    silentMs,
    nextAddressMs: Math.min(3_000, Math.round(silentMs * 0.3), Math.max(1_000, spread)),
    quietMs: Math.round(silentMs / 2),
    portProbeMs: Math.max(refusalMs, Math.min(3_000, Math.round(remainingMs / 5))),
    probeListenMs: Math.min(2_000, Math.round(remainingMs / 6)),
    pauseMs: Math.min(1_500, Math.round(remainingMs / 8)),
  }
}

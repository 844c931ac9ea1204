import { type Clock, startClock } from './clock'
import { type Connections, trackConnections } from './connections'
import { FactLog } from './fact-log'
import type { Address, Fact, Facts, RunnerFacts, WorkflowFacts } from './facts'
import type { Target } from './inputs'
import { makeOffer, type Offer } from './ssh/algorithms'
import { pinnedTypes, readPins } from './ssh/host-key-pins'
import { authenticate } from './stages/authentication'
import { resolveName } from './stages/dns'
import { compareHostKey } from './stages/host-key'
import { listen } from './stages/identification'
import { readKey } from './stages/key'
import { exchangeKeys, type SecureConnection } from './stages/key-exchange'
import { redactAuthentication, redactSession } from './stages/redact'
import { openSession, SessionListener } from './stages/session'
import { openPort } from './stages/tcp'

/** What a preflight is told beside its target, and how it tells what it sees. */
export interface PreflightContext {
  readonly runner: RunnerFacts
  readonly workflow: Fact<WorkflowFacts>
  /** Aborted on SIGINT: every socket and timer is closed, and the facts so far are returned. */
  readonly signal: AbortSignal
  /** Called after each stage with all facts so far, for the live log. */
  readonly onStage: (facts: Facts) => void
}

/** Climbs the ladder until a rung breaks or the clock runs out. Never throws for what a server does. */
export type Preflight = (target: Target, context: PreflightContext) => Promise<Facts>

export const preflight: Preflight = async (target, context) => {
  const clock = startClock(target.timeoutMs, context.signal)
  const connections = trackConnections()
  const log = new FactLog(target, context, clock, connections)
  try {
    await climb(target, clock, connections, log)
  } finally {
    connections.closeAll()
    clock.stop()
  }
  return log.facts
}

/** The rungs in order. Returning early leaves the rest `stopped`, or `out-of-time` when the clock ended. */
async function climb(
  target: Target,
  clock: Clock,
  connections: Connections,
  log: FactLog,
): Promise<void> {
  const { facts: input, credentials } = target
  const { host } = input
  const user = credentials.username
  const key = await log.gather('key', () => readKey(credentials))
  const signer = key?.signer ?? null
  if (host === null || user === null || input.problems.length > 0) return
  if (signer === null && credentials.password === null) return

  const dns = await log.gather('dns', async () => ({ fact: await resolveName(input, clock) }))
  if (dns?.fact.state !== 'observed') return
  const names = dns.fact.value
  const tcp = await log.gather('tcp', () => openPort(names, input, clock, connections))
  const socket = tcp?.socket
  if (!socket || tcp.fact.state !== 'observed') return
  const { connected } = tcp.fact.value
  const banner = await log.gather('identification', () => listen(socket, clock))
  const greeted = banner?.greeted
  if (!greeted) return

  const { pins } = readPins(target.pins, host, input.port)
  const offer = makeOffer({ first: pinnedTypes(pins), without: [] })
  const exchange = await log.gather('keyExchange', () => exchangeKeys(greeted, offer, clock))
  const first = exchange?.secure
  if (!first) return
  const address = names.addresses.find((each) => each.address === connected)
  const again = (other: Offer) => reconnect(address, input.port, other, clock, connections)
  const comparison = await log.gather('hostKey', () => compareHostKey(pins, first, again, clock))
  const secure = comparison?.secure
  if (!secure) return
  const password = comparison.trust === 'full' ? credentials.password : null
  if (signer === null && password === null) return

  const listener = new SessionListener(secure)
  try {
    const login = await log.gather('authentication', async () => {
      const proof = { user, key: signer?.parsed ?? null, password }
      const fact = await authenticate(secure, proof, clock)
      const shown = { user: input.user ?? '' }
      return {
        fact: mapFact(fact, (value) => ({ ...redactAuthentication(value, password), ...shown })),
      }
    })
    if (login?.fact.state !== 'observed' || login.fact.value.outcome !== 'accepted') return
    connections.loggedIn()
    await log.gather('session', async () => {
      const fact = await openSession(secure, listener, input.sftp, clock)
      return { fact: mapFact(fact, (value) => redactSession(value, password)) }
    })
    log.addHostKeys(listener.announced)
  } finally {
    await secure.connection.close(clock)
  }
}

/** The one extra connection, to the same address, which asks for other types of host key. */
async function reconnect(
  address: Address | undefined,
  port: number,
  offer: Offer,
  clock: Clock,
  connections: Connections,
): Promise<SecureConnection | null> {
  if (!address) return null
  const { socket } = await connections.open({ ...address, port }, 'ssh', clock.remainingMs())
  if (!socket) return null
  const { greeted } = await listen(socket, clock)
  return greeted && (await exchangeKeys(greeted, offer, clock)).secure
}

function mapFact<T>(fact: Fact<T>, change: (value: T) => T): Fact<T> {
  return fact.state === 'observed' ? { ...fact, value: change(fact.value) } : fact
}

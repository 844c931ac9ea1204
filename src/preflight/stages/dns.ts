import dns from 'node:dns'
import net from 'node:net'
import os from 'node:os'
import type { Clock } from '../clock'
import { type Address, type DnsFacts, type InputFacts } from '../../facts'
import { ours, type Raw } from '../../facts/unredacted'
import { inSameNetwork, rangeOf } from '../../knowledge/address-ranges'
import {
  familyOf,
  type SystemLookup,
  systemLookup,
  type TimedLookup,
} from '../../network/system-lookup'
import { failed } from './observe'
import { type Fact, notChecked, type NotCheckedReason } from '../../facts/fact'

/** getaddrinfo's "address family for hostname not supported": an IPv4 address where IPv6 is asked for, or the reverse. */
const wrongFamily = { code: 'EAI_ADDRFAMILY', errno: -3000 }

/** What the resolver itself is asked after a failure, per question and at most. */
const explainMs = 2_000

/** What is known of a name, and the addresses to connect to. */
export interface Resolved {
  readonly fact: Raw<Fact<DnsFacts>>
  /** Empty unless the fact is observed. */
  readonly addresses: readonly Address[]
}

/**
 * Finds the addresses of the host, in the order in which they are tried. A literal address asks nobody. After a failure
 * the resolver itself is asked what it has of each family. An answer that doesn't come in time is `EAI_AGAIN`. `known` is
 * the answer of a lookup that was made before, within the host's time; else null.
 */
export async function resolveName(
  input: InputFacts,
  clock: Clock,
  known: TimedLookup | null = null,
): Promise<Resolved> {
  const none = (why: NotCheckedReason): Resolved => ({ fact: notChecked(why), addresses: [] })
  if (input.host === null) return none('stopped')
  if (clock.signal.aborted) return none(clock.cancelled ? 'cancelled' : 'out-of-time')
  const startedAt = clock.elapsedMs()
  const name = input.host
  const family = familyOf(input.protocol)
  try {
    const found = await find(name, family, clock, known)
    if (clock.cancelled) return none('cancelled')
    const ms = clock.elapsedMs() - startedAt + (known?.ms ?? 0)
    return { fact: { state: 'observed', value: factsOf(found), ms }, addresses: found.addresses }
  } catch (error) {
    return { fact: failed(error, clock.elapsedMs() - startedAt), addresses: [] }
  }
}

function factsOf({ name, literal, addresses, error, explain }: DnsFacts): Raw<DnsFacts> {
  return {
    name: ours(name),
    literal,
    addresses: addresses.map((each) => ({ ...each, address: ours(each.address) })),
    error: error && { ...error, code: ours(error.code) },
    explain: explain && { a: ours(explain.a), aaaa: ours(explain.aaaa) },
  }
}

async function find(
  name: string,
  family: 0 | 4 | 6,
  clock: Clock,
  known: TimedLookup | null,
): Promise<DnsFacts> {
  const literal = name.replace(/^\[(.*)\]$/, '$1')
  const kind = net.isIP(literal)
  if (kind === 4 || kind === 6) {
    const fits = family === 0 || family === kind
    return {
      name,
      literal: true,
      addresses: fits ? [addressOf(literal, kind)] : [],
      error: fits ? null : wrongFamily,
      explain: null,
    }
  }
  const found = known?.found ?? (await lookUp(name, family, clock))
  const answers = found && 'addresses' in found ? found.addresses : []
  const addresses = new Map(
    answers.map(({ address, family: each }) => [address, addressOf(address, each === 6 ? 6 : 4)]),
  )
  if (addresses.size > 0)
    return { name, literal: false, addresses: [...addresses.values()], error: null, explain: null }
  const error = found && 'error' in found ? found.error : { code: 'EAI_AGAIN', errno: null }
  return { name, literal: false, addresses: [], error, explain: await explain(name, clock) }
}

/** Null when no answer came in time. */
async function lookUp(name: string, family: 0 | 4 | 6, clock: Clock): Promise<SystemLookup | null> {
  const abandon = new AbortController()
  const timer = setTimeout(
    () => {
      abandon.abort()
    },
    Math.max(1, clock.remainingMs() - reserveOf(clock)),
  )
  try {
    return await systemLookup(name, family, AbortSignal.any([abandon.signal, clock.signal]))
  } finally {
    clearTimeout(timer)
  }
}

/** Kept for asking the resolver itself. */
function reserveOf(clock: Clock): number {
  return Math.min(explainMs, clock.remainingMs() / 4)
}

/** Asks the configured resolvers for both families, past /etc/hosts and getaddrinfo's coarse codes. */
async function explain(name: string, clock: Clock): Promise<DnsFacts['explain']> {
  const limitMs = Math.min(explainMs, clock.remainingMs())
  if (limitMs < 200 || clock.signal.aborted) return null
  const resolver = new dns.promises.Resolver({ timeout: limitMs, tries: 1 })
  const cancel = () => {
    resolver.cancel()
  }
  const timer = setTimeout(cancel, limitMs)
  clock.signal.addEventListener('abort', cancel, { once: true })
  const [a, aaaa] = await Promise.all([
    answer(resolver.resolve4(name)),
    answer(resolver.resolve6(name)),
  ])
  clearTimeout(timer)
  clock.signal.removeEventListener('abort', cancel)
  return { a, aaaa }
}

async function answer(question: Promise<readonly string[]>): Promise<string> {
  try {
    return (await question).length > 0 ? 'ok' : 'ENODATA'
  } catch (error) {
    const code = codeOf(error) ?? 'EBADRESP'
    return code === 'ECANCELLED' ? 'ETIMEOUT' : code
  }
}

function addressOf(address: string, family: 4 | 6): Address {
  const interfaces = Object.values(os.networkInterfaces()).flatMap(
    (each) => each?.flatMap(({ cidr }) => cidr ?? []) ?? [],
  )
  return {
    address,
    family,
    range: rangeOf(address),
    onLink: inSameNetwork(address, interfaces),
  }
}

function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}

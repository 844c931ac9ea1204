import type { Clock } from './clock'
import type { Connections } from './connections'
import { type Facts, factsVersion, notChecked, type NotChecked, seen } from './facts'
import type { Target } from './inputs'
import { loginStrikes } from './login-strikes'
import type { PreflightContext } from './preflight'
import { readHostKey } from './ssh/host-key'
import { failed, outOfTime } from './stages/observe'

type Gathered = Pick<
  Facts,
  | 'key'
  | 'dns'
  | 'tcp'
  | 'identification'
  | 'keyExchange'
  | 'hostKey'
  | 'authentication'
  | 'session'
>

/** How long a stage may still take to give its facts after the clock has ended; the rest of the two seconds is for closing. */
const graceMs = 1000

/** The facts of one preflight as they grow, rung by rung, told to the live log after each. */
export class FactLog {
  readonly #target: Target
  readonly #context: PreflightContext
  readonly #clock: Clock
  readonly #connections: Connections
  #gathered: Partial<Gathered> = {}
  #late = false

  constructor(target: Target, context: PreflightContext, clock: Clock, connections: Connections) {
    this.#target = target
    this.#context = context
    this.#clock = clock
    this.#connections = connections
  }

  /** All facts so far. What was not gathered was `stopped`, or had no time. */
  get facts(): Facts {
    const { counted } = this.#connections
    const { authentication, session } = this.#gathered
    const login = authentication ? seen(authentication) : null
    const exec = session ? (seen(session)?.exec ?? null) : null
    return {
      version: factsVersion,
      runner: this.#context.runner,
      workflow: this.#context.workflow,
      input: this.#target.facts,
      ...nothing(this.#whyNot()),
      ...this.#gathered,
      cost: {
        connections: counted.connections,
        sideLooks: counted.sideLooks,
        strikes: this.#connections.strikes() + loginStrikes(login, exec && seen(exec)),
        ms: this.#clock.elapsedMs(),
        timeoutMs: this.#target.timeoutMs,
      },
    }
  }

  /** Keeps a fact and tells the live log. */
  note<Rung extends keyof Gathered>(rung: Rung, fact: Gathered[Rung]): void {
    this.#gathered = { ...this.#gathered, [rung]: fact }
    this.#context.onStage(this.facts)
  }

  /**
   * Runs one stage and keeps its fact. Gives what the stage gave, or null when it threw (a fault of this program), or when
   * it had no time: a stage that outlives the clock is left behind.
   */
  async gather<Rung extends keyof Gathered, Result extends { readonly fact: Gathered[Rung] }>(
    rung: Rung,
    stage: () => Promise<Result>,
  ): Promise<Result | null> {
    const startedAt = this.#clock.elapsedMs()
    if (this.#clock.signal.aborted) {
      this.#late = true
      return null
    }
    try {
      const result = await this.#inTime(stage())
      if (result === null) this.note(rung, outOfTime(this.#clock))
      else this.note(rung, result.fact)
      return result
    } catch (error) {
      this.note(rung, failed(error, this.#clock.elapsedMs() - startedAt))
      return null
    }
  }

  /** Adds the keys that the server announced after the login to the facts of its host key. */
  addHostKeys(blobs: readonly Buffer[]): void {
    const { hostKey } = this.#gathered
    if (hostKey?.state !== 'observed') return
    const announced = blobs.flatMap((blob) => readHostKey(blob) ?? [])
    this.#gathered = {
      ...this.#gathered,
      hostKey: { ...hostKey, value: { ...hostKey.value, announced } },
    }
  }

  #whyNot(): NotChecked {
    const late = Object.values(this.#gathered).find(
      (fact) => fact.state === 'not-checked' && ['out-of-time', 'cancelled'].includes(fact.why),
    )
    return this.#late || late ? outOfTime(this.#clock) : notChecked('stopped')
  }

  async #inTime<T>(work: Promise<T>): Promise<T | null> {
    const settled = new AbortController()
    const late = new Promise<null>((resolve) => {
      const wait = () => {
        const alarm = setTimeout(resolve, graceMs, null)
        settled.signal.addEventListener('abort', () => {
          clearTimeout(alarm)
        })
      }
      this.#clock.signal.addEventListener('abort', wait, { once: true, signal: settled.signal })
    })
    try {
      return await Promise.race([work, late])
    } finally {
      settled.abort()
    }
  }
}

function nothing(why: NotChecked): Gathered {
  return {
    key: why,
    dns: why,
    tcp: why,
    identification: why,
    keyExchange: why,
    hostKey: why,
    authentication: why,
    session: why,
  }
}

import type { Clock } from './clock'
import type { Facts, HopFacts } from '../facts'
import type { FactStage } from '../facts/stages'
import type { Raw } from '../facts/unredacted'
import { late, withDeadline } from '../network/deadline'
import type { Redaction } from '../redaction/redaction'
import { readHostKey } from '../ssh/host-key'
import { failed, outOfTime } from './stages/observe'
import { type Failed, seen } from '../facts/fact'

/** What stages give: the facts of a hop by stage, and what only another login to the target gives. */
export type StageFacts = Pick<HopFacts, FactStage> & Pick<Facts, 'serverCheck'>

/** How long a stage may still take to give its facts after the clock has ended; the rest of the two seconds is for closing. */
const graceMs = 400

/** Runs the stages of one server, and holds their facts. */
export class StageRunner {
  readonly #clock: Clock
  readonly #redaction: Redaction
  readonly #tell: () => void
  #facts: Partial<StageFacts> = {}
  #skipped = false

  /** `tell` is called after each fact. */
  constructor(clock: Clock, redaction: Redaction, onChange: () => void) {
    this.#clock = clock
    this.#redaction = redaction
    this.#tell = onChange
  }

  get facts(): Partial<StageFacts> {
    return this.#facts
  }

  /** Whether a stage had no time. */
  get isLate(): boolean {
    return (
      this.#skipped ||
      Object.values(this.#facts).some(
        (fact) => fact.state === 'not-checked' && ['out-of-time', 'cancelled'].includes(fact.why),
      )
    )
  }

  /** Redacts a fact, keeps it, gives it back, and calls `tell`. */
  note<Name extends keyof StageFacts>(name: Name, raw: Raw<StageFacts[Name]>): StageFacts[Name] {
    return this.#keep(name, this.#redaction.redact<StageFacts[Name]>(raw))
  }

  #keep<Name extends keyof StageFacts>(name: Name, fact: StageFacts[Name]): StageFacts[Name] {
    this.#facts = { ...this.#facts, [name]: fact }
    this.#tell()
    return fact
  }

  /**
   * Runs one stage and keeps its fact. Gives what the stage gave, its fact redacted, or null when it threw (a fault of this
   * program), or when it had no time: a stage that outlives the clock is left behind.
   */
  async gather<
    Name extends keyof StageFacts,
    Result extends { readonly fact: Raw<StageFacts[Name]> },
  >(
    name: Name,
    stage: () => Promise<Result>,
  ): Promise<(Omit<Result, 'fact'> & { readonly fact: StageFacts[Name] }) | null> {
    const startedAt = this.#clock.elapsedMs()
    if (this.#clock.signal.aborted) {
      this.#skipped = true
      return null
    }
    try {
      const result = await this.#inTime(stage())
      if (result !== null) return { ...result, fact: this.note(name, result.fact) }
      this.#keep(name, outOfTime(this.#clock))
      return null
    } catch (error) {
      const fault = failed(error, this.#clock.elapsedMs() - startedAt)
      this.#keep(name, this.#redaction.redact<Failed>(fault))
      return null
    }
  }

  /** Of several keys of an agent, the one that logged in is the key of this check. */
  keepKeyOfLogin(): void {
    const { auth, key } = this.#facts
    const login = auth && seen(auth)?.attempts.find(({ answer }) => answer === 'success')
    if (key?.state !== 'observed' || !login?.fingerprint) return
    const own = key.value.agentKeys?.find(({ fingerprint }) => fingerprint === login.fingerprint)
    this.#facts = { ...this.#facts, key: { ...key, value: { ...key.value, ...own } } }
  }

  /** Adds the keys that the server announced after the login to the facts of its host key. */
  addHostKeys(blobs: readonly Buffer[]): void {
    const { hostkey } = this.#facts
    if (hostkey?.state !== 'observed') return
    const announced = blobs
      .flatMap((blob) => readHostKey(blob) ?? [])
      .filter((key) => !this.#redaction.holdsSecret(key))
    this.#facts = {
      ...this.#facts,
      hostkey: { ...hostkey, value: { ...hostkey.value, announced } },
    }
  }

  async #inTime<T>(work: Promise<T>): Promise<T | null> {
    let result = await withDeadline(work, Infinity, this.#clock.signal)
    if (result === late) result = await withDeadline(work, graceMs)
    return result === late ? null : result
  }
}

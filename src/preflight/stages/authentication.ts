import type { Clock } from '../clock'
import type { AuthenticationAttempt, AuthenticationFacts } from '../../facts'
import {
  ours,
  oursOrNull,
  type Raw,
  remote,
  remoteNames,
  type Unredacted,
} from '../../facts/unredacted'
import { isSecondFactorPrompt } from '../../knowledge/login-prompts'
import { fingerprintOf } from '../../ssh/host-key'
import type { Answer, Interruption, Prompt, Signer, SshSession } from '../../ssh/session'
import { type RsaSignature, signatureAlgorithms } from '../../ssh/signature-algorithms'
import { endOf } from './interruption'
import { observe, outOfTime, waitedLongEnough } from './observe'
import type { Fact } from '../../facts/fact'

/** What we have to log in with. A password is null when there is none, or when the server must not get it. */
export interface LoginCredentials {
  readonly user: string
  /** The login name as facts may show it. */
  readonly shownUser: string
  /** The keys to offer, in this order. */
  readonly keys: readonly Signer[]
  readonly password: string | null
  /** Whether the password is sent before the key is offered, where the server accepts plain passwords. */
  readonly passwordFirst: boolean
  /** The signature that an RSA key makes, where the server accepts both. */
  readonly rsaFirst: RsaSignature
}

/**
 * RFC 4252 over one connection: `none` first, which gives the methods, then the keys and the password in the order of the deploy's client, each
 * at most once and only when the server offers it. Ends at the first success, and never answers a prompt that is no password's.
 */
export async function authenticate(
  session: SshSession,
  loginCredentials: LoginCredentials,
  clock: Clock,
): Promise<Raw<Fact<AuthenticationFacts>>> {
  return observe<AuthenticationFacts>(clock, async () => {
    const startedAt = clock.elapsedMs()
    const exchange = new AuthExchange(session, loginCredentials, clock)
    await exchange.run()
    const stalled = exchange.interruption?.how === 'stalled'
    return stalled && !waitedLongEnough(clock, startedAt) ? outOfTime(clock) : exchange.facts()
  })
}

type Method = AuthenticationAttempt['method']
type RawAttempt = Raw<AuthenticationAttempt>
type Attempt = { -readonly [Name in keyof RawAttempt]: RawAttempt[Name] }

class AuthExchange {
  interruption: Interruption | null = null
  #methods: readonly string[] | null = null
  #canContinue: readonly string[] = []
  #acceptedBy: Method | null = null
  readonly #attempts: Attempt[] = []
  readonly #session: SshSession
  readonly #loginCredentials: LoginCredentials
  readonly #clock: Clock

  constructor(session: SshSession, loginCredentials: LoginCredentials, clock: Clock) {
    this.#session = session
    this.#loginCredentials = loginCredentials
    this.#clock = clock
  }

  async run(): Promise<void> {
    this.interruption = await this.#session.authentication.begin()
    if (this.interruption) return
    await this.#none()
    const { password, passwordFirst } = this.#loginCredentials
    if (passwordFirst && password !== null && this.#offers('password'))
      await this.#password(password)
    await this.#publicKeys()
    if (password !== null && this.#offers('password')) await this.#password(password)
    else if (password !== null && this.#offers('keyboard-interactive'))
      await this.#keyboardInteractive(password)
    // `AuthenticationMethods password,publickey` offers the key only now.
    await this.#publicKeys()
  }

  facts(): Raw<AuthenticationFacts> {
    const { serverSigAlgs, banners } = this.#session.authentication
    const { disconnect, error } = this.#end ?? { disconnect: null, error: null }
    return {
      user: ours(this.#loginCredentials.shownUser),
      outcome: this.#outcome(),
      acceptedBy: oursOrNull(this.#acceptedBy),
      methods: this.#methods && remoteNames(this.#methods),
      attempts: this.#attempts,
      serverSigAlgs: serverSigAlgs && remoteNames(serverSigAlgs),
      banners: banners.map(({ text, when }) => ({ text: remote(text, longestText), when })),
      disconnect,
      error,
    }
  }

  get #end() {
    return this.interruption && endOf(this.interruption)
  }

  #outcome(): AuthenticationFacts['outcome'] {
    if (this.#end) return this.#end.outcome
    if (this.#acceptedBy !== null) return 'accepted'
    const asked = this.#attempts.filter(({ method }) => method !== 'none')
    if (asked.length === 0) return 'unavailable'
    const last = asked.at(-1)
    const unanswered = last?.method === 'keyboard-interactive' && last.answer === 'not-sent'
    return last?.answer === 'partial-success' || unanswered ? 'partial' : 'rejected'
  }

  /** Whether the server goes on, offers the method and it was not tried yet. */
  #offers(method: Method): boolean {
    if (this.interruption !== null || this.#acceptedBy !== null) return false
    const tried = this.#attempts.some((attempt) => attempt.method === method)
    return !tried && this.#canContinue.includes(method)
  }

  async #none(): Promise<void> {
    const { authentication } = this.#session
    const attempt = this.#begin('none')
    const answer = await authentication.none(this.#loginCredentials.user)
    this.#finish(attempt, answer)
    if (isKind(answer, 'failure')) this.#methods = answer.methods
  }

  /** Until one is accepted, or the server or we have enough. */
  async #publicKeys(): Promise<void> {
    if (!this.#offers('publickey')) return
    const { keys } = this.#loginCredentials
    const offered = () => this.#attempts.filter(({ method }) => method === 'publickey')
    for (const key of keys) {
      const last = offered().at(-1)
      const isOver = last && (last.pkOk === true || last.answer !== 'failure')
      if (isOver || offered().length >= mostOffers || !this.#canContinue.includes('publickey'))
        return
      await this.#publicKey(key)
    }
  }

  async #publicKey(key: Signer): Promise<void> {
    const { authentication } = this.#session
    const algorithms = signatureAlgorithms(
      key.type,
      authentication.serverSigAlgs,
      this.#loginCredentials.rsaFirst,
    )
    if (algorithms.length === 0) this.#leave(this.#begin('publickey', key.type, key))
    for (const algorithm of algorithms) {
      const attempt = this.#begin('publickey', algorithm, key)
      let answer = await authentication.query(this.#loginCredentials.user, key, algorithm)
      const pkOk = isKind(answer, 'pk-ok')
      attempt.pkOk = pkOk
      if (pkOk) answer = await authentication.sign(this.#loginCredentials.user, key, algorithm)
      this.#finish(attempt, answer)
      // Another algorithm is worth a question only when this one was refused before a signature.
      if (pkOk || attempt.answer !== 'failure' || !this.#canContinue.includes('publickey')) return
    }
  }

  async #password(password: string): Promise<void> {
    const attempt = this.#begin('password')
    const { authentication } = this.#session
    const answer = await authentication.password(this.#loginCredentials.user, password)
    attempt.changeRequested = isKind(answer, 'change-request')
    this.#finish(attempt, answer)
  }

  /** RFC 4256: answers one hidden prompt with the password; any further prompt is a second factor that we don't have. */
  async #keyboardInteractive(password: string): Promise<void> {
    const { authentication } = this.#session
    const attempt = this.#begin('keyboard-interactive')
    const prompts: Unredacted[] = []
    attempt.answered = 0
    let rounds = 0
    let answer = await authentication.keyboardInteractive(this.#loginCredentials.user)
    while (isKind(answer, 'prompts')) {
      const asked = answer.prompts
      const texts = asked.map(({ prompt }) => remote(prompt, longestText))
      prompts.push(...texts.slice(0, mostPrompts - prompts.length))
      attempt.prompts = prompts
      rounds++
      const wantsMore = asked.length > 0 && (attempt.answered === 1 || !asksForPassword(asked))
      if (wantsMore || rounds > mostPrompts) {
        this.#leave(attempt)
        return
      }
      if (asked.length === 1) attempt.answered = 1
      answer = await authentication.respond(asked.map(() => password))
    }
    this.#finish(attempt, answer)
  }

  #begin(method: Method, algorithm: string | null = null, key: Signer | null = null): Attempt {
    const isOneOfMany = key !== null && this.#loginCredentials.keys.length > 1
    const attempt: Attempt = {
      method,
      algorithm: oursOrNull(algorithm),
      ...(isOneOfMany && { fingerprint: ours(fingerprintOf(key.publicKey)) }),
      pkOk: null,
      answer: 'not-sent',
      methodsAfter: [],
      prompts: [],
      changeRequested: false,
      ms: this.#clock.elapsedMs(),
    }
    this.#attempts.push(attempt)
    return attempt
  }

  /** Ends an attempt that we could not make, or not go on with. */
  #leave(attempt: Attempt): void {
    attempt.ms = this.#clock.elapsedMs() - attempt.ms
    attempt.answer = 'not-sent'
  }

  #finish(attempt: Attempt, answer: Answer | Interruption): void {
    attempt.ms = this.#clock.elapsedMs() - attempt.ms
    if ('how' in answer) {
      this.interruption = answer
      attempt.answer = endOf(answer).outcome
      return
    }
    if (answer.kind === 'success') {
      this.#acceptedBy = attempt.method
      attempt.answer = 'success'
      return
    }
    attempt.answer = 'failure'
    if (answer.kind === 'failure') {
      attempt.methodsAfter = remoteNames(answer.methods)
      this.#canContinue = answer.methods
      if (answer.partial) attempt.answer = 'partial-success'
    } else this.#canContinue = []
  }
}

/** Offers of keys in one connection: sshd closes it at the sixth failure (MaxAuthTries of sshd_config(5)). */
const mostOffers = 5
const mostPrompts = 16
/** Most characters that are kept of a banner or a prompt. */
const longestText = 4096

/** One hidden prompt that is for no second factor. */
function asksForPassword(prompts: readonly Prompt[]): boolean {
  const [only] = prompts
  if (prompts.length !== 1 || only === undefined || only.echo) return false
  return !isSecondFactorPrompt(only.prompt)
}

function isKind<Kind extends Answer['kind']>(
  answer: Answer | Interruption,
  kind: Kind,
): answer is Extract<Answer, { readonly kind: Kind }> {
  return 'kind' in answer && answer.kind === kind
}

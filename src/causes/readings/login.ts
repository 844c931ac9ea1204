import { type AuthenticationAttempt, type AuthenticationFacts, type Facts, seen } from '../../facts'
import { pkOkProves } from '../../knowledge/ssh-servers'
import { list, say, type Words } from '../../text/words'

/** The authentication facts with what several causes ask of them. */
export interface Login {
  readonly facts: AuthenticationFacts
  readonly user: string
  readonly isRoot: boolean
  /** A private key that could be offered, and a password that could be sent. */
  readonly hasKey: boolean
  readonly hasPassword: boolean
  /** The input that the key came from. */
  readonly keyInput: 'key' | 'key_path'
  /** The server said "no" to the key. */
  readonly keyFailed: boolean
  /** The server accepted the key (SSH_MSG_USERAUTH_PK_OK) and said "no" only after the signature; null when it did not. */
  readonly refusedAfterKey: 'always' | 'likely' | null
  /** The attempt in which the server said "no" to the password, or asked for it again. */
  readonly passwordFailure: AuthenticationAttempt | null
}

/** Null when authentication was not observed. */
export function loginOf(facts: Facts): Login | null {
  const authentication = seen(facts.authentication)
  if (!authentication) return null
  const key = seen(facts.key)
  const failures = authentication.attempts.filter(({ answer }) => answer === 'failure')
  const keyFailures = failures.filter(({ method }) => method === 'publickey')
  const proves = pkOkProves(seen(facts.identification)?.software ?? null)
  return {
    facts: authentication,
    user: authentication.user,
    isRoot: authentication.user === 'root',
    hasKey: key?.usable === true,
    keyInput: key?.from ?? 'key',
    hasPassword: facts.input.given.includes('password'),
    keyFailed: keyFailures.length > 0,
    refusedAfterKey:
      proves !== 'never' && keyFailures.some(({ pkOk }) => pkOk === true) ? proves : null,
    passwordFailure:
      failures.find(isPassword) ?? authentication.attempts.find(isAskedAgain) ?? null,
  }
}

/** keyboard-interactive counts where its prompts ask for a password, or where there were none. */
function isPassword({ method, prompts }: AuthenticationAttempt): boolean {
  if (method === 'password') return true
  return method === 'keyboard-interactive' && !prompts.some(isSecondFactorPrompt)
}

/** The same prompt once more after the password, which was not answered again: a PAM module that gives several tries. */
export function isAskedAgain({ method, prompts, answer }: AuthenticationAttempt): boolean {
  const [first, ...rest] = prompts
  return (
    method === 'keyboard-interactive' &&
    answer === 'not-sent' &&
    first !== undefined &&
    rest.length > 0 &&
    rest.every((prompt) => prompt === first) &&
    !isSecondFactorPrompt(first)
  )
}

/**
 * Whether a prompt of keyboard-interactive (RFC 4256 section 3.2) asks for something that is no password: the words of
 * pam_google_authenticator, Duo, pam_oath, pam_radius and FreeIPA.
 */
export function isSecondFactorPrompt(prompt: string): boolean {
  return /verif|code|otp|one[- ]?time|token|factor|duo|passcode|authenticator|yubi|challenge|\bpin\b/i.test(
    prompt,
  )
}

/** What the server says after the login text: the messages of PAM, not the legal notice before. */
export function messagesAfterAnswer(login: AuthenticationFacts): string {
  return login.banners
    .filter(({ when }) => when === 'after-answer')
    .map(({ text }) => text)
    .join('\n')
    .trim()
}

/** "The server offers …", when it told its methods. */
export function offeredMethods(methods: readonly string[] | null): readonly Words[] {
  if (methods === null) return []
  if (methods.length === 0) return [say`The server offers no way at all to log in.`]
  return [say`The server offers ${list(methods.map((method) => say`${method}`))}.`]
}

import type { View } from '../view'
import { type AuthenticationAttempt, type AuthenticationFacts } from '../../facts'
import { algorithmsOfType } from '../../knowledge/host-keys'
import { isSecondFactorPrompt, lastLineOf } from '../../knowledge/login-prompts'
import { pkOkProves, sigAlgsAreConfigured } from '../../knowledge/ssh-servers'
import { list, say, type Words } from '../../text/words'

/** The authentication facts with what several causes ask of them. */
export interface Login extends AuthenticationFacts {
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
  /**
   * Whether the server accepts keys of this type and length at all. often-refused: RSA, whose length no server announces (OpenSSH's
   * RequiredRSASize). accepted: the server named the type, and only what its configuration accepts.
   */
  readonly typeIs: 'accepted' | 'often-refused' | 'unknown'
  /** What the server says after the credentials: the messages of PAM, not the legal notice before. */
  readonly message: string
}

/** Reads the facts of the login. */
export function loginOf(view: View<'auth'>): Login {
  const { auth, key } = view
  const failures = auth.attempts.filter(({ answer }) => answer === 'failure')
  const keyFailures = failures.filter(({ method }) => method === 'publickey')
  const proves = pkOkProves(view.banner?.software ?? null)
  const isRefusedAfterKey = proves !== 'never' && keyFailures.some(({ pkOk }) => pkOk === true)
  return {
    ...auth,
    isRoot: auth.user === 'root',
    hasKey: key?.usable === true,
    keyInput: key?.from ?? 'key',
    hasPassword: view.input.given.includes('password'),
    keyFailed: keyFailures.length > 0,
    refusedAfterKey: isRefusedAfterKey ? proves : null,
    typeIs: typeIsOf(view),
    passwordFailure: failures.find(tookPassword) ?? auth.attempts.find(isAskedAgain) ?? null,
    message: auth.banners
      .filter(({ when }) => when === 'after-answer')
      .map(({ text }) => text)
      .join('\n')
      .trim(),
  }
}

/** Keys of 3072 bits and more are long enough for every server. */
function typeIsOf({ auth, key, banner }: View<'auth'>): Login['typeIs'] {
  const type = key?.type ?? null
  if (type === null) return 'unknown'
  if (type === 'ssh-rsa') return (key?.bits ?? 0) < 3072 ? 'often-refused' : 'unknown'
  const isNamed = auth.serverSigAlgs?.some((each) => algorithmsOfType(type).includes(each)) ?? false
  return isNamed && sigAlgsAreConfigured(banner?.software ?? null) ? 'accepted' : 'unknown'
}

/** keyboard-interactive counts where a prompt was answered, or where there were none. */
function tookPassword(attempt: AuthenticationAttempt): boolean {
  const { method, prompts } = attempt
  if (method === 'password') return true
  return method === 'keyboard-interactive' && (prompts.length === 0 || answeredPrompts(attempt) > 0)
}

/** The server repeated the prompt after the password, and we did not answer again: a PAM module that allows several tries. */
export function isAskedAgain(attempt: AuthenticationAttempt): boolean {
  const { method, prompts, answer } = attempt
  const rest = unansweredPrompts(attempt)
  return (
    method === 'keyboard-interactive' &&
    answer === 'not-sent' &&
    answeredPrompts(attempt) > 0 &&
    rest.length > 0 &&
    rest.every((prompt) => lastLineOf(prompt) === lastLineOf(prompts[0] ?? ''))
  )
}

/** What the server asked for and did not get: the login stage answers with the password only. */
export function unansweredPrompts(attempt: AuthenticationAttempt): readonly string[] {
  return attempt.prompts.slice(answeredPrompts(attempt))
}

/** Older reports do not say it: the first prompt was answered, unless it asked for a second factor or was the last one. */
function answeredPrompts({ answered, prompts, answer }: AuthenticationAttempt): number {
  if (answered !== undefined) return answered
  const [first] = prompts
  const isLeft = answer === 'not-sent' && prompts.length === 1
  return first === undefined || isLeft || isSecondFactorPrompt(first) ? 0 : 1
}

/** "The server offers …", when it listed its methods. */
export function offeredMethods(methods: readonly string[] | null): readonly Words[] {
  if (methods === null) return []
  if (methods.length === 0) return [say`The server offers no authentication methods.`]
  return [say`The server offers ${list(methods.map((method) => say`${method}`))}.`]
}

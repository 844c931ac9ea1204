import { isPasswordMethod } from '../knowledge/login-prompts'
import type { AuthenticationFacts, ExecFacts } from '../facts'

/**
 * Failed logins that fail2ban counts, at most, for a login without success, in addition to the one for the end of its
 * connection. Sources: the logs of sshd 9.2 and 10.0, and the filter `sshd[mode=aggressive]` of fail2ban 1.0.2. Zero after a
 * login that succeeded, except for root where sshd 9.2 accepts the login and then drops it (`PermitRootLogin
 * forced-commands-only`).
 */
export function failedLoginsOf(login: AuthenticationFacts | null, exec: ExecFacts | null): number {
  if (login === null) return 0
  const { attempts, user } = login
  const dropped = exec?.outcome === 'closed' || exec?.outcome === 'reset'
  if (login.outcome === 'accepted') return user === 'root' && dropped ? 2 : 0
  // `Invalid user …` or `… not allowed because …`: whether sshd logs it cannot be seen from outside.
  const known = attempts.some(({ pkOk, answer }) => pkOk === true || answer === 'partial-success')
  const passwords = attempts.filter(
    ({ method, answer }) => isPasswordMethod(method) && answer === 'failure',
  )
  return (known ? 0 : 1) + passwords.length + (user === 'root' ? rootRefusals(login) : 0)
}

/** `ROOT LOGIN REFUSED` is logged by both processes of sshd, and `Failed publickey` counts behind it. */
function rootRefusals({ attempts }: AuthenticationFacts): number {
  const signed = attempts.find(({ pkOk }) => pkOk === true)
  if (!signed) return 0
  return signed.answer === 'failure' ? 3 : 1
}

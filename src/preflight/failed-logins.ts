import { isPasswordMethod } from '../knowledge/login-prompts'
import type { AuthenticationFacts, ExecFacts } from '../facts'

/**
 * Failed logins that fail2ban counts, at most, for a login without success, in addition to the one for the end of its
 * connection, from what was really sent. Sources: the logs of sshd 9.2 and 10.0, and the filter `sshd[mode=aggressive]` of fail2ban 1.0.2. After a
 * key that is refused before a signature, however many are offered, none (measured with five). After a
 * login that succeeded, only the passwords that were refused before it, and what comes for root where sshd 9.2 accepts the login and then drops it (`PermitRootLogin
 * forced-commands-only`).
 */
export function failedLoginsOf(login: AuthenticationFacts | null, exec: ExecFacts | null): number {
  if (login === null) return 0
  const { attempts, user } = login
  const dropped = exec?.outcome === 'closed' || exec?.outcome === 'reset'
  const passwords = attempts.filter(
    ({ method, answer }) => isPasswordMethod(method) && answer === 'failure',
  )
  if (login.outcome === 'accepted') return passwords.length + (user === 'root' && dropped ? 2 : 0)
  // `Invalid user …` or `… not allowed because …`: whether sshd logs it cannot be seen from outside.
  const known = attempts.some(({ pkOk, answer }) => pkOk === true || answer === 'partial-success')
  return (known ? 0 : 1) + passwords.length + signedRefusals(login)
}

/** A signature that is refused is `Failed publickey`. For root, both processes of sshd log `ROOT LOGIN REFUSED` before it. */
function signedRefusals({ attempts, user }: AuthenticationFacts): number {
  const signed = attempts.find(({ pkOk }) => pkOk === true)
  const refused = signed?.answer === 'failure'
  if (user === 'root' && signed) return refused ? 3 : 1
  return refused ? 1 : 0
}

import { isPasswordMethod } from '../knowledge/login-prompts'
import type { AuthenticationFacts, ExecFacts } from '../facts'

/**
 * fail2ban strikes that a login without success adds, at most, to the one for the end of its connection. Read off what
 * sshd 9.2 and 10.0 log and off fail2ban 1.0.2's filter `sshd[mode=aggressive]`. Zero after a login that succeeded, save
 * for a root whom sshd 9.2 lets in and then drops (`PermitRootLogin forced-commands-only`).
 */
export function failedLoginsOf(login: AuthenticationFacts | null, exec: ExecFacts | null): number {
  if (login === null) return 0
  const { attempts, user } = login
  const dropped = exec?.outcome === 'closed' || exec?.outcome === 'reset'
  if (login.outcome === 'accepted') return user === 'root' && dropped ? 2 : 0
  // `Invalid user …` or `… not allowed because …`: whether sshd logs it cannot be told from outside.
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

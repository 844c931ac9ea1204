import type { InputProblem, UserForm } from '../facts'
import { decodeWide } from '../text/decode-text'
import { isKeyLike, isUnexpanded, showSafely } from './redacted-value'

/** LOGIN_NAME_MAX of Linux (limits.h) with room for a Windows domain. */
const longestUser = 255

/**
 * Judges the form of a login name. Much is a legal name (a mail address at hosting providers, `DOMAIN\user`), so only
 * what no server can mean is a problem. `deploy@host` is none: a domain may have the name of its server.
 */
export function userProblem(
  user: string,
  input: 'username' | 'admin_username' | 'host',
  secrets: readonly string[],
): InputProblem | null {
  const form = userForm(user)
  return form && { kind: 'username-malformed', input, form, shown: showSafely(user, secrets) }
}

function userForm(user: string): UserForm | null {
  if (isUnexpanded(user)) return 'unexpanded'
  if (decodeWide(user) !== null) return 'utf-16'
  // Zero-width characters and the like come along when a name is copied, and no account has one.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(user)) return 'control-character'
  if (
    /^(?:(["'`]).*\1|[\u2018\u2019\u201c-\u201e\u00ab].*[\u2018\u2019\u201c\u201d\u00bb])$/.test(
      user,
    )
  )
    return 'quoted'
  if (/\s/.test(user)) return 'contains-space'
  if (user.length > longestUser || isKeyLike(user)) return 'too-long'
  // sshd takes what follows a colon for another matter (auth2.c), and lets `deploy:` in as nobody.
  if (user.endsWith(':')) return 'colon-at-end'
  return null
}

/** The methods that ask for a password (RFC 4252 section 8, RFC 4256). */
export function isPasswordMethod(method: string): boolean {
  return method === 'password' || method === 'keyboard-interactive'
}

/** `Password:`, `(deploy@host) Password:` of OpenSSH's own client, `deploy@host's password:` of sshd. */
const passwordPrompt = /^(\(\S+\) |\S+'s )?password ?: *$/i

/** The words of pam_google_authenticator, Duo, pam_oath, pam_radius, FreeIPA and OPIE. */
const factorWords =
  /\b(\w*code|otp|totp|hotp|token|pin|one.?time|\w*factor|[2m]fa|sms|duo|yubi\w*)\b/i

/** Words of a second factor that may be about a password too: `Verify your password:`. */
const softFactorWords = /\b(verif\w*|authenticator|challenge)\b/i

/**
 * Whether a prompt of keyboard-interactive (RFC 4256 section 3.2) asks for a second authentication factor. Any other is for a
 * password, in whatever language. Names of user and host say nothing.
 */
export function isSecondFactorPrompt(prompt: string): boolean {
  if (passwordPrompt.test(prompt)) return false
  return factorWords.test(prompt) || (softFactorWords.test(prompt) && !/password/i.test(prompt))
}

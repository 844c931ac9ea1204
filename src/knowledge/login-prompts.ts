/** The methods that ask for a password (RFC 4252 section 8, RFC 4256). */
export function isPasswordMethod(method: string): boolean {
  return method === 'password' || method === 'keyboard-interactive'
}

/** `Password:`, `(deploy@host) Password:` of OpenSSH's own client, `deploy@host's password:` of sshd. */
const passwordPrompt = /^(\(\S+\) |\S+'s )?password ?: *$/i

/**
 * The words of pam_google_authenticator, Duo, pam_oath, pam_radius (RSA SecurID), FreeIPA, OPIE and device logins (RFC 8628),
 * and what they are called in other languages.
 */
const factorWords =
  /\b(\w*code|otp|totp|hotp|token|pin|one.?time|\w*factor|[2m]fa|sms|duo|yubi\w*|passkey|fido2?|securid|okta|captcha|push|smart ?card|security key|einmal\w*|c[óo]digo\w*|codice)\b|(одноразов|код\b|код |验证码|驗證碼|动态|認証コード|ワンタイム)/i

/** Words of a second factor that may be about a password too: `Verify your password:`. */
const softFactorWords =
  /\b(verif\w*|authenticator|challenge|response|answer|https?|press (enter|return))\b/i

/**
 * Whether a prompt of keyboard-interactive (RFC 4256 section 3.2) asks for a second authentication factor. Any other is for a
 * password, in whatever language. Names of user and host say nothing. The login stage and the causes both ask here, with the same
 * text: what came with the prompts (name and instruction of the request), a newline, and the prompt.
 */
export function isSecondFactorPrompt(prompt: string): boolean {
  if (passwordPrompt.test(prompt)) return false
  return factorWords.test(prompt) || (softFactorWords.test(prompt) && !/password/i.test(prompt))
}

/** The prompt itself, without what came before it. */
export function lastLineOf(prompt: string): string {
  return prompt.trimEnd().split('\n').at(-1) ?? ''
}

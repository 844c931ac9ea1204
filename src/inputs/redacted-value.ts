/** Longest piece of a wrong value that a problem repeats. */
export const shownLength = 80

/** A longer value is not looked at: nobody needs to see of it, and there may be many secrets. */
const longestLookedAt = 4096

/** PEM armor of private keys, PuTTY's header, or an unbroken run of base64 that is longer than any label of a name. */
const keyText = /-----\s?BEGIN|PRIVATE KEY|PuTTY-User-Key-File|[A-Za-z0-9+/=]{64}/i

/** Shorter secrets than this would make every value that has the letter in it unshowable. */
const shortestSecret = 3

/**
 * The wrong value of an input as a problem may repeat it: at most 80 characters, and never text that looks like a key
 * or holds one of the run's own secrets (swapped inputs are a common fault), which is only counted.
 */
export function showSafely(value: string, secrets: readonly string[]): string {
  if (value.length > longestLookedAt || holdsSecret(value, secrets) || isKeyLike(value))
    return `(${value.length} characters, not shown)`
  return value.length > shownLength ? `${value.slice(0, shownLength - 1)}…` : value
}

/** Whether one of the secrets is anywhere in the value. */
export function holdsSecret(value: string, secrets: readonly string[]): boolean {
  return secrets.some(
    (secret) => secret.trim().length >= shortestSecret && value.includes(secret.trim()),
  )
}

/** Whether text may be of a key, so that it must not be repeated anywhere. */
export function isKeyLike(text: string): boolean {
  return keyText.test(text)
}

/** An expression or a variable that nobody replaced by its value, such as `${{ secrets.HOST }}`, `$HOST` or `secrets.HOST`. */
export function isUnexpanded(value: string): boolean {
  return (
    /\$\{|\{\{|\}\}|\$[A-Za-z_]|%[A-Za-z_]\w*%/.test(value) ||
    /^(secrets|vars|env|inputs)\.[A-Z][A-Z0-9_]*$/.test(value)
  )
}

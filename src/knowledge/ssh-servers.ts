/** What is known of SSH servers by the softwareversion of their identification line (RFC 4253 section 4.2). */

/**
 * Whether SSH_MSG_USERAUTH_PK_OK proves that this key is accepted for this user. always: OpenSSH (auth2-pubkey.c asks
 * user_key_allowed first) and Dropbear. never: TinySSH sends it for every key. likely: RFC 4252 section 7 means it so,
 * but other servers may do as TinySSH does.
 */
export function pkOkProves(software: string | null): 'always' | 'likely' | 'never' {
  if (software === null) return 'likely'
  if (/^(OpenSSH|dropbear)/i.test(software)) return 'always'
  return /tinyssh/i.test(software) ? 'never' : 'likely'
}

/** Version of OpenSSH as `[major, minor]`; null for other servers. */
export function opensshVersion(software: string | null): readonly [number, number] | null {
  const match = /^OpenSSH(?:_for_Windows)?_(\d+)\.(\d+)/.exec(software ?? '')
  return match ? [Number(match[1]), Number(match[2])] : null
}

/** Since 9.6 OpenSSH's server-sig-algs is the list that its configuration accepts; before, all that was compiled in (kex.c). */
export function sigAlgsAreConfigured(software: string | null): boolean {
  const version = opensshVersion(software)
  return version !== null && (version[0] > 9 || (version[0] === 9 && version[1] >= 6))
}

/** Tailscale's own SSH server (`SSH-2.0-Tailscale`), which answers on port 22 of a machine in a tailnet. */
export function isTailscale(software: string | null): boolean {
  return /^tailscale/i.test(software ?? '')
}

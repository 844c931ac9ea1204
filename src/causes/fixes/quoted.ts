import { shellQuote } from '../../text/shell-quote'
import type { ServerView } from '../server-cause'

/**
 * One word of a POSIX shell command, whatever the value is. Control characters become `?`, so a command stays one line.
 */
export function quoted(value: string): string {
  const line = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
  return /^[\w@%+:./][\w@%+:./-]*$/.test(line) ? line : shellQuote(line)
}

/** A path as a word of a POSIX shell command. A leading `~/` stays outside of quotes, so that the shell expands it. */
export function quotedPath(path: string): string {
  return path.startsWith('~/') ? `~/${quoted(path.slice(2))}` : quoted(path)
}

/** The same as `quoted` for PowerShell, which doubles a quote inside quotes, and reads the typographic ones as quotes, too. */
export function quotedForPowerShell(value: string): string {
  const line = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
  return `'${line.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}

/** The user as a word of a command; a placeholder when none is known. */
export function userWord(server: ServerView): string {
  const user = server.user ?? 'USERNAME'
  return server.system === 'windows' ? quotedForPowerShell(user) : quoted(user)
}

/** A path in the user's home, for any name: `~name` only expands where a name needs no quotes. */
export function inHome(server: ServerView, path: string): string {
  const user = server.user ?? 'USERNAME'
  if (server.system === 'windows')
    return quotedForPowerShell(`C:\\Users\\${user}${path.replaceAll('/', '\\')}`)
  if (/^[A-Za-z_][\w.-]*$/.test(user)) return `~${user}${path}`
  return `"$(getent passwd -- ${quoted(user)} | cut -d: -f6)"${path}`
}

/** `sshd -T` for this user: Match blocks need a user, a host and an address. */
export function effectiveConfig(server: ServerView): string {
  // A comma would start another key of the test specification (sshd(8), -C).
  const user = (server.user ?? 'USERNAME').replaceAll(',', '?')
  return `sudo sshd -T -C ${quoted(`user=${user},host=runner,addr=203.0.113.1`)}`
}

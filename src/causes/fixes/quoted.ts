import { serverSystems, windowsSshd, type ServerSystem } from '../../knowledge/server-systems'
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

/** A value as one word of a command of this system. */
export function wordFor(system: ServerSystem, value: string): string {
  return system === 'windows' ? quotedForPowerShell(value) : quoted(value)
}

/** A path as one word of a command of this system. SFTP of Windows writes `C:\\inetpub` as `/C:/inetpub`. */
export function pathWord(system: ServerSystem, path: string): string {
  if (system !== 'windows') return quoted(path)
  return quotedForPowerShell(path.replace(/^\/(?=[A-Za-z]:)/, '').replaceAll('/', '\\'))
}

/** The user as a word of a command; a placeholder when none is known. */
export function userWord({ system, user }: ServerView): string {
  return wordFor(system, user ?? 'USERNAME')
}

/** A path in the user's home, for any name: `~name` only expands where a name needs no quotes. */
export function inHome(server: ServerView, path: string): string {
  const user = server.user ?? 'USERNAME'
  if (server.system === 'windows')
    return quotedForPowerShell(`C:\\Users\\${user}${path.replaceAll('/', '\\')}`)
  if (/^[A-Za-z_][\w.-]*$/.test(user)) return `~${user}${path}`
  return `"$(getent passwd -- ${quoted(user)} | cut -d: -f6)"${path}`
}

/**
 * Prints the options of sshd that apply to this user and whose lower-case names match. Match blocks need a user, a host and an
 * address. Dropbear knows no such blocks, and prints all of its options.
 *
 * @param pattern an extended regular expression for the start of a line
 */
export function userOptions({ system, user }: ServerView, pattern: string): string {
  // A comma would start another key of the test specification (sshd(8), -C).
  const client = `user=${(user ?? 'USERNAME').replaceAll(',', '?')},host=runner,addr=203.0.113.1`
  switch (system) {
    case 'dropbear':
      return serverSystems.dropbear.showOptions(pattern)
    case 'windows':
      return `${windowsSshd} -T -C ${quotedForPowerShell(client)} | Select-String '^${pattern}'`
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
    case 'freebsd':
    case 'unknown':
      return `sudo sshd -T -C ${quoted(client)} | grep -E '^${pattern}'`
  }
}

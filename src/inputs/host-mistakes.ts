import { keyTypePattern } from '../knowledge/host-keys'
import { isKeyLike } from './redacted-value'

/** Things that people paste into the host input instead of a host, and the host that can be read out of them. */

const publicKey = new RegExp(String.raw`^\s*${keyTypePattern}\s+AAAA`)
const knownHostsLine = new RegExp(String.raw`^(?:@\S+\s+)?(\S+)\s+${keyTypePattern}\s+AAAA`, 'm')
/** What ssh-keyscan writes to stderr, and older ones to stdout: `# example.com:22 SSH-2.0-OpenSSH_9.6`. */
const keyscanComment = /^#\s*(\S+?):\d+\s+SSH-/m

/** Text of a private or public key, or base64 so long that it can't be a name: a name has one case, base64 both. */
export function isKeyText(text: string): boolean {
  if (publicKey.test(text)) return true
  return isKeyLike(text) && !isKnownHosts(text) && /[A-Z]/.test(text) && /[a-z]/.test(text)
}

/** Lines of a known_hosts file or the output of ssh-keyscan. */
export function isKnownHosts(text: string): boolean {
  return knownHostsLine.test(text) || keyscanComment.test(text)
}

/** The first host of known_hosts text; null when it is hashed. */
export function hostOfKnownHosts(text: string): string | null {
  const names = knownHostsLine.exec(text)?.[1] ?? keyscanComment.exec(text)?.[1] ?? '|'
  const first = names.split(',')[0] ?? ''
  if (first.startsWith('|')) return null
  const bracketed = /^\[(.+)\]:22$/.exec(first)
  return bracketed?.[1] ?? first
}

/** Options of ssh that take a value (its getopt string, OpenSSH 10). */
const withValue = /^-[BbcDEeFIiJLlmOoPpQRSWw]$/

/** Reads `ssh -p 2222 deploy@example.com`; null when the text is no command. The host is null when none can be read. */
export function hostOfCommand(entry: string): { host: string | null } | null {
  if (!/^(sudo|ssh|scp|sftp|rsync|ssh-keyscan|ping|telnet|nc)\s/.test(entry)) return null
  const words = entry.split(/\s+/)
  let port: string | null = null
  let host: string | null = null
  for (let index = words[0] === 'sudo' ? 2 : 1; index < words.length && host === null; index++) {
    const word = words[index] ?? ''
    if (withValue.test(word)) {
      index++
      if (word === '-p') port = words[index] ?? null
    } else if (/^-p\d+$/.test(word)) port = word.slice(2)
    else if (!word.startsWith('-')) host = word
  }
  port ??= /\s-p\s*(\d+)/.exec(entry)?.[1] ?? null
  return { host: host !== null && port !== null ? `${host}:${port}` : host }
}

/** The host of a URL, with the port for schemes that mean SSH; null when none can be read. Never the password. */
export function hostOfUrl(entry: string): string | null {
  const [, scheme, place] = /^([a-z][a-z\d+.-]*):\/\/(?:[^/@]*@)?([^/?#]*)/i.exec(entry) ?? []
  if (scheme === undefined || place === undefined) return null
  const isSsh = /^(ssh|sftp|scp)$/i.test(scheme)
  return isSsh ? place.replace(/:$/, '') : place.replace(/:\d*$/, '')
}

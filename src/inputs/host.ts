import { isIPv6 } from 'node:net'
import type { HostForm, InputFacts, InputProblem } from '../facts'
import { nameProblem } from './host-name'
import {
  hostOfCommand,
  hostOfKnownHosts,
  hostOfUrl,
  isKeyText,
  isKnownHosts,
} from './host-mistakes'
import { decodeWide } from '../text/decode-text'
import { readPort } from './port'
import { holdsSecret, isUnexpanded, showSafely } from './redacted-value'
import { removedAround } from '../knowledge/value-forms'
import { removedWords } from './removed-words'

/** One host of the `host` input, as written. */
export interface HostEntry {
  /** Null when no host could be read. */
  readonly host: string | null
  readonly port: number | null
  readonly user: string | null
  /** What was cleaned without harm, each a short clause without data. */
  readonly cleaned: readonly Omit<InputFacts['cleaned'][number], 'input'>[]
  readonly problem: InputProblem | null
}

/** More are no list of servers to deploy to: a text that is no host has many lines too. */
const mostHosts = 256

/** Characters of one entry: a user and a name have 508 at most, with a port and signs between. */
const longestEntry = 1024

/** A shorter text may be a host and a poor password at once, such as `web`. */
const shortestSwapped = 6

/**
 * Reads the `host` input: one host or several on lines or between commas, each `host`, `host:port`, `user@host:port`,
 * `[address]:port` or a bare IPv6 address. An empty list when nothing is given. `secrets` are never repeated in a problem.
 */
export function readHosts(text: string, secrets: readonly string[]): readonly HostEntry[] {
  const wide = decodeWide(text)
  if (wide !== null) return [malformed('utf-16', wide, usable(wide.trim()), secrets)]
  if (isKeyText(text)) return [malformed('key-text', text, null, secrets)]
  if (isKnownHosts(text))
    return [malformed('known-hosts-line', text, hostOfKnownHosts(text), secrets)]
  const entries = text.split(/[\r\n,]/).filter((entry) => entry.trim() !== '')
  if (entries.length > mostHosts) return [tooMany(entries.length)]
  // Between the hosts of a list, spaces and newlines are usual.
  return entries.map((entry) =>
    readEntry(entry, cleanedAround(entries.length === 1 ? text : entry), secrets),
  )
}

function cleanedAround(text: string): HostEntry['cleaned'] {
  const around = removedAround(text)
  return around === null ? [] : [{ what: removedWords[around] }]
}

function tooMany(count: number): HostEntry {
  const problem: InputProblem = {
    kind: 'option-invalid',
    input: 'host',
    shown: `${String(count)} hosts`,
    expected: `at most ${String(mostHosts)} hosts in one step`,
  }
  return { host: null, port: null, user: null, cleaned: [], problem }
}

function readEntry(
  given: string,
  cleaned: HostEntry['cleaned'],
  secrets: readonly string[],
): HostEntry {
  const entry = given.trim()
  if (entry.length > longestEntry) return malformed('too-long', entry, null, secrets)
  if (entry.length >= shortestSwapped && secrets.includes(entry))
    return malformed('secret-text', entry, null, secrets)
  if (isUnexpanded(entry)) return malformed('unexpanded', entry, null, secrets)
  if (entry.includes('***')) return malformed('masked', entry, null, secrets)
  const command = hostOfCommand(entry)
  if (command) return malformed('command', entry, usable(command.host), secrets)
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(entry)) {
    return malformed('url', withoutPassword(entry), usable(hostOfUrl(entry)), secrets)
  }
  if (/\s/.test(entry)) return malformed('contains-space', withoutPassword(entry), null, secrets)
  return readUserAndAddress(entry, cleaned, secrets)
}

function readUserAndAddress(
  entry: string,
  cleaned: HostEntry['cleaned'],
  secrets: readonly string[],
): HostEntry {
  const at = entry.lastIndexOf('@')
  const user = at < 0 ? null : entry.slice(0, at)
  const place = entry.slice(at + 1)
  if (user === '' || user?.includes(':')) {
    return malformed('bad-character', withoutPassword(entry), usable(place), secrets)
  }
  const { name, portText } = splitPort(place)
  const port = portText === null ? null : readPort(portText)
  const isPort = portText === null || port !== null || /^(\d+(\/(tcp|udp))?)?$/i.test(portText)
  // `host:/path` and `host:folder` are what scp takes.
  if (!isPort || /[/\\]|^~/.test(name)) {
    return malformed('path', entry, usable(name.replace(/[/\\].*/, '')), secrets)
  }
  const host = /[^.]\.$/.test(name) ? name.slice(0, -1) : name
  const wrong = nameProblem(host)
  if (wrong) return malformed(wrong.form, entry, wrong.suggestion, secrets)
  return {
    host,
    port,
    user,
    cleaned: host === name ? cleaned : [...cleaned, { what: 'the dot at its end was taken off' }],
    problem:
      portText !== null && port === null
        ? { kind: 'port-invalid', input: 'host', shown: showSafely(portText, secrets) }
        : null,
  }
}

/** Splits `[address]:port` and `name:port`; a bare IPv6 address is all name. */
function splitPort(place: string): { name: string; portText: string | null } {
  const bracketed = /^\[([^[\]]*)\](?::(.*))?$/.exec(place)
  if (bracketed) return { name: bracketed[1] ?? '', portText: bracketed[2] ?? null }
  const colon = place.indexOf(':')
  if (colon < 0 || isIPv6(place)) return { name: place, portText: null }
  if (place.includes(':', colon + 1)) return { name: place, portText: null }
  return { name: place.slice(0, colon), portText: place.slice(colon + 1) }
}

/** A suggestion is only made when it is well-formed itself. */
function usable(suggestion: string | null): string | null {
  if (suggestion === null) return null
  const { name } = splitPort(suggestion.slice(suggestion.lastIndexOf('@') + 1))
  return name !== '' && !nameProblem(name) ? suggestion : null
}

/** `user:password@host` without the part before the host, which may be a secret that the runner does not know. */
function withoutPassword(entry: string): string {
  const colon = entry.indexOf(':')
  const at = entry.lastIndexOf('@')
  if (colon < 0 || colon > at) return entry
  let start = colon
  while (start > 0 && !/[/\s@]/.test(entry.charAt(start - 1))) start--
  return `${entry.slice(0, start)}…${entry.slice(at)}`
}

function malformed(
  form: HostForm,
  value: string,
  suggestion: string | null,
  secrets: readonly string[],
): HostEntry {
  const problem: InputProblem = {
    kind: 'host-malformed',
    input: 'host',
    form,
    shown: showSafely(value, secrets),
    suggestion: suggestion !== null && holdsSecret(suggestion, secrets) ? null : suggestion,
  }
  return { host: null, port: null, user: null, cleaned: [], problem }
}
